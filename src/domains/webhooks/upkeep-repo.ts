import { and, isNull, lt, ne, sql } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { counters } from "#/db/tenant/tables.ts";
import type { Instant } from "#/kernel/time.ts";
import { COUNTER_PREFIX } from "./repo.ts";
import { replayTable, webhookDeliveries, webhookLanes } from "./tables.ts";

/** Drops up to `limit` finished deliveries of a whole shard, with their logs, that were made before `before`. Returns how many. */
export async function dropOldDeliveries(shard: ShardDb, before: Instant, limit: number): Promise<number> {
  const old = sql`(tenant_id, id) in (
    select tenant_id, id from webhook_deliveries where created_at < ${before} and status not in ('pending', 'sending') order by created_at limit ${limit})`;
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

/** Drops replays that were asked for before `before`, and lanes of removed targets that nothing waits in. */
export async function dropOldLanes(shard: ShardDb, before: Instant): Promise<void> {
  await shard.batch([
    shard.delete(replayTable).where(and(lt(replayTable.createdAt, before), ne(replayTable.status, "running"))),
    shard
      .delete(webhookLanes)
      .where(
        and(
          isNull(webhookLanes.nextAttemptAt),
          sql`not exists (select 1 from webhook_endpoints t where t.tenant_id = ${webhookLanes.tenantId} and t.id = ${webhookLanes.id})`,
        ),
      ),
  ]);
}

/** Wakes lanes that do not know of deliveries which are long due: an earlier version has made these, which knew no lanes. */
export const wakeForgottenLanes = (shard: ShardDb, now: Instant, before: Instant, limit: number) =>
  shard
    .insert(webhookLanes)
    .select(sql`
      select tenant_id, endpoint_id, 'open', 0, ${now}, 0, null, null, null, null, null, null from webhook_deliveries d
      where d.status = 'pending' and d.next_attempt_at < ${before} and not exists (
        select 1 from webhook_lanes l where l.tenant_id = d.tenant_id and l.id = d.endpoint_id and l.next_attempt_at is not null)
      group by tenant_id, endpoint_id limit ${limit}`)
    .onConflictDoUpdate({ target: [webhookLanes.tenantId, webhookLanes.id], set: { nextAttemptAt: now } });
