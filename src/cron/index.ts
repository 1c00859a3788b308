import { machineCtx, type OpenCtx } from "#/ctx.ts";
import { continueMoves } from "#/domains/platform/index.ts";
import { repairDirectory } from "#/domains/settings/index.ts";
import { repairSignUps } from "#/domains/tenants/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { forgetRefreshSuccessors } from "./forget-successors.ts";
import { pruneDeliveries } from "./prune-deliveries.ts";
import { pruneIdempotencyKeys } from "./prune-idempotency-keys.ts";
import { pruneSessions } from "./prune-sessions.ts";
import { sweep } from "./sweep.ts";

/** Finds what is due and does it or enqueues it. Tells what it did. Safe to run twice, late, or beside itself. */
type Job = (open: OpenCtx) => Promise<Record<string, number>>;

/** Expression, as wrangler.toml triggers it -> jobs by name. */
const jobs: Record<string, Record<string, Job>> = {
  "* * * * *": { sweep, forgetRefreshSuccessors, continueMoves },
  "17 * * * *": { pruneIdempotencyKeys, pruneDeliveries, pruneSessions, repairSignUps, repairDirectory },
};

/** Runs the jobs of one trigger side by side; one that fails does not stop the others. */
export async function runCron(
  { cron }: ScheduledController,
  env: Cloudflare.Env,
  execution: ExecutionContext,
): Promise<void> {
  await Promise.all(
    Object.entries(jobs[cron] ?? {}).map(async ([job, run]) => {
      try {
        const done = await run(machineCtx(env, execution, job));
        if (env.LOG_REQUESTS !== "off") log("info", "cron job", { cron, job, ...done });
      } catch (error) {
        log("error", "cron job failed", { cron, job, error: errorText(error) });
      }
    }),
  );
}
