import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { wrongTransition } from "../errors.ts";
import { reported } from "../events.ts";
import { type ReportedStatus, report, reportable } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { ownJob } from "../technician.ts";
import { moveJob, type Place } from "./move-job.ts";

/** The technician reports the progress of one of their jobs. The same report again changes nothing. */
export async function reportStatus(
  ctx: Ctx,
  { id, status, latitude = null, longitude = null }: { id: number; status: ReportedStatus } & Partial<Place>,
): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  const { found } = await load(ctx, { found: jobs.one(ctx, id) });
  const job = ownJob(found, technicianId);
  if (job.status === status) return job;
  jobs.assertCurrent(ctx, job);
  const change = report(job, status, ctx.now);
  if (!change) throw wrongTransition(job, status, reportable[job.status]);

  const place = { latitude, longitude };
  return await moveJob(ctx, job, { change, event: reported[status], action: "report", place });
}
