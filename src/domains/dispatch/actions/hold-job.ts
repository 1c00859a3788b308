import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongTransition } from "../errors.ts";
import { jobMoved } from "../events.ts";
import { hold, reachable } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Puts a job on hold: it waits for a part, or for the customer. Another reason replaces the one that it is on hold for. */
export async function holdJob(
  ctx: Ctx,
  { id, reason }: { id: number; reason: string },
  mine: (job: DispatchJob) => DispatchJob = (job) => job,
): Promise<DispatchJob> {
  const { found } = await load(ctx, { found: jobs.one(ctx, id) });
  const job = mine(found);
  jobs.assertCurrent(ctx, job);
  const change = job.status === "on_hold" ? { holdReason: reason } : hold(job, reason, ctx.now);
  if (!change) throw wrongTransition(job, "on_hold", reachable(job));
  return await moveJob(ctx, job, { change, event: jobMoved, action: "hold", reason });
}
