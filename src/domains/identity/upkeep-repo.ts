import { and, type Column, isNotNull, lt, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { ShardDb } from "#/db/shards.ts";
import { sessions } from "#/db/tenant/tables.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { GRACE_SECONDS, SESSION_DAYS } from "./rules.ts";
import { failedAttempts, mailedLinks, refreshTokens } from "./tables.ts";

type Outdated = { table: SQLiteTable & Record<"tenantId", Column>; key: Column; at: Column; before: Instant };

/** What nobody can use now: the rows of a table whose time lies before a moment. */
export const outdated = (now: Instant): Outdated[] => {
  // older than any session; used tokens are kept until then, since they betray a thief
  const beforeAll = plusSeconds(now, -SESSION_DAYS.absolute * 86_400);
  return [
    { table: sessions, key: sessions.id, at: sessions.expiresAt, before: now },
    { table: refreshTokens, key: refreshTokens.hash, at: refreshTokens.createdAt, before: beforeAll },
    { table: failedAttempts, key: failedAttempts.key, at: failedAttempts.expiresAt, before: now },
    { table: mailedLinks, key: mailedLinks.hash, at: mailedLinks.expiresAt, before: now },
  ];
};

/** Drops up to `limit` outdated rows in all tenants of a shard. Returns how many. */
export async function dropOutdated(shard: ShardDb, { table, key, at, before }: Outdated, limit: number) {
  const old = sql`select ${table.tenantId}, ${key} from ${table} where ${at} < ${before} order by ${at} limit ${limit}`;
  const { meta } = await shard.delete(table).where(sql`(${table.tenantId}, ${key}) in (${old})`);
  return meta.changes;
}

/** Forgets the sealed successors of refresh tokens that are no longer given again. */
export async function forgetSuccessors(shard: ShardDb, now: Instant): Promise<number> {
  const { meta } = await shard
    .update(refreshTokens)
    .set({ successorSealed: null })
    .where(and(isNotNull(refreshTokens.successorSealed), lt(refreshTokens.usedAt, plusSeconds(now, -GRACE_SECONDS))));
  return meta.changes;
}
