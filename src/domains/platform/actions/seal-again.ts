import type { PlatformCtx } from "#/ctx.ts";
import { countOldSeals, sealControlAgain } from "#/db/control/sealed.ts";
import { isShard, type ShardName, shardNames } from "#/db/directory.ts";
import { keyUseOn, sealAgain } from "#/db/tenant/sealed.ts";
import { log } from "#/kernel/log.ts";
import { noSuchShard } from "../errors.ts";

/** What the control database is called among the shards. */
const CONTROL = "CONTROL";

const controlUse = async (env: Cloudflare.Env) => ({
  sealedWithOldKey: await countOldSeals(env),
  ...{ passwordsWithOldPepper: 0, backupCodesWithOldPepper: 0 },
});

/** What the control database and every shard still keep under old keys. */
export const listKeyUse = async ({ env }: PlatformCtx) => ({
  shards: [
    { shard: CONTROL, ...(await controlUse(env)) },
    ...(await Promise.all(shardNames(env).map(async (shard) => ({ shard, ...(await keyUseOn(env, shard)) })))),
  ],
});

/** Seals some values of a shard or of the control database again, under the current key. The caller repeats it until nothing is sealed again. */
export async function sealShardAgain({ env, admin }: PlatformCtx, { shard }: { shard: ShardName | typeof CONTROL }) {
  const isControl = shard === CONTROL;
  if (!isControl && !isShard(env, shard)) throw noSuchShard(shard);
  const resealed = await (isControl ? sealControlAgain(env) : sealAgain(env, shard));
  log("info", "sealed again", { shard, values: resealed, admin: admin.id });
  return { shard, resealed, ...(await (isControl ? controlUse(env) : keyUseOn(env, shard))) };
}
