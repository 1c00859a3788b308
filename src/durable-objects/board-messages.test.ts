import { expect, it } from "vitest";
import { ReportedPosition } from "#/domains/dispatch/stream-schemas.ts";
import { toInstant } from "#/kernel/time.ts";
import {
  eventMessage,
  HEARTBEAT,
  jobIn,
  positionIn,
  positionMessage,
  snapshotMessage,
  statusMessage,
} from "./board-messages.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const occurredAt = toInstant("2026-03-28T12:59:02.114Z");
const event = (data: unknown) => ({
  seq: 7,
  type: "dispatch.on_site" as const,
  occurredAt,
  data: JSON.stringify(data),
});

it("an event has its sequence number as id, its type inside the data, and no event line", () => {
  const told = event({ id: 42, technician_id: null, description: "line 1\nline 2\r\ndata: x\u2028" });
  const { seq, bytes } = eventMessage(told, jobIn(told));
  const [id, data = "", ...rest] = text(bytes).split(/\r\n|\r|\n/);
  expect([seq, id, rest]).toEqual([7, "id: 7", ["", ""]]);
  expect(JSON.parse(data.replace(/^data: /, ""))).toEqual({
    type: "dispatch.on_site",
    seq: 7,
    occurred_at: occurredAt,
    data: { id: 42, technician_id: null, description: "line 1\nline 2\r\ndata: x\u2028" },
  });
});

it("of a promise in danger the board tells what it shows, to the office whatever it has filtered by", () => {
  const violation = { id: 1, job_id: 42, kind: "response", policy_name: "Gold", technician_id: 3, zone_id: 5 };
  const data = JSON.stringify({ ...violation, status: "open", due_at: occurredAt });
  const told = { seq: 8, type: "sla.violated", occurredAt, data };
  const { seq, json, subject } = eventMessage(told, jobIn(told));
  expect([seq, JSON.parse(json), subject]).toEqual([
    8,
    {
      ...{ type: "job.service_level", seq: 8, occurred_at: occurredAt },
      data: { job_id: 42, kind: "response", state: "violated", due_at: occurredAt },
    },
    { technicianIds: [3], previousId: null, zoneId: undefined, isForOffice: true },
  ]);
  expect([statusMessage(told, jobIn(told)), positionIn(told, jobIn(told))]).toEqual([null, null]);
});

it("how a promise stands after a change of its job is said in the event", () => {
  const level = { job_id: 42, kind: "resolution", state: "withdrawn", due_at: null, response_met_at: "on_site" };
  const told = {
    seq: 9,
    occurredAt,
    type: "sla.level",
    data: JSON.stringify({ ...level, technician_id: null, zone_id: 5 }),
  };
  expect(JSON.parse(eventMessage(told, jobIn(told)).json).data).toEqual(level);
});

it("a snapshot has the sequence number of the last event in it", () => {
  expect(text(snapshotMessage(118, { jobs: [] }).bytes)).toBe(
    'id: 118\ndata: {"type":"snapshot","seq":118,"data":{"jobs":[]}}\n\n',
  );
});

it("a heartbeat is a message, which EventSource shows to a page, and has no id", () => {
  expect(text(HEARTBEAT.bytes)).toBe('data: {"type":"heartbeat"}\n\n');
});

it("a position has no id, so a reconnect does not start from it, and looks like the response to the report", () => {
  const position = {
    technicianId: 3,
    latitude: 27.9,
    longitude: -82.4,
    speed: null,
    heading: 180,
    accuracy: 8,
    at: occurredAt,
  };
  const { seq, bytes } = positionMessage(position);
  expect(seq).toBeNull();
  const { type, data } = JSON.parse(text(bytes).replace(/^data: /, ""));
  expect(type).toBe("technician.location");
  expect(ReportedPosition.strict().safeParse(data).error).toBeUndefined();
});

it("a status report contains a position only if it has both coordinates and a technician", () => {
  const positionOf = (data: object) => positionIn(event(data), jobIn(event(data)));
  const place = { technician_id: 3, latitude: 27.9, longitude: -82.4 };
  expect(positionOf(place)).toEqual({
    ...{ technicianId: 3, latitude: 27.9, longitude: -82.4, speed: null, heading: null, accuracy: null },
    at: occurredAt,
  });
  for (const missing of ["technician_id", "latitude", "longitude"])
    expect(positionOf({ ...place, [missing]: null })).toBeNull();
});

it("of a job that another technician gets, the former technician hears only that", () => {
  const given = event({ id: 42, technician_id: 4, previous_technician_id: 3, customer_name: "Ann Lee" });
  const { subject, taken } = eventMessage(given, jobIn(given));
  expect(subject).toEqual({ technicianIds: [4], previousId: 3, zoneId: null });
  expect(JSON.parse(taken?.json ?? "").data).toEqual({ id: 42, technician_id: 4 });
});

it("a step of a job tells what its technician does now, and an assignment does not", () => {
  const heard = (type: string, job: object) => {
    const step = { ...event({ id: 42, technician_id: 3, ...job }), type: type as "dispatch.on_site" };
    return JSON.parse(statusMessage(step, jobIn(step))?.json ?? "null")?.data ?? null;
  };
  const data = (status: string) => ({ technician_id: 3, status, job_id: 42, at: occurredAt });
  expect(heard("dispatch.status", { status: "on_site" })).toEqual(data("on_site"));
  expect(heard("dispatch.completed", { status: "completed" })).toEqual(data("available"));
  expect(heard("dispatch.cancelled", { status: "cancelled", previous_status: "en_route" })).toEqual(data("available"));
  expect(heard("dispatch.cancelled", { status: "cancelled", previous_status: "dispatched" })).toBeNull();
  expect(heard("dispatch.assigned", { status: "dispatched" })).toBeNull();
  expect(heard("dispatch.status", { status: "acknowledged" })).toBeNull();
  expect(heard("dispatch.status", { status: "on_site", technician_id: null })).toBeNull();
});
