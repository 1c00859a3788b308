import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { technicianInactive, tooLateToAssign } from "../errors.ts";
import { jobAssigned } from "../events.ts";
import { assign, assignable } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { moveJob } from "./move-job.ts";

/** Assigns a technician to a job, or another one as long as nobody is on the way. */
export async function assignTechnician(
  ctx: Ctx,
  { id, technicianId }: { id: number; technicianId: number },
): Promise<DispatchJob> {
  const { job, technician } = await load(ctx, {
    job: jobs.one(ctx, id),
    technician: technicians.one(ctx, technicianId, "technician_id"),
  });
  if (job.technicianId === technicianId) return job;
  jobs.assertCurrent(ctx, job);
  const change = assign(job, technicianId, ctx.now);
  if (!change) throw tooLateToAssign(job, assignable);
  if (!technician.isActive) throw technicianInactive(technicianId);

  return await moveJob(ctx, job, { change, event: jobAssigned, action: "assign" });
}
