import type { PlatformCtx } from "#/ctx.ts";
import { isShard, shardNames } from "#/db/directory.ts";
import { keyUseOn, sealAgain } from "#/db/tenant/sealed.ts";
import { log } from "#/kernel/log.ts";
import { noSuchShard } from "../errors.ts";

/** What every shard still keeps under old keys. */
export const listKeyUse = async ({ env }: PlatformCtx) => ({
  shards: await Promise.all(shardNames(env).map(async (shard) => ({ shard, ...(await keyUseOn(env, shard)) }))),
});

/** Seals some values of a shard again, under the current key. The caller repeats it until nothing is sealed again. */
export async function sealShardAgain({ env, admin }: PlatformCtx, { shard }: { shard: string }) {
  if (!isShard(env, shard)) throw noSuchShard(shard);
  const resealed = await sealAgain(env, shard);
  log("info", "sealed again", { shard, values: resealed, admin: admin.id });
  return { shard, resealed, ...(await keyUseOn(env, shard)) };
}
