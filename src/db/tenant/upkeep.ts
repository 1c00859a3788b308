import { sql } from "drizzle-orm";
import type { Instant } from "#/kernel/time.ts";
import type { ShardDb } from "../shards.ts";
import { idempotencyKeys } from "./tables.ts";

/** Drops up to `limit` keys of a whole shard that expired by `now`. Returns how many. */
export async function dropExpiredKeys(shard: ShardDb, now: Instant, limit: number): Promise<number> {
  const { meta } = await shard.delete(idempotencyKeys).where(sql`(tenant_id, principal, key) in (
    select tenant_id, principal, key from idempotency_keys where expires_at <= ${now} order by expires_at limit ${limit})`);
  return meta.changes;
}
