import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { tooLateToAssign } from "../errors.ts";
import { jobMoved } from "../events.ts";
import { assignable, unassign } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Takes a job from its technician and crew, as long as nobody is on the way: it waits for another. */
export async function unassignTechnician(ctx: Ctx, { id }: { id: number }): Promise<DispatchJob> {
  const { job } = await load(ctx, { job: jobs.one(ctx, id) });
  if (job.technicianId === null) return job;
  jobs.assertCurrent(ctx, job);
  const change = unassign(job, ctx.now);
  if (!change) throw tooLateToAssign(job, assignable);
  return await moveJob(ctx, job, { change, event: jobMoved, action: "unassign" });
}
