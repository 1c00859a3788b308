import { sql } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { counters } from "#/db/tenant/tables.ts";
import type { Instant } from "#/kernel/time.ts";
import { COUNTER_PREFIX } from "./repo.ts";
import { webhookDeliveries } from "./tables.ts";

/** Drops up to `limit` finished deliveries of a whole shard, with their logs, that were made before `before`. Returns how many. */
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
