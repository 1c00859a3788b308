import { and, asc, eq, exists, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { counters, tenantState } from "#/db/tenant/schema/core.ts";
import { webhookDeliveries } from "#/db/tenant/schema/webhooks.ts";
import type { Instant } from "#/kernel/time.ts";
import { COUNTER_PREFIX } from "./repo.ts";

// What crons need to know of all businesses of a shard at once.

/** Deliveries whose time came before `dueBefore` and which nobody has under way: their alarm was lost, or their worker died. */
export const listDueDeliveries = (
  shard: ShardDb,
  { dueBefore, now }: { dueBefore: Instant; now: Instant },
  limit: number,
) =>
  shard
    .select({ tenantId: webhookDeliveries.tenantId, deliveryId: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.status, "pending"),
        lte(webhookDeliveries.nextAttemptAt, dueBefore),
        or(isNull(webhookDeliveries.leaseUntil), lt(webhookDeliveries.leaseUntil, now)),
        exists(
          shard
            .select({ n: sql`1` })
            .from(tenantState)
            .where(and(eq(tenantState.tenantId, webhookDeliveries.tenantId), eq(tenantState.state, "active"))),
        ),
      ),
    )
    .orderBy(asc(webhookDeliveries.nextAttemptAt))
    .limit(limit)
    .all();

/** Drops up to `limit` deliveries that were made before `before` and are done with, and their logs. Returns how many. */
export async function dropOldDeliveries(shard: ShardDb, before: Instant, limit: number): Promise<number> {
  const old = sql`(tenant_id, id) in (
    select tenant_id, id from webhook_deliveries where created_at < ${before} and status <> 'pending' order by created_at limit ${limit})`;
  const [, dropped] = await shard.batch([
    shard
      .insert(counters)
      .select(sql`
        select tenant_id, ${COUNTER_PREFIX} || endpoint_id, 'all', -count(*) from webhook_deliveries where ${old} group by tenant_id, endpoint_id`)
      .onConflictDoUpdate({
        target: [counters.tenantId, counters.entity, counters.bucket],
        set: { n: sql`${counters.n} + excluded.n` },
      }),
    shard.delete(webhookDeliveries).where(old),
  ]);
  return dropped.meta.changes;
}
