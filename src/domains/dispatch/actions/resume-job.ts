import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongTransition } from "../errors.ts";
import { jobMoved } from "../events.ts";
import { isFinished, reachable, resume } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** A job on hold goes on where it was. One that is under way does so already. */
export async function resumeJob(
  ctx: Ctx,
  { id }: { id: number },
  mine: (job: DispatchJob) => DispatchJob = (job) => job,
): Promise<DispatchJob> {
  const { found } = await load(ctx, { found: jobs.one(ctx, id) });
  const job = mine(found);
  if (isFinished(job.status)) throw wrongTransition(job, "resumed", reachable(job));
  const change = resume(job, ctx.now);
  if (!change) return job;
  jobs.assertCurrent(ctx, job);
  return await moveJob(ctx, job, { change, event: jobMoved, action: "resume" });
}
