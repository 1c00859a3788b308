import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { pageWindow } from "#/kernel/page.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { notATechnician } from "./errors.ts";
import { backlog, type DispatchJob, findJob, jobsWithin, slotsOfDay } from "./repo.ts";

/** The technician that the caller is. */
export function technicianOf({ actor }: Ctx): number {
  if (actor.kind !== "user" || actor.technicianId === null) throw notATechnician();
  return actor.technicianId;
}

/** A job that is not his does not exist for a technician. */
export function ownJob(job: DispatchJob | undefined, technicianId: number, id: number): DispatchJob {
  if (job?.technicianId !== technicianId) throw notFound("dispatch_job", id);
  return job;
}

export async function getMyJob(ctx: Ctx, id: number): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  const [job] = await read(ctx, [findJob(ctx, id)]);
  return ownJob(job, technicianId, id);
}

/** A technician's jobs of a local day in the order of their start, then his unfinished ones without a time. */
export async function listMyJobs(
  ctx: Ctx,
  { date, ...input }: { date: LocalDate; page?: number | undefined; limit?: number | undefined },
) {
  const technicianId = technicianOf(ctx);
  const { page, limit, offset } = pageWindow(input);
  const [ofDay, untimed] = await read(ctx, [
    jobsWithin(ctx, slotsOfDay(ctx, date), technicianId),
    jobsWithin(ctx, backlog, technicianId),
  ]);
  const jobs = [...ofDay, ...untimed];
  return {
    items: jobs.slice(offset, offset + limit),
    total: jobs.length,
    page,
    limit,
    totalPages: Math.ceil(jobs.length / limit),
  };
}
