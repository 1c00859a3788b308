import type { Ctx } from "#/ctx.ts";
import { assertVersion } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongTransition } from "../errors.ts";
import { type DispatchJob, findJob } from "../repo.ts";
import { type ReportedStatus, report, reportable } from "../rules.ts";
import { ownJob, technicianOf } from "../technician.ts";
import { moveJob, type Place } from "./move-job.ts";

/** The technician tells how far he is with one of his jobs. Telling it twice is no news. */
export async function reportStatus(
  ctx: Ctx,
  { id, status, latitude = null, longitude = null }: { id: number; status: ReportedStatus } & Partial<Place>,
): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  const [found] = await load(ctx, [findJob(ctx, id)]);
  const job = ownJob(found, technicianId, id);
  if (job.status === status) return job;
  assertVersion(ctx, "dispatch_job", job);
  const change = report(job, status, ctx.now);
  if (!change) throw wrongTransition(job, status, reportable[job.status]);

  return await moveJob(ctx, job, { change, event: `dispatch.${status}`, action: "report", latitude, longitude });
}
