import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import {
  cursorOf,
  eventsAfterCursor,
  eventText,
  moveCursor,
  type OutboxEvent,
  pruneOutbox,
} from "#/db/tenant/outbox.ts";
import { timesNow } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { matches } from "#/kernel/event-filter.ts";
import { newId } from "#/kernel/ids.ts";
import { claimRings, wakeLanes } from "../lane-repo.ts";
import { thinned } from "../lane-rules.ts";
import { allTargets, deliveryCounter, type FanOut, insertDeliveries } from "../repo.ts";
import { dueLanes, type Target } from "../tables.ts";

/** Name of this consumer's cursor in the outbox. */
export const CURSOR = "webhooks";
const PAGE = 100;
const MAX_PAGES = 20;

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

  const planned = events.flatMap((event) => planDeliveries(event, targets));
  const busy = targetsWithWork(planned);
  const overtaken = new AppError("conflict", "webhook.relay_overtaken", "Another worker took these events.");
  try {
    await record(ctx, {
      parts: [
        moveCursor(ctx, CURSOR, cursor?.seq ?? 0, last.seq),
        must(overtaken),
        ...insertDeliveries(ctx, planned),
        busy.length > 0 && wakeLanes(ctx, busy),
        ...countDeliveries(ctx, planned),
        pruneOutbox(ctx, 2 * events.length), // twice what came in, so that the log shrinks back after a quiet time
      ],
    });
  } catch (error) {
    if (error === overtaken) return { found: events.length, moved: 0 };
    throw error;
  }
  if (busy.length > 0) await ringSleeping(ctx, busy);
  return { found: events.length, moved: events.length };
}

async function ringSleeping(ctx: Ctx, ids: readonly number[]): Promise<void> {
  const now = { ...ctx, ...timesNow() };
  const { sleeping } = await load(now, { sleeping: claimRings(now, ids) });
  await dueLanes.ringNow(
    now,
    sleeping.map(({ id }) => String(id)),
  );
}

const targetsWithWork = (planned: readonly FanOut[]): number[] => [
  ...new Set(
    planned.flatMap(({ deliveries }) =>
      deliveries.flatMap(({ status, targetId }) => (status === "pending" ? [targetId] : [])),
    ),
  ),
];

/** The deliveries of an event, those with a thin payload apart. A body is made once; every attempt sends it as it is. */
function planDeliveries(event: OutboxEvent, targets: readonly Target[]): FanOut[] {
  const wanted = targets.filter(({ events }) => matches(events, event.type));
  return [...Map.groupBy(wanted, ({ payload }) => payload)].map(([payload, theirs]) => ({
    sequence: event.seq,
    eventId: event.id,
    eventType: event.type,
    entity: event.entity && `${event.entity}:${event.entityId}`,
    body: payload === "thin" ? thinText(event) : eventText(event),
    deliveries: theirs.map((target) => ({ id: newId("dlv"), targetId: target.id, status: firstStatus(target) })),
  }));
}

function thinText(event: OutboxEvent): string {
  const data = JSON.stringify(thinned(JSON.parse(event.data) as Record<string, unknown>));
  return eventText({ ...event, data, previous: null });
}

function firstStatus({ status, delivery }: Target): "pending" | "skipped" | "stored" {
  if (delivery === "poll") return "stored";
  return status === "active" ? "pending" : "skipped";
}

function countDeliveries(ctx: Ctx, planned: readonly FanOut[]) {
  const perTarget = Map.groupBy(
    planned.flatMap(({ deliveries }) => deliveries),
    ({ targetId }) => targetId,
  );
  return [...perTarget].map(([targetId, { length }]) => count(ctx, deliveryCounter(targetId), null, length));
}
