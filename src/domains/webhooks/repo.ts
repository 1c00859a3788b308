import { and, asc, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { total } from "#/db/tenant/counters.ts";
import { type ListInput, listRows, totalUnless } from "#/db/tenant/page.ts";
import { type DeliveryStatus, webhookDeliveries, webhookEndpoints } from "#/db/tenant/schema/webhooks.ts";
import { notFound } from "#/kernel/errors.ts";
import type { PageInput } from "#/kernel/page.ts";
import { plusSeconds } from "#/kernel/time.ts";

export type Endpoint = typeof webhookEndpoints.$inferSelect;
export type Delivery = typeof webhookDeliveries.$inferSelect;

export const noSuchEndpoint = (id: number) => notFound("webhook_endpoint", id);

const oneEndpoint = (ctx: Ctx, id: number) =>
  and(eq(webhookEndpoints.tenantId, ctx.tenant.id), eq(webhookEndpoints.id, id));
const oneDelivery = (ctx: Ctx, id: string) =>
  and(eq(webhookDeliveries.tenantId, ctx.tenant.id), eq(webhookDeliveries.id, id));

export const findEndpoint = (ctx: Ctx, id: number) =>
  first(q.select().from(webhookEndpoints).where(oneEndpoint(ctx, id)));

export function listEndpoints(ctx: Ctx, { status, ...input }: ListInput & { status?: Endpoint["status"] }) {
  const filters = [status && eq(webhookEndpoints.status, status)];
  return listRows(ctx, input, {
    table: webhookEndpoints,
    filters,
    total: totalUnless(ctx, "webhook_endpoint", filters),
  });
}

/** All of a business' endpoints; there are few (actions/add-endpoint.ts). */
export const allEndpoints = (ctx: Ctx) =>
  q
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.tenantId, ctx.tenant.id))
    .orderBy(asc(webhookEndpoints.id));

export const insertEndpoint = (endpoint: Endpoint) => q.insert(webhookEndpoints).values(endpoint);

/** Hits no row when the endpoint is no longer at `version`. */
export const updateEndpoint = (ctx: Ctx, { id, version }: Endpoint, change: Partial<Endpoint>) =>
  q
    .update(webhookEndpoints)
    .set({ ...change, updatedAt: ctx.now, version: version + 1 })
    .where(and(oneEndpoint(ctx, id), eq(webhookEndpoints.version, version)));

/** The receiver is gone: no more of its events are sent, until somebody enables it again. */
export const disableGoneEndpoint = (ctx: Ctx, id: number) =>
  q
    .update(webhookEndpoints)
    .set({
      status: "disabled",
      disabledReason: "gone",
      updatedAt: ctx.now,
      version: sql`${webhookEndpoints.version} + 1`,
    })
    .where(and(oneEndpoint(ctx, id), eq(webhookEndpoints.status, "active")));

/** The counter of an endpoint's deliveries, so that the total of its log is not a scan. */
export const COUNTER_PREFIX = "webhook_delivery:";
export const deliveryCounter = (endpointId: number) => `${COUNTER_PREFIX}${endpointId}`;

/** The delivery log of an endpoint, newest event first. */
export function listDeliveries(
  ctx: Ctx,
  { endpointId, status, ...input }: PageInput & { endpointId: number; status?: DeliveryStatus },
) {
  return listRows(ctx, input, {
    table: webhookDeliveries,
    parent: { find: findEndpoint(ctx, endpointId), missing: noSuchEndpoint(endpointId) },
    filters: [eq(webhookDeliveries.endpointId, endpointId), status && eq(webhookDeliveries.status, status)],
    sorts: { sequence: [webhookDeliveries.sequence] },
    defaultSort: "-sequence",
    total: status ? undefined : total(ctx, deliveryCounter(endpointId)),
  });
}

/** An event with the endpoints that it goes to. The body is the same for all of them. */
export type FanOut = {
  sequence: number;
  eventId: string;
  eventType: Delivery["eventType"];
  body: string;
  targets: { id: string; endpointId: number; status: "pending" | "skipped" }[];
};

/** One delivery per event and endpoint, in one statement; what is there already stays as it is. */
export const insertDeliveries = (ctx: Ctx, events: readonly FanOut[]) =>
  q
    .insert(webhookDeliveries)
    .select(sql`
      select ${ctx.tenant.id}, t.value ->> 'id', t.value ->> 'endpointId', e.value ->> 'sequence', e.value ->> 'eventId', e.value ->> 'eventType',
        e.value ->> 'body', t.value ->> 'status', 0, '[]', iif(t.value ->> 'status' = 'pending', ${ctx.now}, null), null, null, ${ctx.now}, ${ctx.now}
      from json_each(${JSON.stringify(events)}) e, json_each(e.value, '$.targets') t where true`)
    .onConflictDoNothing();

/** Takes the delivery's next attempt, if it is due and nobody has it: of many that try at once, one gets the row. */
export const claimDelivery = (ctx: Ctx, id: string, leaseSeconds: number) =>
  first(
    q
      .update(webhookDeliveries)
      .set({
        leaseUntil: plusSeconds(ctx.now, leaseSeconds),
        attemptCount: sql`${webhookDeliveries.attemptCount} + 1`,
        updatedAt: ctx.now,
      })
      .where(
        and(
          oneDelivery(ctx, id),
          eq(webhookDeliveries.status, "pending"),
          lte(webhookDeliveries.nextAttemptAt, ctx.now),
          or(isNull(webhookDeliveries.leaseUntil), lt(webhookDeliveries.leaseUntil, ctx.now)),
        ),
      )
      .returning(),
  );

export const findEndpointOfDelivery = (ctx: Ctx, id: string) => {
  const endpointId = q.select({ id: webhookDeliveries.endpointId }).from(webhookDeliveries).where(oneDelivery(ctx, id));
  return first(
    q
      .select()
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.tenantId, ctx.tenant.id), eq(webhookEndpoints.id, sql`${endpointId}`))),
  );
};

/** Ends the claim with what came of it. Hits no row when the lease ran out and another worker claimed the delivery since. */
export const settleDelivery = (ctx: Ctx, { id, attemptCount }: Delivery, change: Partial<Delivery>) =>
  q
    .update(webhookDeliveries)
    .set({ ...change, leaseUntil: null })
    .where(
      and(
        oneDelivery(ctx, id),
        eq(webhookDeliveries.status, "pending"),
        eq(webhookDeliveries.attemptCount, attemptCount),
      ),
    );
