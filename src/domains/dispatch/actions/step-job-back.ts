import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { nothingBefore } from "../errors.ts";
import { jobMoved } from "../events.ts";
import { stepBack } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Takes back the last status that the technician reported, with its time: they pressed too early. */
export async function stepJobBack(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<DispatchJob> {
  const { job } = await load(ctx, { job: jobs.one(ctx, id) });
  jobs.assertCurrent(ctx, job);
  const change = stepBack(job, ctx.now);
  if (!change) throw nothingBefore(job);
  return await moveJob(ctx, job, { change, event: jobMoved, action: "step_back", reason });
}
