import { and, asc, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { inTexts } from "#/db/tenant/bulk.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { AuditedPart } from "#/db/tenant/commit.ts";
import { total } from "#/db/tenant/counters.ts";
import { listRows } from "#/db/tenant/page.ts";
import { touched } from "#/db/tenant/stamps.ts";
import type { PageInput } from "#/kernel/page.ts";
import { type Delivery, type Target, targets, targetTable, webhookDeliveries } from "./tables.ts";

/** All targets of a business; there are few (actions/add-target.ts). */
export const allTargets = (ctx: Ctx) =>
  q.select().from(targetTable).where(eq(targetTable.tenantId, ctx.tenant.id)).orderBy(asc(targetTable.id));

/** The target of a delivery. */
export const targetOf = (ctx: Ctx, deliveryId: string) => {
  const targetId = q
    .select({ id: webhookDeliveries.targetId })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.tenantId, ctx.tenant.id), eq(webhookDeliveries.id, deliveryId)));
  return first(
    q
      .select()
      .from(targetTable)
      .where(and(eq(targetTable.tenantId, ctx.tenant.id), eq(targetTable.id, sql`${targetId}`))),
  );
};

/** Disables a target whose receiver is gone, even if a user has changed the target since it was loaded. */
export function disableGoneTarget(ctx: Ctx, target: Target): AuditedPart {
  const gone = { status: "disabled", disabledReason: "gone" } as const;
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

/** The delivery log of a target, newest event first. */
export const listDeliveries = (
  ctx: Ctx,
  { targetId, status, ...input }: PageInput & { targetId: number; status?: Delivery["status"] },
) =>
  listRows(ctx, input, {
    table: webhookDeliveries,
    parent: targets.one(ctx, targetId),
    filters: [eq(webhookDeliveries.targetId, targetId), status && eq(webhookDeliveries.status, status)],
    sorts: { sequence: [webhookDeliveries.sequence] },
    defaultSort: "-sequence",
    total: status ? undefined : total(ctx, deliveryCounter(targetId)),
  });

/** An event with its deliveries. All of them send the same body. */
export type FanOut = {
  sequence: number;
  eventId: string;
  eventType: string;
  body: string;
  deliveries: { id: string; targetId: number; status: "pending" | "skipped" }[];
};

/** One delivery per event and target; a delivery that is there already stays as it is. */
export const insertDeliveries = (ctx: Ctx, events: readonly FanOut[]) =>
  inTexts(events).map((text) =>
    q
      .insert(webhookDeliveries)
      .select(sql`
      select ${ctx.tenant.id}, d.value ->> 'id', d.value ->> 'targetId', e.value ->> 'sequence', e.value ->> 'eventId', e.value ->> 'eventType',
        e.value ->> 'body', d.value ->> 'status', 0, '[]', iif(d.value ->> 'status' = 'pending', ${ctx.now}, null), null, null, ${ctx.now}, ${ctx.now}
      from json_each(${text}) e, json_each(e.value, '$.deliveries') d where true`)
      .onConflictDoNothing(),
  );
