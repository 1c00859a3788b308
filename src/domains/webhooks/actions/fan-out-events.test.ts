import { expect, it, vi } from "vitest";
import type { Ctx } from "#/ctx.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import { toInstant } from "#/kernel/time.ts";
import { fanOutEvents } from "./fan-out-events.ts";

const event = (seq: number): OutboxEvent => ({
  tenantId: "t",
  seq,
  id: `evt_${seq}`,
  type: "sale.created",
  data: "{}",
  occurredAt: toInstant(0),
});

// Queues run consumers side by side; the local one does not, so the race is played here by what D1 answers.
it("a worker that is overtaken looks again, since the faster one may not have seen the newest event", async () => {
  const guard: unknown = undefined;
  const gate = { state: "active", live: 1 };
  const batch = vi
    .fn()
    .mockResolvedValueOnce([guard, gate, undefined, [event(1), event(2)], []])
    .mockRejectedValueOnce(
      new Error("D1_ERROR: webhook.relay_overtaken: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)"),
    )
    .mockResolvedValueOnce([guard, gate, { seq: 1 }, [event(2)], []])
    .mockResolvedValueOnce([]);
  const tenant = { id: "t" };
  const ctx = { tenant, db: { batch }, actor: { kind: "system", job: "relay" }, now: toInstant(0) } as unknown as Ctx;

  expect(await fanOutEvents(ctx)).toEqual({ events: 1, more: false });
  expect(batch).toHaveBeenCalledTimes(4);
});
