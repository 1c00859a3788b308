import type { Ctx } from "#/ctx.ts";
import { assertVersion } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findTechnician } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { technicianInactive, tooLateToAssign } from "../errors.ts";
import { type DispatchJob, findJob } from "../repo.ts";
import { assign, assignable } from "../rules.ts";
import { moveJob } from "./move-job.ts";

/** Gives a job to a technician, or to another one as long as nobody has set out for it. */
export async function assignTechnician(
  ctx: Ctx,
  { id, technicianId }: { id: number; technicianId: number },
): Promise<DispatchJob> {
  const [job, technician] = await load(ctx, [findJob(ctx, id), findTechnician(ctx, technicianId)]);
  if (!job) throw notFound("dispatch_job", id);
  if (!technician) throw notFound("technician", technicianId, "technician_id");
  if (job.technicianId === technicianId) return job;
  assertVersion(ctx, "dispatch_job", job);
  const change = assign(job, technicianId, ctx.now);
  if (!change) throw tooLateToAssign(job, assignable);
  if (!technician.isActive) throw technicianInactive(technicianId);

  return await moveJob(ctx, job, {
    change,
    event: "dispatch.assigned",
    action: "assign",
    latitude: null,
    longitude: null,
  });
}
