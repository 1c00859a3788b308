import { drizzle } from "drizzle-orm/d1";
import { errorText, log } from "#/kernel/log.ts";
import { type ShardBindings, shardNames } from "./directory.ts";

/** A shard with all of its tenants. */
export type ShardDb = ReturnType<typeof drizzle>;

/**
 * The machinery's way into every shard, past the walls between tenants: for crons that look who has work waiting, or that clear away what
 * has expired. What acts for a tenant goes through `openTenantDb`. A shard that does not answer is logged and left out.
 */
export async function eachShard<R>(env: ShardBindings, work: (shard: ShardDb) => Promise<R>): Promise<R[]> {
  const settled = await Promise.allSettled(shardNames.map((name) => work(drizzle(env[name]))));
  return settled.flatMap((result, i) => {
    if (result.status === "fulfilled") return [result.value];
    log("error", "shard left out", { shard: shardNames[i], error: errorText(result.reason) });
    return [];
  });
}

/** Repeats a bounded statement until it finds less than `limit` rows, at most `rounds` times. Returns how many rows in all. */
export async function inRounds(limit: number, rounds: number, work: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    const n = await work();
    total += n;
    if (n < limit) break;
  }
  return total;
}
