import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { dropOldDeliveries, dropOldLanes, wakeForgottenLanes } from "../upkeep-repo.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
const FORGOTTEN_SECONDS = 600;
const LIMIT = 200;
const ROUNDS = 20;

/** Drops webhook deliveries, with their logs, after 30 days, and looks after lanes. */
export async function pruneDeliveries({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const before = plusSeconds(now, -KEPT_SECONDS);
  const dropped = await eachShard(env, async (shard) => {
    await dropOldLanes(shard, before);
    await wakeForgottenLanes(shard, now, plusSeconds(now, -FORGOTTEN_SECONDS), LIMIT).run();
    return await inRounds(LIMIT, ROUNDS, () => dropOldDeliveries(shard, before, LIMIT));
  });
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}
