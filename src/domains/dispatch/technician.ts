import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type PageInput, pageWindow } from "#/kernel/page.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { backlog, jobsOfDay } from "./repo.ts";
import { type DispatchJob, jobs } from "./tables.ts";

/** For a technician, another technician's job does not exist. */
export function ownJob(job: DispatchJob, technicianId: number): DispatchJob {
  if (job.technicianId !== technicianId) throw notFound("dispatch_job", job.id);
  return job;
}

export async function getMyJob(ctx: Ctx, id: number): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  return ownJob(await jobs.get(ctx, id), technicianId);
}

/** The technician's jobs of a local day in the order of their start, then their unfinished ones without a time. */
export async function listMyJobs(ctx: Ctx, { date, ...input }: PageInput & { date: LocalDate }) {
  const technicianId = technicianOf(ctx);
  const { page, limit, offset } = pageWindow(input);
  const { ofDay, untimed } = await read(ctx, {
    ofDay: jobsOfDay(ctx, date, technicianId),
    untimed: backlog(ctx, { technicianId }),
  });
  const all = [...ofDay, ...untimed];
  return {
    items: all.slice(offset, offset + limit),
    total: all.length,
    page,
    limit,
    totalPages: Math.ceil(all.length / limit),
  };
}
