import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { dropOldLinks, dropOldRefreshTokens, dropOldSessions } from "#/domains/identity/index.ts";

const LIMIT = 500;
const ROUNDS = 20;

/** Clears away sessions, refresh tokens and mailed links that nobody can use any more. */
export async function pruneSessions({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const dropped = await eachShard(env, async (shard) => {
    let rows = 0;
    for (const drop of [dropOldSessions, dropOldRefreshTokens, dropOldLinks])
      rows += await inRounds(LIMIT, ROUNDS, () => drop(shard, now, LIMIT));
    return rows;
  });
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}
