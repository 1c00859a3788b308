import type { OpenCtx } from "#/ctx.ts";
import { eachShard } from "#/db/shards.ts";
import { forgetSuccessors } from "#/domains/identity/index.ts";

/** A replaced refresh token keeps its sealed successor for the few seconds in which it is given again, and no longer. */
export async function forgetRefreshSuccessors({ env, now }: OpenCtx): Promise<{ forgotten: number }> {
  const forgotten = await eachShard(env, (shard) => forgetSuccessors(shard, now));
  return { forgotten: forgotten.reduce((sum, n) => sum + n, 0) };
}
