import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { dropExpiredKeys } from "#/db/tenant/upkeep.ts";

const LIMIT = 500;
const ROUNDS = 20;

/** Forgets idempotency keys whose 24 hours are over. They are void from that moment anyway; this gives their space back. */
export async function pruneIdempotencyKeys({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const dropped = await eachShard(env, (shard) => inRounds(LIMIT, ROUNDS, () => dropExpiredKeys(shard, now, LIMIT)));
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}
