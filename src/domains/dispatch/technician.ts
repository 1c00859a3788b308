import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type PageInput, pageWindow } from "#/kernel/page.ts";
import { type Instant, type LocalDate, localDateOf, plusSeconds } from "#/kernel/time.ts";
import { clockAhead, notInCharge } from "./errors.ts";
import { backlog, helpedInBacklog, helpedOnDay, jobsOfDay } from "./repo.ts";
import { AHEAD_SECONDS } from "./rules.ts";
import { type DispatchJob, jobs } from "./tables.ts";

/** The local day of the business. */
export const today = (ctx: Ctx): LocalDate => localDateOf(ctx.now, ctx.tenant.timezone);

/** For a technician, a job of others does not exist. Who helps sees it too. */
export function ownJob(job: DispatchJob, technicianId: number): DispatchJob {
  if (job.technicianId !== technicianId && !job.crew.includes(technicianId)) throw notFound("dispatch_job", job.id);
  return job;
}

/** A clock that is ahead would make later reports come too late. */
export function checkClock({ now }: Ctx, occurredAt: Instant | undefined): void {
  if (occurredAt !== undefined && occurredAt > plusSeconds(now, AHEAD_SECONDS)) throw clockAhead(["occurred_at"]);
}

/** Only the technician in charge says how far the job is. */
export function jobInCharge(job: DispatchJob, technicianId: number): DispatchJob {
  if (ownJob(job, technicianId).technicianId !== technicianId) throw notInCharge(job);
  return job;
}

/** A check that a job is the caller's own, or that they help with it. */
export function seen(ctx: Ctx): (job: DispatchJob) => DispatchJob {
  const technicianId = technicianOf(ctx);
  return (job) => ownJob(job, technicianId);
}

/** A check that the caller is in charge of a job. */
export function inCharge(ctx: Ctx): (job: DispatchJob) => DispatchJob {
  const technicianId = technicianOf(ctx);
  return (job) => jobInCharge(job, technicianId);
}

export async function getMyJob(ctx: Ctx, id: number): Promise<DispatchJob> {
  const technicianId = technicianOf(ctx);
  return ownJob(await jobs.get(ctx, id), technicianId);
}

/** The technician's jobs of a local day, those that they help with too, in the order of their start; then their unfinished ones without a time. */
export async function listMyJobs(ctx: Ctx, { date, ...input }: PageInput & { date: LocalDate }) {
  const technicianId = technicianOf(ctx);
  const { page, limit, offset } = pageWindow(input);
  const found = await read(ctx, {
    ofDay: jobsOfDay(ctx, date, technicianId),
    helped: helpedOnDay(ctx, date, technicianId),
    untimed: backlog(ctx, { technicianId }),
    helpedUntimed: helpedInBacklog(ctx, technicianId),
  });
  const all = [
    ...[...found.ofDay, ...found.helped].toSorted(inOrder),
    ...[...found.untimed, ...found.helpedUntimed].toSorted(inOrder),
  ];
  return {
    items: all.slice(offset, offset + limit),
    total: all.length,
    page,
    limit,
    totalPages: Math.ceil(all.length / limit),
  };
}

const inOrder = (one: DispatchJob, other: DispatchJob): number =>
  one.slot === other.slot ? one.id - other.id : one.slot < other.slot ? -1 : 1;
