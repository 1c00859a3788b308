import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import type { Instant } from "#/kernel/time.ts";
import { noSuchReplay } from "./errors.ts";
import { replayTable, webhookDeliveries } from "./tables.ts";

export const insertReplay = insertInto(replayTable);

/** A replay; 404 when there is none. */
export const replayById = (ctx: Ctx, id: string) =>
  mapped(
    q
      .select()
      .from(replayTable)
      .where(and(eq(replayTable.tenantId, ctx.tenant.id), eq(replayTable.id, id))),
    ([replay]) => {
      if (!replay) throw noSuchReplay();
      return replay;
    },
  );

/** The number of the first event whose delivery was made at this time or later; null when there is none. */
export const firstSequenceSince = (ctx: Ctx, since: Instant) =>
  mapped(
    only(
      q
        .select({
          sequence: sql<number | null>`(select sequence from webhook_deliveries
            where tenant_id = ${ctx.tenant.id} and created_at >= ${since} order by created_at, sequence limit 1)`,
        })
        .from(sql`(select 1)`),
    ),
    ({ sequence }) => sequence,
  );

/** The next deliveries of a target after an event, without their bodies. */
export const deliveriesAfter = (ctx: Ctx, targetId: number, sequence: number, limit: number) => {
  const { id, sequence: number, eventType, status, createdAt } = webhookDeliveries;
  return q
    .select({ id, sequence: number, eventType, status, createdAt })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.tenantId, ctx.tenant.id),
        eq(webhookDeliveries.endpointId, targetId),
        gt(webhookDeliveries.sequence, sequence),
      ),
    )
    .orderBy(asc(webhookDeliveries.sequence))
    .limit(limit);
};

/** Puts deliveries back to the beginning of their schedules; one that waits or is under way meanwhile stays as it is. */
export const startManyAgain = (ctx: Ctx, ids: readonly string[]) =>
  q
    .update(webhookDeliveries)
    .set({
      status: "pending",
      nextAttemptAt: ctx.now,
      scheduleStart: sql`${webhookDeliveries.attemptCount}`,
      updatedAt: ctx.now,
    })
    .where(
      and(
        eq(webhookDeliveries.tenantId, ctx.tenant.id),
        sql`${webhookDeliveries.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        sql`${webhookDeliveries.status} in ('delivered', 'failed', 'skipped')`,
      ),
    );
