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
  entity: "sale",
  entityId: "1",
  previous: null,
});

// Queues run consumers side by side, but the local one does not: here D1's answers play the race.
it("a worker that is overtaken looks again, since the faster one may not have seen the newest event", async () => {
  const checks = [undefined, undefined]; // the state of the tenant, and the entrance
  const batch = vi
    .fn()
    .mockResolvedValueOnce([...checks, undefined, [event(1), event(2)], [], []])
    .mockRejectedValueOnce(new Error("D1_ERROR: guard.1: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)"))
    .mockResolvedValueOnce([...checks, { seq: 1 }, [event(2)], [], []])
    .mockResolvedValueOnce([]);
  const tenant = { id: "t" };
  const actor = { kind: "system", job: "relay" };
  const ctx = { tenant, db: { batch }, actor, asked: {}, now: toInstant(0) } as unknown as Ctx;

  expect(await fanOutEvents(ctx)).toEqual({ events: 1, more: false });
  expect(batch).toHaveBeenCalledTimes(4);
});
