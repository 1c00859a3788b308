import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Position } from "#/kernel/geo.ts";
import type { Instant } from "#/kernel/time.ts";

// Server-Sent Events in the format of the spec: the type is inside the data and there is no `event:` line, so `onmessage` gets all events.

/** A message, encoded once for all viewers. A message without `seq` is not in the outbox and is never replayed. */
export type Message = { seq: number | null; bytes: Uint8Array };

const encoder = new TextEncoder();
// JSON contains no line breaks, so it fits on one `data:` line
const message = (json: string, seq: number | null): Message => ({
  seq,
  bytes: encoder.encode(`${seq === null ? "" : `id: ${seq}\n`}data: ${json}\n\n`),
});

/** Tells browsers how many milliseconds to wait before they reconnect. */
export const RETRY = encoder.encode("retry: 2000\n\n");
/** A message, since browsers hide comments: a page must see that its connection is alive. Broken ones show only when the server writes to them. */
export const HEARTBEAT = encoder.encode('data: {"type":"heartbeat"}\n\n');

type LogEvent = Pick<OutboxEvent, "seq" | "type" | "occurredAt" | "data">;

export const eventMessage = ({ seq, type, occurredAt, data }: LogEvent): Message =>
  message(`{"type":"${type}","seq":${seq},"occurred_at":"${occurredAt}","data":${data}}`, seq);

/** `board` is in wire format. */
export const snapshotMessage = (seq: number, board: unknown): Message =>
  message(JSON.stringify({ type: "snapshot", seq, data: board }), seq);

export const positionMessage = ({ technicianId: technician_id, ...reading }: Position): Message =>
  message(JSON.stringify({ type: "position", data: { technician_id, ...reading } }), null);

/** The technician's position in a status report; null if the report has none. */
export function positionIn({ occurredAt, data }: LogEvent): Position | null {
  const { technician_id, latitude, longitude } = JSON.parse(data) as Record<string, unknown>;
  if (typeof technician_id !== "number" || typeof latitude !== "number" || typeof longitude !== "number") return null;
  return {
    technicianId: technician_id,
    latitude,
    longitude,
    speed: null,
    heading: null,
    accuracy: null,
    at: occurredAt as Instant,
  };
}
