import { sweeping } from "#/cron/sweep.ts";
import { type Ctx, type OpenCtx, systemCtx } from "#/ctx.ts";
import { eachShard, type ShardDb } from "#/db/shards.ts";
import { dueDailyRuns, enrolDailyRuns } from "#/db/tenant/daily.ts";
import type { Job, JobOf } from "#/jobs.ts";
import { errorText, log } from "#/kernel/log.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { runDaily } from "#/queues/daily.ts";
import { jobsOf } from "#/queues/jobs.ts";
import { noSuchBusiness, noSuchJob, notOfOneBusiness } from "./errors.ts";

/** At most this many pieces of work of a shard in one call; the next call takes the rest. */
const MAX_PER_SHARD = 1000;
/** A task that has run for today is next due at 02:00 of tomorrow, wherever the business is. */
const TODAY_SECONDS = 24 * 3600;

type Done = Record<string, number>;
type Runnable = JobOf<"daily" | "hourly" | "minutely" | "due">;

/** Runs a job now, as the moved clock has it, and waits for its end. */
export async function runJob(open: OpenCtx, name: string, tenantId: string | undefined) {
  const kinds = await Promise.all([jobsOf("daily"), jobsOf("hourly"), jobsOf("minutely"), jobsOf("due")]);
  const jobs: Runnable[] = [...kinds.flat(), sweeping].filter(isRunnable);
  const job = jobs.find((one) => one.name === name);
  if (!job)
    throw noSuchJob(
      name,
      jobs.map((one) => one.name),
    );
  return { name, kind: job.kind, done: await run(open, job, tenantId) };
}

const isRunnable = (job: Job): job is Runnable => job.kind !== "events" && job.kind !== "reaction";

async function run(open: OpenCtx, job: Runnable, tenantId: string | undefined): Promise<Done> {
  if (job.kind === "daily") return await runDay(open, job, tenantId);
  if (job.kind === "due") return await attemptDue(open, job, tenantId);
  if (tenantId !== undefined) throw notOfOneBusiness(job.name);
  return await job.run(open);
}

/** Each missed day and today, which need not have come to 02:00. */
async function runDay(open: OpenCtx, job: JobOf<"daily">, tenantId: string | undefined): Promise<Done> {
  const before = plusSeconds(open.now, TODAY_SECONDS);
  const find = async (shard: ShardDb) => {
    await enrolDailyRuns(shard, [job.name], open.now).run();
    return await dueDailyRuns(shard, [job.name], before, MAX_PER_SHARD, tenantId).all();
  };
  const found = (await eachShard(open.env, find)).flat();
  const { worked, failed } = await eachBusiness(open, job.name, tenantId, found, (ctx) =>
    runDaily(ctx, job, { early: true }),
  );
  return { days: worked, failed };
}

async function attemptDue(open: OpenCtx, { name, queue, run: attempt }: JobOf<"due">, tenantId: string | undefined) {
  const find = (shard: ShardDb) => queue.overdue(shard, open.now, MAX_PER_SHARD, tenantId).all();
  const found = (await eachShard(open.env, find)).flat();
  const { worked, failed } = await eachBusiness(open, name, tenantId, found, async (ctx, { id }) => {
    const rest = await attempt(ctx, String(id));
    await rest?.();
    return 1;
  });
  return { attempts: worked, failed };
}

/** Works on one after the other and sums up what `work` answers; what fails is logged and counted, and stops no other. */
async function eachBusiness<Row extends { tenantId: unknown }>(
  open: OpenCtx,
  job: string,
  tenantId: string | undefined,
  rows: readonly Row[],
  work: (ctx: Ctx, row: Row) => Promise<number>,
): Promise<{ worked: number; failed: number }> {
  if (tenantId !== undefined && !(await systemCtx(open, tenantId, job))) throw noSuchBusiness();
  let [worked, failed] = [0, 0];
  for (const row of rows) {
    try {
      const ctx = await systemCtx(open, String(row.tenantId), job);
      if (ctx) worked += await work(ctx, row);
    } catch (error) {
      failed++;
      log("error", "job failed", { job, tenant: row.tenantId, error: errorText(error) });
    }
  }
  return { worked, failed };
}
