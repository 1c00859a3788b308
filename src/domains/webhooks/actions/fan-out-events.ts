import type { Ctx } from "#/ctx.ts";
import { must, note } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { findCursor, listEventsAfterCursor, moveCursor, type OutboxEvent, pruneOutbox } from "#/db/tenant/outbox.ts";
import { AppError } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { ringNow } from "../alarm.ts";
import { allEndpoints, deliveryCounter, type Endpoint, type FanOut, insertDeliveries } from "../repo.ts";

/** Name of this consumer of the outbox. */
export const CONSUMER = "webhooks";
/** Events of one page go into one statement, whose parameter may have 2 MB. */
const PAGE = 25;
const MAX_PAGES = 20;
const API_VERSION = "v1";

/** Makes a delivery of every new event for every endpoint that subscribed to it. Answers whether events are left for another turn. */
export async function fanOutEvents(ctx: Ctx): Promise<{ events: number; more: boolean }> {
  let events = 0;
  for (let turn = 0; turn < MAX_PAGES; turn++) {
    const page = await fanOutPage(ctx);
    events += page.moved;
    if (page.moved < page.found) continue; // another worker was faster, perhaps without having seen our newest event: look again
    if (page.found < PAGE) return { events, more: false };
  }
  return { events, more: true };
}

async function fanOutPage(ctx: Ctx): Promise<{ found: number; moved: number }> {
  const [cursor, events, endpoints] = await load(ctx, [
    findCursor(ctx, CONSUMER),
    listEventsAfterCursor(ctx, CONSUMER, PAGE),
    allEndpoints(ctx),
  ]);
  const last = events.at(-1);
  if (!last) return { found: 0, moved: 0 };

  const planned = events.map((event) => planDeliveries(event, endpoints));
  const overtaken = new AppError("conflict", "webhook.relay_overtaken", "Another worker took these events.");
  try {
    await note(ctx, [
      moveCursor(ctx, CONSUMER, cursor?.seq ?? 0, last.seq),
      must(overtaken),
      insertDeliveries(ctx, planned),
      ...countDeliveries(ctx, planned),
      pruneOutbox(ctx, 2 * events.length), // twice what came in, so that the log shrinks back after a quiet time
    ]);
  } catch (error) {
    if (error === overtaken) return { found: events.length, moved: 0 };
    throw error;
  }
  await ringNow(
    ctx,
    planned.flatMap(({ targets }) => targets.filter(({ status }) => status === "pending")),
  );
  return { found: events.length, moved: events.length };
}

/** The body is made here once; every attempt sends it as it is. */
function planDeliveries(
  { id, seq, type, data, occurredAt, tenantId }: OutboxEvent,
  endpoints: readonly Endpoint[],
): FanOut {
  const body = {
    id,
    type,
    timestamp: occurredAt,
    tenant_id: tenantId,
    sequence: seq,
    api_version: API_VERSION,
    data: JSON.parse(data) as unknown,
  };
  const subscribed = endpoints.filter((endpoint) => endpoint.events.includes(type));
  const targets = subscribed.map((endpoint) => ({
    id: newId("dlv"),
    endpointId: endpoint.id,
    status: endpoint.status === "active" ? ("pending" as const) : ("skipped" as const),
  }));
  return { sequence: seq, eventId: id, eventType: type, body: JSON.stringify(body), targets };
}

function countDeliveries(ctx: Ctx, planned: readonly FanOut[]) {
  const perEndpoint = Map.groupBy(
    planned.flatMap(({ targets }) => targets),
    ({ endpointId }) => endpointId,
  );
  return [...perEndpoint].map(([endpointId, { length }]) => count(ctx, deliveryCounter(endpointId), null, length));
}
