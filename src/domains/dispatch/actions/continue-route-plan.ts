import type { Ctx } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import { concluded, type SearchSoFar, searchOn } from "#/domains/routing/index.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { log } from "#/kernel/log.ts";
import { planBrokeOff, planOutdated, technicianInactive } from "../errors.ts";
import { planReady } from "../events.ts";
import type { AskedDay, PlannedRoutes } from "../route-plan.ts";
import { planMoves, targetOf } from "../route-plan-moves.ts";
import { changeWork, jobsNamed, workOf } from "../route-plan-repo.ts";
import { type Change, changesOf, prepare, problemOf, shown } from "../route-plan-rules.ts";
import { dueRoutePlans, type StoredPlan } from "../route-plan-tables.ts";
import { dropMatrix, keptMatrix } from "../route-plan-ways.ts";
import type { DispatchJob } from "../tables.ts";
import { SEED } from "./optimize-routes.ts";

/** Attempts that may come to nothing. */
const SPARE_ATTEMPTS = 20;
/** A plan that is still getting better after this number of further slices is good enough. */
const MOST_MORE = 40;

/** The next slice of a plan that is made in the background; the last one concludes it. */
export async function continueRoutePlan(ctx: Ctx, id: string): Promise<undefined> {
  const { plan, work } = await load(ctx, { plan: dueRoutePlans.claim(ctx, id), work: workOf(ctx, Number(id)) });
  if (!plan) return;
  const before = work?.search ?? undefined;
  if (!work?.asked || plan.attempts > (before?.slice ?? 0) + SPARE_ATTEMPTS) return await giveUp(ctx, plan);
  const { day, effort, travel } = work.asked;
  const prepared = prepare(day);
  const matrix = await keptMatrix(ctx, plan.id, { isFirst: !before, places: prepared.places, travel });
  const problem = problemOf(prepared, matrix);
  const search = searchOn(problem, { effort, seed: SEED }, before);
  if (!search.isDone && search.slice < search.slices + MOST_MORE) return await goOn(ctx, plan, search);
  const solution = concluded(problem, search);
  const changes = changesOf(day, solution.routes);
  const routes = { ...shown(day, prepared, solution), matrix: matrix.source, changes: changes.length };
  if (plan.applies && changes.length > 0) await apply(ctx, plan, { asked: work.asked, changes, routes });
  else await end(ctx, plan, { status: "done", applied: plan.applies, plan: routes });
}

async function goOn(ctx: Ctx, plan: StoredPlan, search: SearchSoFar): Promise<undefined> {
  const { slice, slices } = search;
  await record(ctx, {
    parts: [
      dueRoutePlans.settle(ctx, plan, { slice, slices, nextAttemptAt: ctx.now, ...stampsAfter(ctx, plan) }),
      changeWork(ctx, plan.id, { search }),
    ],
  });
  await dueRoutePlans.ringNow(ctx, [String(plan.id)]);
}

type Outcome = Pick<StoredPlan, "status" | "applied" | "plan"> & Partial<Pick<StoredPlan, "reason">>;

/** Writes the end of a plan, with what else belongs to it, and tells the board. */
async function end(ctx: Ctx, plan: StoredPlan, outcome: Outcome, more: Parts = []): Promise<undefined> {
  const row = { ...plan, ...outcome };
  await record(ctx, {
    parts: [
      dueRoutePlans.settle(ctx, plan, {
        ...outcome,
        ...{ nextAttemptAt: null, finishedAt: ctx.now },
        ...stampsAfter(ctx, plan),
      }),
      changeWork(ctx, plan.id, { asked: null, search: null }),
      ...more,
    ],
    events: [planReady({ ...row, changes: row.plan?.changes ?? 0 })],
    audit: {
      action: "conclude",
      entity: "route_plan",
      id: plan.id,
      details: { status: row.status, by: plan.createdBy },
    },
  });
  dropMatrix(ctx, plan.id);
}

type Found = { asked: AskedDay; changes: readonly Change[]; routes: PlannedRoutes };

/** All changes in one commit. None, when a job has changed since the plan was asked for, or a technician has left: then the plan has failed. */
async function apply(ctx: Ctx, plan: StoredPlan, { asked, changes, routes }: Found): Promise<undefined> {
  const fails = ({ reason }: AppError) => end(ctx, plan, { status: "failed", applied: false, plan: routes, reason });
  const { jobs, active } = await load(ctx, {
    jobs: jobsNamed(
      ctx,
      changes.map(({ jobId }) => jobId),
    ),
    active: activeTechnicians(ctx),
  });
  const versions = new Map(asked.day.jobs.map(({ id, version }) => [id, version]));
  if (changes.some(({ jobId }) => jobs.get(jobId)?.version !== versions.get(jobId))) return await fails(planOutdated());
  const gone = changes.find(({ technicianId }) => !active.some(({ id }) => id === technicianId));
  if (gone) return await fails(technicianInactive(gone.technicianId));
  const moves = changes.map((change) => ({
    job: jobs.get(change.jobId) as DispatchJob, // its version was seen
    target: targetOf(change),
  }));
  const { part, moved } = planMoves(ctx, moves, { action: "optimize", by: plan.createdBy });
  const more = [changeWork(ctx, plan.id, { moves: moved }), part];
  try {
    await end(ctx, plan, { status: "done", applied: true, plan: routes }, more);
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== planOutdated().reason) throw error;
    await fails(error);
  }
}

/** Whatever it is, it does not go away. */
async function giveUp(ctx: Ctx, plan: StoredPlan): Promise<undefined> {
  log("error", "a route plan broke off", { tenant: ctx.tenant.id, plan: plan.id, attempts: plan.attempts });
  await end(ctx, plan, { status: "failed", applied: false, plan: null, reason: planBrokeOff().reason });
}
