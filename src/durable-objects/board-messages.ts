import type { LogEvent } from "#/kernel/events.ts";
import type { Position } from "#/kernel/position.ts";
import type { Instant } from "#/kernel/time.ts";
import { type Subject, subjectOf } from "./board-filter.ts";

// Messages of the live board: JSON with its type inside. A socket gets the JSON as it is; a stream gets it as a Server-Sent Event in the format of
// the spec, without an `event:` line, so `onmessage` gets all of them.

/** A message, encoded once for all viewers. A message without `seq` is not in the outbox and is never replayed. */
export type Message = {
  seq: number | null;
  json: string;
  /** As a Server-Sent Event. */
  bytes: Uint8Array;
  subject: Subject;
  /** What the technician gets who no longer has the job. */
  taken?: Message;
};

/** Events in their order, all there are up to the number `upTo`; `more` come after it. */
export type Recent = { messages: readonly Message[]; upTo: number; more?: boolean };

const encoder = new TextEncoder();
// JSON contains no line breaks, so it fits on one `data:` line
export const message = (json: string, seq: number | null, subject: Subject = null): Message => ({
  seq,
  json,
  bytes: encoder.encode(`${seq === null ? "" : `id: ${seq}\n`}data: ${json}\n\n`),
  subject,
});

/** Tells browsers how many milliseconds to wait before they reconnect. */
export const RETRY = encoder.encode("retry: 2000\n\n");
/** A message, since browsers hide comments: a page must see that its connection is alive. Broken ones show only when the server writes to them. */
export const HEARTBEAT = message('{"type":"heartbeat"}', null);

/** What the board reads of the job in an event. */
type Job = {
  id: number;
  status: string;
  technician_id: number | null;
  previous_technician_id?: number | null;
  previous_status?: string | null;
  crew?: number[];
  zone_id?: number | null;
  status_at?: string | null;
  latitude: number | null;
  longitude: number | null;
};
/** What the board reads of an event of a promise for a job. */
type Promised = Pick<Job, "technician_id"> & {
  job_id: number;
  kind: string;
  /** Of `sla.level`; the other types tell it by their names. */
  state?: string;
  due_at: string | null;
  response_met_at?: string;
};
export const jobIn = ({ data }: LogEvent): Job => JSON.parse(data) as Job;

export function eventMessage({ seq, type, occurredAt, data }: LogEvent, job: Job): Message {
  if (type.startsWith("sla.")) return levelMessage({ seq, type, occurredAt, data });
  const text = (inner: string) => `{"type":"${type}","seq":${seq},"occurred_at":"${occurredAt}","data":${inner}}`;
  const { id, technician_id, previous_technician_id: previousId = null } = job;
  const whole = message(text(data), seq, subjectOf(job, previousId));
  if (previousId === null || previousId === technician_id) return whole;
  return { ...whole, taken: message(text(JSON.stringify({ id, technician_id })), seq) };
}

/** No more than the board shows: policies and notes are for those who may read service levels. */
function levelMessage({ seq, type, occurredAt, data }: LogEvent): Message {
  const told = JSON.parse(data) as Promised; // safe: our own event
  const { job_id, kind, due_at, response_met_at, technician_id } = told;
  const { state = STATES[type] } = told;
  const level = { job_id, kind, state, due_at, response_met_at };
  const json = JSON.stringify({ type: "job.service_level", seq, occurred_at: occurredAt, data: level });
  return message(json, seq, { ...subjectOf({ technician_id }), zoneId: undefined, isForOffice: true });
}
const STATES: Record<string, string> = {
  "sla.warning": "warning",
  "sla.violated": "violated",
  "sla.violation_withdrawn": "withdrawn",
};

/** `board` is in wire format. */
export const snapshotMessage = (seq: number, board: unknown): Message =>
  message(JSON.stringify({ type: "snapshot", seq, data: board }), seq);

const aboutTechnician = (type: string, id: number, data: object): Message =>
  message(JSON.stringify({ type, data: { technician_id: id, ...data } }), null, {
    technicianIds: [id],
    previousId: null,
    zoneId: undefined,
  });

export const positionMessage = ({ technicianId, ...reading }: Position): Message =>
  aboutTechnician("technician.location", technicianId, reading);

const UNDER_WAY = ["en_route", "on_site", "in_progress"];

/** What a step of a job says of its technician; null if nothing. */
export function statusMessage({ type, occurredAt }: LogEvent, job: Job): Message | null {
  const { id, technician_id, status, previous_status: before } = job;
  if (technician_id === null || /\.(created|assigned|updated)$/.test(type)) return null;
  const isFree = ["completed", "cancelled", "on_hold"].includes(status) && (!before || UNDER_WAY.includes(before));
  if (!isFree && !UNDER_WAY.includes(status)) return null;
  const data = { status: isFree ? "available" : status, job_id: id, at: occurredAt };
  return aboutTechnician("technician.status", technician_id, data);
}

/** The technician's position in a status report; null if the report has none. */
export function positionIn(
  { occurredAt }: LogEvent,
  { technician_id, latitude, longitude, status_at: reportedAt }: Partial<Job>,
): Position | null {
  if (typeof technician_id !== "number" || typeof latitude !== "number" || typeof longitude !== "number") return null;
  return {
    ...{ technicianId: technician_id, latitude, longitude },
    ...{ speed: null, heading: null, accuracy: null },
    at: (reportedAt ?? occurredAt) as Instant, // a phone that was offline tells where it was then
  };
}
