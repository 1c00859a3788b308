import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongTransition } from "../errors.ts";
import { jobCancelled } from "../events.ts";
import { cancel, reachable } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Cancels a job that is not completed. A job is never deleted. */
export async function cancelJob(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<DispatchJob> {
  const { job } = await load(ctx, { job: jobs.one(ctx, id) });
  if (job.status === "cancelled") return job;
  jobs.assertCurrent(ctx, job);
  const change = cancel(job, reason, ctx.now);
  if (!change) throw wrongTransition(job, "cancelled", reachable(job));
  return await moveJob(ctx, job, { change, event: jobCancelled, action: "cancel", reason });
}
