import { drizzle } from "drizzle-orm/d1";
import { errorText, log } from "#/kernel/log.ts";
import { type ShardBindings, type ShardName, shardBinding, shardNames } from "./directory.ts";
import { servesBuild } from "./migrations.ts";

/** A shard with all of its tenants. */
export type ShardDb = ReturnType<typeof drizzle>;

export const shardOf = (env: ShardBindings, name: ShardName): ShardDb => drizzle(shardBinding(env, name));

/**
 * Runs `work` on every shard, past the walls between tenants: for jobs that look for due work or drop what has expired. Work for one tenant
 * goes through `openTenantDb`. A shard that fails is logged and left out.
 */
export async function eachShard<R>(env: ShardBindings, work: (shard: ShardDb) => Promise<R>): Promise<R[]> {
  const names = shardNames(env);
  const settled = await Promise.allSettled(
    names.map(async (name) => {
      await servesBuild(name, env[name]);
      return await work(shardOf(env, name));
    }),
  );
  return settled.flatMap((result, i) => {
    if (result.status === "fulfilled") return [result.value];
    log("error", "shard left out", { shard: names[i], error: errorText(result.reason) });
    return [];
  });
}

/** Repeats bounded work until it finds fewer than `limit` rows, at most `rounds` times. Returns how many rows in all. */
export async function inRounds(limit: number, rounds: number, work: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    const n = await work();
    total += n;
    if (n < limit) break;
  }
  return total;
}
