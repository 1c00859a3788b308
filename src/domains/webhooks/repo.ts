import { and, asc, eq, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { inTexts } from "#/db/tenant/bulk.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { AuditedPart } from "#/db/tenant/commit.ts";
import { total } from "#/db/tenant/counters.ts";
import { listRows } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import type { PageInput } from "#/kernel/page.ts";
import type { Instant } from "#/kernel/time.ts";
import { noSuchDelivery } from "./errors.ts";
import { type Delivery, type DeliveryState, type Target, targets, targetTable, webhookDeliveries } from "./tables.ts";

/** All targets of a business; there are few (actions/add-target.ts). */
export const allTargets = prepared((tenantId: Slot<string>) =>
  q.select().from(targetTable).where(eq(targetTable.tenantId, tenantId)).orderBy(asc(targetTable.id)),
);

/** Disables a target for what its receiver does, even if a user has changed the target since it was loaded. */
export function disableTarget(ctx: Ctx, target: Target, reason: "gone" | "failing"): AuditedPart {
  const gone = { status: "disabled", disabledReason: reason } as const;
  const disable = q
    .update(targetTable)
    .set({ ...gone, ...touched(ctx, targetTable) })
    .where(
      and(eq(targetTable.tenantId, ctx.tenant.id), eq(targetTable.id, target.id), eq(targetTable.status, "active")),
    );
  const changes = changesOf(targetTable, target, { ...target, ...gone });
  return { writes: [disable], audited: { entity: targets.entity, id: target.id, changes } };
}

/** A target's deliveries are counted under this prefix and its id, so that the total of its log needs no scan. */
export const COUNTER_PREFIX = "webhook_delivery:";
export const deliveryCounter = (targetId: number) => `${COUNTER_PREFIX}${targetId}`;

export type DeliveryFilter = {
  targetId?: number;
  status?: DeliveryState | undefined;
  eventType?: string | undefined;
  entity?: string | undefined;
  createdFrom?: Instant | undefined;
  createdTo?: Instant | undefined;
};

/** The delivery log of a target or of the whole business, newest event first. Each filter has an index with the order of the page. */
export function listDeliveries(
  ctx: Ctx,
  { targetId, status, eventType, entity, createdFrom, createdTo, ...input }: PageInput & DeliveryFilter,
) {
  const { sequence } = webhookDeliveries;
  const isAll = [status, eventType, entity, createdFrom, createdTo].every((filter) => filter === undefined);
  return listRows(ctx, input, {
    table: webhookDeliveries,
    parent: targetId === undefined ? undefined : targets.one(ctx, targetId),
    index: indexFor({ targetId, status, eventType, entity }),
    filters: [
      targetId === undefined ? undefined : eq(webhookDeliveries.endpointId, targetId),
      status && eq(webhookDeliveries.status, status),
      eventType === undefined ? undefined : eq(webhookDeliveries.eventType, eventType),
      entity === undefined ? undefined : eq(webhookDeliveries.entity, entity),
      createdFrom &&
        gte(sequence, sequenceAround(ctx, sql`created_at >= ${createdFrom} order by created_at, sequence`)),
      createdFrom && gte(webhookDeliveries.createdAt, createdFrom),
      createdTo &&
        lte(sequence, sequenceAround(ctx, sql`created_at < ${createdTo} order by created_at desc, sequence desc`)),
      createdTo && lt(webhookDeliveries.createdAt, createdTo),
    ],
    sorts: { sequence: targetId === undefined ? [sequence, webhookDeliveries.endpointId] : [sequence] },
    defaultSort: "-sequence",
    total: targetId !== undefined && isAll ? total(ctx, deliveryCounter(targetId)) : "none",
  });
}

const indexFor = ({ targetId, status, eventType, entity }: DeliveryFilter): string => {
  if (entity !== undefined) return "webhook_deliveries_by_entity";
  if (status !== undefined)
    return targetId === undefined ? "webhook_deliveries_by_status" : "webhook_deliveries_of_target";
  if (eventType !== undefined) return "webhook_deliveries_by_type";
  return targetId === undefined ? "webhook_deliveries_by_sequence" : "webhook_deliveries_once";
};

/** The number of the event at one end of a range of time: a page then goes by numbers and reads no row outside of the range. */
const sequenceAround = (ctx: Ctx, end: SQL): SQL<number> =>
  sql`(select sequence from webhook_deliveries where tenant_id = ${ctx.tenant.id} and ${end} limit 1)`;

/** A delivery; 404 when there is none. */
export const deliveryById = (ctx: Ctx, id: string) =>
  mapped(
    q
      .select()
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.tenantId, ctx.tenant.id), eq(webhookDeliveries.id, id))),
    ([delivery]) => {
      if (!delivery) throw noSuchDelivery();
      return delivery;
    },
  );

/** Puts a delivery back to the beginning of its schedule; hits no row when an attempt has begun since it was loaded. */
export const startAgain = (ctx: Ctx, { id, status, attemptCount }: Delivery) =>
  q
    .update(webhookDeliveries)
    .set({ status: "pending", nextAttemptAt: ctx.now, scheduleStart: attemptCount, updatedAt: ctx.now })
    .where(
      and(
        eq(webhookDeliveries.tenantId, ctx.tenant.id),
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.status, status),
        eq(webhookDeliveries.attemptCount, attemptCount),
      ),
    );

/** The messages of a target after an event, oldest first. */
export const messagesAfter = (ctx: Ctx, targetId: number, after: number, limit: number) =>
  q
    .select({ sequence: webhookDeliveries.sequence, body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.tenantId, ctx.tenant.id),
        eq(webhookDeliveries.endpointId, targetId),
        gt(webhookDeliveries.sequence, after),
      ),
    )
    .orderBy(asc(webhookDeliveries.sequence))
    .limit(limit);

/** An event with its deliveries. All of them send the same body. */
export type FanOut = {
  sequence: number;
  eventId: string;
  eventType: string;
  entity: string | null;
  body: string;
  deliveries: { id: string; targetId: number; status: "pending" | "skipped" | "stored" }[];
};

/** One delivery per event and target; a delivery that is there already stays as it is. */
export const insertDeliveries = (ctx: Ctx, events: readonly FanOut[]) =>
  inTexts(events).map((text) =>
    q
      .insert(webhookDeliveries)
      .select(sql`
      select ${ctx.tenant.id}, d.value ->> 'id', d.value ->> 'targetId', e.value ->> 'sequence', e.value ->> 'eventId', e.value ->> 'eventType',
        e.value ->> 'body', d.value ->> 'status', 0, '[]', iif(d.value ->> 'status' = 'pending', ${ctx.now}, null), null, null, ${ctx.now}, ${ctx.now},
        e.value ->> 'entity', 0
      from json_each(${text}) e, json_each(e.value, '$.deliveries') d where true`)
      .onConflictDoNothing(),
  );
