import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { planNotApplied, technicianInactive, undoOutdated } from "../errors.ts";
import type { MovedJob } from "../route-plan.ts";
import { planMoves } from "../route-plan-moves.ts";
import { jobsMovedBy, workOf } from "../route-plan-repo.ts";
import { routePlans } from "../route-plan-tables.ts";
import type { DispatchJob } from "../tables.ts";
import { planShown } from "./optimize-routes.ts";

const targetBefore = ({ technicianId, crew, scheduledStart, scheduledEnd }: MovedJob) => ({
  ...{ technicianId, crew, scheduledStart, scheduledEnd },
});

/**
 * Gives each job that an applied plan has moved the technician, crew and times that it had before, in one commit. Refused whole when one of them has
 * changed since, or its technician has left. Undone already: answers the plan as it is.
 */
export async function undoRoutePlan(ctx: Ctx, id: number) {
  const { plan, work, jobs, active } = await load(ctx, {
    plan: routePlans.one(ctx, id),
    work: workOf(ctx, id),
    jobs: jobsMovedBy(ctx, id),
    active: activeTechnicians(ctx),
  });
  if (plan.undoneAt) return planShown(plan);
  routePlans.assertCurrent(ctx, plan);
  const moves = work?.moves ?? [];
  if (!plan.applied || moves.length === 0) throw planNotApplied(id);
  const changed = moves.filter(({ jobId, version }) => jobs.get(jobId)?.version !== version);
  if (changed.length > 0) throw undoOutdated(changed.map(({ jobId }) => jobId));
  const gone = moves.find(
    ({ technicianId }) => technicianId !== null && !active.some((one) => one.id === technicianId),
  );
  if (gone?.technicianId) throw technicianInactive(gone.technicianId);
  const { part } = planMoves(
    ctx,
    // its version was seen
    moves.map((move) => ({ job: jobs.get(move.jobId) as DispatchJob, target: targetBefore(move) })),
    { action: "undo_optimize", by: actorName(ctx.actor) },
  );
  const undone = routePlans.change(ctx, plan, { undoneAt: ctx.now });
  return await commit(ctx, {
    parts: [undone, part],
    audit: { action: "undo", of: undone, details: { jobs: moves.length } },
    result: planShown(undone.row),
  });
}
