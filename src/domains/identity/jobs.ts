import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { hourly, type Job, minutely } from "#/jobs.ts";
import { dropOutdated, forgetSuccessors, outdated } from "./upkeep-repo.ts";

const LIMIT = 500;
const ROUNDS = 20;

/** Deletes sessions, refresh tokens, mailed links and runs of failures that have expired. */
async function pruneSessions({ env, realNow }: OpenCtx): Promise<{ dropped: number }> {
  const dropped = await eachShard(env, async (shard) => {
    let rows = 0;
    for (const old of outdated(realNow)) rows += await inRounds(LIMIT, ROUNDS, () => dropOutdated(shard, old, LIMIT));
    return rows;
  });
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}

/** A replaced refresh token keeps its sealed successor for the few seconds in which it is given again, and no longer. */
async function forgetRefreshSuccessors({ env, realNow }: OpenCtx): Promise<{ forgotten: number }> {
  const forgotten = await eachShard(env, (shard) => forgetSuccessors(shard, realNow));
  return { forgotten: forgotten.reduce((sum, n) => sum + n, 0) };
}

export const jobs: readonly Job[] = [
  hourly({ name: "prune sessions", run: pruneSessions }),
  minutely({ name: "forget refresh successors", run: forgetRefreshSuccessors }),
];
