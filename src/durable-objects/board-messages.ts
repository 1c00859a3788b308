import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Position } from "#/domains/dispatch/index.ts";
import type { Instant } from "#/kernel/time.ts";

// Server-Sent Events as the spec's client reads them: no `event:` line, so that `onmessage` gets all of them, and the type inside the data.

/** Encoded once, however many viewers there are. A message without `seq` is not part of the log and is never replayed. */
export type Message = { seq: number | null; bytes: Uint8Array };

const encoder = new TextEncoder();
// JSON holds no line breaks, so one `data:` line is always enough
const message = (json: string, seq: number | null): Message => ({
  seq,
  bytes: encoder.encode(`${seq === null ? "" : `id: ${seq}\n`}data: ${json}\n\n`),
});

/** What a browser waits before it connects again. */
export const RETRY = encoder.encode("retry: 2000\n\n");
/** A comment that clients ignore. Only by writing is it seen that a viewer has gone. */
export const HEARTBEAT = encoder.encode(": still here\n\n");

type LogEvent = Pick<OutboxEvent, "seq" | "type" | "occurredAt" | "data">;

export const eventMessage = ({ seq, type, occurredAt, data }: LogEvent): Message =>
  message(`{"type":"${type}","seq":${seq},"occurred_at":"${occurredAt}","data":${data}}`, seq);

/** `board`: as it stands on the wire. */
export const snapshotMessage = (seq: number, board: unknown): Message =>
  message(JSON.stringify({ type: "snapshot", seq, data: board }), seq);

export const positionMessage = ({ technicianId, latitude, longitude, speed, heading, at }: Position): Message =>
  message(
    JSON.stringify({
      type: "position",
      data: { technician_id: technicianId, latitude, longitude, speed, heading, at },
    }),
    null,
  );

/** Where the technician was when he reported a status, if he said so. */
export function positionIn({ occurredAt, data }: LogEvent): Position | null {
  const { technician_id, latitude, longitude } = JSON.parse(data) as Record<string, unknown>;
  if (typeof technician_id !== "number" || typeof latitude !== "number" || typeof longitude !== "number") return null;
  return { technicianId: technician_id, latitude, longitude, speed: null, heading: null, at: occurredAt as Instant };
}
