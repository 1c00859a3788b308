import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { reopenTooLate } from "../errors.ts";
import { jobMoved } from "../events.ts";
import { isReopenable, reopen } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Opens a finished job again: a completed one goes on, within a day; a cancelled one begins from the start. One that is not finished is open already. */
export async function reopenJob(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<DispatchJob> {
  const { job } = await load(ctx, { job: jobs.one(ctx, id) });
  const change = reopen(job, ctx.now);
  if (!change) return job;
  jobs.assertCurrent(ctx, job);
  if (!isReopenable(job, ctx.now)) throw reopenTooLate(job);
  return await moveJob(ctx, job, { change, event: jobMoved, action: "reopen", reason });
}
