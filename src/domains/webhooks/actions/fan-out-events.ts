import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { cursorOf, eventsAfterCursor, moveCursor, type OutboxEvent, pruneOutbox } from "#/db/tenant/outbox.ts";
import { AppError } from "#/kernel/errors.ts";
import { matches } from "#/kernel/event-filter.ts";
import { newId } from "#/kernel/ids.ts";
import { allTargets, deliveryCounter, type FanOut, insertDeliveries } from "../repo.ts";
import { dueDeliveries, type Target } from "../tables.ts";

/** Name of this consumer's cursor in the outbox. */
export const CURSOR = "webhooks";
const PAGE = 100;
const MAX_PAGES = 20;
const API_VERSION = "v1";

/** Makes a delivery of every new event for every target that subscribed to it. Tells whether events are left for another turn. */
export async function fanOutEvents(ctx: Ctx): Promise<{ events: number; more: boolean }> {
  let events = 0;
  for (let turn = 0; turn < MAX_PAGES; turn++) {
    const page = await fanOutPage(ctx);
    events += page.moved;
    if (page.moved < page.found) continue; // another worker was faster and may have missed our newest event: look again
    if (page.found < PAGE) return { events, more: false };
  }
  return { events, more: true };
}

async function fanOutPage(ctx: Ctx): Promise<{ found: number; moved: number }> {
  const { cursor, events, targets } = await load(ctx, {
    cursor: cursorOf(ctx, CURSOR),
    events: eventsAfterCursor(ctx, CURSOR, PAGE),
    targets: allTargets(ctx),
  });
  const last = events.at(-1);
  if (!last) return { found: 0, moved: 0 };

  const planned = events.flatMap((event) => planDeliveries(event, targets) ?? []);
  const overtaken = new AppError("conflict", "webhook.relay_overtaken", "Another worker took these events.");
  try {
    await record(ctx, {
      parts: [
        moveCursor(ctx, CURSOR, cursor?.seq ?? 0, last.seq),
        must(overtaken),
        ...insertDeliveries(ctx, planned),
        ...countDeliveries(ctx, planned),
        pruneOutbox(ctx, 2 * events.length), // twice what came in, so that the log shrinks back after a quiet time
      ],
    });
  } catch (error) {
    if (error === overtaken) return { found: events.length, moved: 0 };
    throw error;
  }
  const pending = planned.flatMap(({ deliveries }) => deliveries.filter(({ status }) => status === "pending"));
  await dueDeliveries.ringNow(
    ctx,
    pending.map(({ id }) => id),
  );
  return { found: events.length, moved: events.length };
}

/** The deliveries of an event; undefined where no target asks for it. The body is made once; every attempt sends it as it is. */
function planDeliveries(
  { id, seq, type, data, occurredAt, tenantId }: OutboxEvent,
  targets: readonly Target[],
): FanOut | undefined {
  const deliveries = targets
    .filter(({ events }) => matches(events, type))
    .map((target) => ({
      id: newId("dlv"),
      targetId: target.id,
      status: target.status === "active" ? ("pending" as const) : ("skipped" as const),
    }));
  if (deliveries.length === 0) return undefined;
  const body = {
    id,
    type,
    timestamp: occurredAt,
    tenant_id: tenantId,
    sequence: seq,
    api_version: API_VERSION,
    data: JSON.parse(data) as unknown,
  };
  return { sequence: seq, eventId: id, eventType: type, body: JSON.stringify(body), deliveries };
}

function countDeliveries(ctx: Ctx, planned: readonly FanOut[]) {
  const perTarget = Map.groupBy(
    planned.flatMap(({ deliveries }) => deliveries),
    ({ targetId }) => targetId,
  );
  return [...perTarget].map(([targetId, { length }]) => count(ctx, deliveryCounter(targetId), null, length));
}
