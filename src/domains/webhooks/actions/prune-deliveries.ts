import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { dropOldDeliveries } from "../upkeep-repo.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
const LIMIT = 200;
const ROUNDS = 20;

/** Drops webhook deliveries, with their logs, after 30 days. */
export async function pruneDeliveries({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const before = plusSeconds(now, -KEPT_SECONDS);
  const dropped = await eachShard(env, (shard) =>
    inRounds(LIMIT, ROUNDS, () => dropOldDeliveries(shard, before, LIMIT)),
  );
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}
