import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { dropOldTrail } from "../position-repo.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
const LIMIT = 2000;
const ROUNDS = 20;

/** Drops the trails of technicians after 30 days. */
export async function pruneTrails({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const before = plusSeconds(now, -KEPT_SECONDS);
  const dropped = await eachShard(env, (shard) => inRounds(LIMIT, ROUNDS, () => dropOldTrail(shard, before, LIMIT)));
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}
