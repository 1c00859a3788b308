import type { OpenCtx } from "#/ctx.ts";
import { eachShard, inRounds } from "#/db/shards.ts";
import { enrolDailyRuns } from "#/db/tenant/daily.ts";
import { parked } from "#/db/tenant/parked.ts";
import { dropExpiredKeys } from "#/db/tenant/upkeep.ts";
import { domainJobs } from "#/domains.ts";
import { dueWork, hourly, type Job, type JobOf } from "#/jobs.ts";
import { retryReaction } from "./reactions.ts";

const LIMIT = 500;
const ROUNDS = 20;

/** Drops idempotency keys whose 24 hours are over. They are void from that moment anyway; this frees their space. */
async function pruneIdempotencyKeys({ env, now }: OpenCtx): Promise<{ dropped: number }> {
  const dropped = await eachShard(env, (shard) => inRounds(LIMIT, ROUNDS, () => dropExpiredKeys(shard, now, LIMIT)));
  return { dropped: dropped.reduce((sum, n) => sum + n, 0) };
}

/** Gives each tenant a schedule for each daily task, new tenants and new tasks included. */
async function enrolDaily({ env, now }: OpenCtx): Promise<{ enrolled: number }> {
  const tasks = (await jobsOf("daily")).map(({ name }) => name);
  if (tasks.length === 0) return { enrolled: 0 };
  const enrolled = await eachShard(env, async (shard) => (await enrolDailyRuns(shard, tasks, now).run()).meta.changes);
  return { enrolled: enrolled.reduce((sum, n) => sum + n, 0) };
}

/** Jobs that belong to no domain. */
const ownJobs: readonly Job[] = [
  dueWork(parked, { run: retryReaction }),
  hourly({ name: "prune idempotency keys", run: pruneIdempotencyKeys }),
  hourly({ name: "enrol daily tasks", run: enrolDaily }),
];

/** Every job of one kind. */
export async function jobsOf<K extends Job["kind"]>(kind: K): Promise<JobOf<K>[]> {
  const all = [...ownJobs, ...(await domainJobs())];
  return all.filter((job): job is JobOf<K> => job.kind === kind);
}
