import { and, isNotNull, lt, sql } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { mailedLinks, refreshTokens, sessions } from "#/db/tenant/schema/identity.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { GRACE_SECONDS, SESSION_DAYS } from "./rules.ts";

// What crons clear away in all businesses of a shard. Each drops up to `limit` rows and returns how many.

const DAY = 86_400;

/** Sessions whose absolute end has come. */
export async function dropOldSessions(shard: ShardDb, now: Instant, limit: number): Promise<number> {
  const { meta } = await shard.delete(sessions).where(sql`(tenant_id, id) in (
    select tenant_id, id from sessions where expires_at < ${now} order by expires_at limit ${limit})`);
  return meta.changes;
}

/** Refresh tokens that are older than any session. Used ones are kept until then: they betray who uses them again. */
export async function dropOldRefreshTokens(shard: ShardDb, now: Instant, limit: number): Promise<number> {
  const before = plusSeconds(now, -SESSION_DAYS.absolute * DAY);
  const { meta } = await shard.delete(refreshTokens).where(sql`(tenant_id, hash) in (
    select tenant_id, hash from refresh_tokens where created_at < ${before} order by created_at limit ${limit})`);
  return meta.changes;
}

/** Links that can no longer be used. */
export async function dropOldLinks(shard: ShardDb, now: Instant, limit: number): Promise<number> {
  const { meta } = await shard.delete(mailedLinks).where(sql`(tenant_id, hash) in (
    select tenant_id, hash from mailed_links where expires_at < ${now} order by expires_at limit ${limit})`);
  return meta.changes;
}

/** Forgets the sealed successors of refresh tokens once the time is over in which they are given again. */
export async function forgetSuccessors(shard: ShardDb, now: Instant): Promise<number> {
  const { meta } = await shard
    .update(refreshTokens)
    .set({ successorSealed: null })
    .where(and(isNotNull(refreshTokens.successorSealed), lt(refreshTokens.usedAt, plusSeconds(now, -GRACE_SECONDS))));
  return meta.changes;
}
