import { machineCtx } from "#/ctx.ts";
import { followClock } from "#/db/moved-clock.ts";
import { errorText, log } from "#/kernel/log.ts";
import { jobsOf } from "#/queues/jobs.ts";
import { sweeping } from "./sweep.ts";
import { sweepingControl } from "./sweep-control.ts";

/** Expression, as wrangler.toml triggers it -> the jobs that it runs. */
const triggers: Record<string, "minutely" | "hourly"> = { "* * * * *": "minutely", "17 * * * *": "hourly" };

/** Runs the jobs of one trigger side by side; one that fails does not stop the others. */
export async function runCron(
  { cron }: ScheduledController,
  env: Cloudflare.Env,
  execution: ExecutionContext,
): Promise<void> {
  const kind = triggers[cron];
  if (!kind) return log("error", "trigger without jobs", { cron });
  const jobs = [...(kind === "minutely" ? [sweeping, sweepingControl] : []), ...(await jobsOf(kind))];
  await followClock(env, (work) => execution.waitUntil(work));
  await Promise.all(
    jobs.map(async (job) => {
      if (job.kind !== kind) return;
      try {
        const done = await job.run(machineCtx(env, execution, job.name));
        if (env.LOG_REQUESTS !== "off") log("info", "cron job", { cron, job: job.name, ...done });
      } catch (error) {
        log("error", "cron job failed", { cron, job: job.name, error: errorText(error) });
      }
    }),
  );
}
