import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { availabilityFrom, availabilityParts } from "#/domains/availability/index.ts";
import { travelSettingsOf } from "#/domains/organization/index.ts";
import { type Effort, slicesFor, solve } from "#/domains/routing/index.ts";
import { skillsOfTechnicians } from "#/domains/skills/index.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { travelMatrix } from "#/integrations/travel-time/matrix.ts";
import { notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { dayIsOver, tooManyJobs, tooManyTechnicians } from "../errors.ts";
import { backlog, jobsOfDay } from "../repo.ts";
import type { AskedDay, PlannedRoutes } from "../route-plan.ts";
import { dayOf, isPlannable } from "../route-plan-day.ts";
import { planMoves, targetOf } from "../route-plan-moves.ts";
import { holdRunning, insertWork } from "../route-plan-repo.ts";
import { changesOf, prepare, problemOf, shown } from "../route-plan-rules.ts";
import { routePlans, type StoredPlan } from "../route-plan-tables.ts";
import { isFinished } from "../rules.ts";
import type { DispatchJob } from "../tables.ts";

/** Most jobs that are planned while the caller waits. */
const MOST_AT_ONCE = 100;
/** Most jobs and technicians of one plan: what the memory of a Worker holds, and one commit applies. */
const MOST_JOBS = 1000;
const MOST_TECHNICIANS = 200;
/** The same question has the same answer. */
export const SEED = 1;

type Optimize = {
  date: LocalDate;
  technicianIds?: number[] | undefined;
  includeBacklog?: boolean | undefined;
  effort?: Effort | undefined;
  apply?: boolean | undefined;
};

/**
 * Plans the routes of a local day. Never worse than the plan as it is; with `apply` the jobs get their technicians and times in one commit. A large
 * day is planned in the background.
 */
export async function optimizeRoutes(ctx: Ctx, { date, effort = "quick", apply = false, ...chosen }: Optimize) {
  const { day, rows, travel } = await loadDay(ctx, { date, apply, ...chosen });
  const asked: AskedDay = { day, effort, travel };
  if (rows.length > MOST_AT_ONCE) return await planLater(ctx, date, asked, apply);

  const prepared = prepare(day);
  const matrix = await travelMatrix(ctx, prepared.places, travel);
  const solution = solve(problemOf(prepared, matrix), { effort, seed: SEED });
  const changes = changesOf(day, solution.routes);
  const plan: PlannedRoutes = {
    ...shown(day, prepared, solution),
    matrix: matrix.source,
    changes: changes.length,
  };
  if (!apply || changes.length === 0) return planned(ctx, { date, plan, applied: apply });

  const byId = new Map(rows.map((job) => [job.id, job]));
  const moves = changes.map((change) => ({
    job: byId.get(change.jobId) as DispatchJob, // the plan is made of these
    target: targetOf(change),
  }));
  const { part, moved } = planMoves(ctx, moves, { action: "optimize", by: actorName(ctx.actor) });
  const stored = routePlans.insert(ctx, {
    ...newPlan({ date, applies: true }),
    ...{ status: "done", applied: true, plan, finishedAt: ctx.now },
  });
  return await commit(ctx, {
    parts: [
      part,
      stored,
      insertWork({ tenantId: ctx.tenant.id, planId: stored.row.id, asked: null, search: null, moves: moved }),
    ],
    audit: { action: "optimize", entity: "dispatch_day", id: date, details: { jobs: changes.length } },
    result: planShown(stored.row),
  });
}

/** What decides about the day, judged. */
async function loadDay(ctx: Ctx, { date, apply, technicianIds, includeBacklog = false }: Omit<Optimize, "effort">) {
  const { ofDay, waiting, technicians, held, ...loaded } = await load(ctx, {
    ofDay: jobsOfDay(ctx, date),
    waiting: includeBacklog ? backlog(ctx, { limit: MOST_JOBS + 1 }) : undefined,
    technicians: activeTechnicians(ctx),
    held: skillsOfTechnicians(ctx),
    ...availabilityParts(ctx, { from: date, to: date }),
  });
  const isOver = date < localDateOf(ctx.now, ctx.tenant.timezone);
  if (isOver && apply) throw dayIsOver(date);
  const active = new Set(technicians.map(({ id }) => id));
  const unknown = technicianIds?.findIndex((id) => !active.has(id)) ?? -1;
  if (unknown >= 0) throw notFound("technician", technicianIds?.[unknown] ?? 0, `technician_ids.${unknown}`);
  const chosen = new Set(technicianIds ?? active);
  const rows = [...ofDay, ...(waiting ?? [])].filter((job) => isPlannable(job, chosen));
  if (rows.length > MOST_JOBS) throw tooManyJobs(rows.length, MOST_JOBS);
  const availability = availabilityFrom(ctx.tenant.timezone, loaded);
  const crewed = ofDay.filter(({ crew, status }) => crew.length > 0 && !isFinished(status));
  const day = dayOf(ctx, { date, isOver, rows, technicianIds: [...chosen], availability, crewed, held });
  const { length } = day.drivers;
  if (length > MOST_TECHNICIANS) throw tooManyTechnicians(length, MOST_TECHNICIANS);
  return {
    day,
    rows,
    travel: travelSettingsOf(loaded.organization),
  };
}

const newPlan = ({ date, applies }: Pick<StoredPlan, "date" | "applies">) => ({
  id: routePlans.newId(),
  ...{ date, applies, applied: false },
  ...{ slice: 0, slices: 0, attempts: 0 },
});

/** Begins a plan that is made in the background, slice by slice. */
async function planLater(ctx: Ctx, date: LocalDate, asked: AskedDay, applies: boolean) {
  const part = routePlans.insert(ctx, {
    ...newPlan({ date, applies }),
    status: "running",
    slices: slicesFor(asked.effort, asked.day.jobs.length),
    nextAttemptAt: ctx.now,
  });
  return await commit(ctx, {
    parts: [
      { ...part, wakes: true },
      ...holdRunning(ctx),
      insertWork({ tenantId: ctx.tenant.id, planId: part.row.id, asked, search: null, moves: null }),
    ],
    audit: { action: "begin", of: part },
    result: planShown(part.row),
  });
}

/** A plan that nobody keeps. */
const planned = (
  { now }: Ctx,
  { date, plan, applied }: Pick<StoredPlan, "date" | "applied"> & { plan: PlannedRoutes },
) => ({
  ...{ id: null, status: "done" as const, progressPercent: 100, reason: null },
  ...{ date, applied, createdAt: now, finishedAt: now, undoneAt: null },
  ...plan,
});

/** A stored plan as answers show it: the routes when they are known. */
export const planShown = ({ id, status, date, slice, slices, reason, applied, plan, ...times }: StoredPlan) => ({
  ...{ id, status, date, reason, applied },
  // what comes after the last slice takes a while, and there may be more than were thought
  progressPercent: status === "running" ? Math.min(99, Math.floor((100 * slice) / Math.max(1, slices))) : 100,
  ...{ createdAt: times.createdAt, finishedAt: times.finishedAt, undoneAt: times.undoneAt },
  ...plan,
});
