import type { Ctx } from "#/ctx.ts";
import { type Part, together } from "#/db/tenant/commit.ts";
import { toInstant } from "#/kernel/time.ts";
import { told } from "./actions/move-job.ts";
import { jobAssigned, jobMoved, jobUpdated } from "./events.ts";
import { insertChange } from "./repo.ts";
import type { MovedJob } from "./route-plan.ts";
import { moveJobs } from "./route-plan-repo.ts";
import type { Change } from "./route-plan-rules.ts";
import { assign, type Move, unassign } from "./rules.ts";
import { type DispatchJob, jobs } from "./tables.ts";
import { holdActive } from "./technician-repo.ts";

// Many jobs that get other technicians or times together.

type Target = Pick<DispatchJob, "technicianId" | "scheduledStart" | "scheduledEnd"> & { crew?: number[] };

/** Why, and in whose name. */
type Why = { action: "optimize" | "undo_optimize"; by: string };

export const targetOf = ({ technicianId, start, end }: Change): Target => ({
  technicianId,
  scheduledStart: toInstant(start),
  scheduledEnd: toInstant(end),
});

const given = (job: DispatchJob, { technicianId }: Target, { now }: Ctx): Move =>
  (job.technicianId === technicianId
    ? null
    : technicianId === null
      ? unassign(job, now)
      : assign(job, technicianId, now)) ?? {};

/** The part of a commit that moves jobs, each with its history and its event; refused whole when one of them has changed since it was loaded. */
export function planMoves(ctx: Ctx, moves: readonly { job: DispatchJob; target: Target }[], { action, by }: Why) {
  const steps = moves.map(({ job, target }) => {
    const { crew = job.crew, ...times } = target;
    const helpers = crew.filter((helper) => helper !== target.technicianId);
    const change = { ...given(job, target, ctx), ...times, crew: target.technicianId === null ? [] : helpers };
    const { row, audited } = jobs.change(ctx, job, change);
    return { before: job, row, changes: audited.changes };
  });
  const chosen = steps.filter(({ before, row }) => row.technicianId !== before.technicianId);
  const part: Part = {
    writes: [
      ...[...new Set(chosen.map(({ row }) => row.technicianId))].flatMap((id) =>
        id === null ? [] : holdActive(ctx, id, "technician_ids"),
      ),
      ...moveJobs(ctx, steps),
      ...together(
        ctx,
        steps.map(({ before, row, changes }) => ({
          writes: [
            ...jobs.recount(ctx, before, row),
            insertChange({
              ...{ tenantId: ctx.tenant.id, jobId: row.id, version: row.version, action },
              ...{ fromStatus: before.status, toStatus: row.status, isApplied: true },
              ...{ technicianId: row.technicianId, previousTechnicianId: before.technicianId, actor: by },
              ...{ at: ctx.now, occurredAt: null, clientEventId: null, latitude: null, longitude: null },
              ...{ reason: null, changes },
            }),
          ],
        })),
      ).writes,
    ],
    events: steps.map(({ before, row }) => {
      if (row.technicianId === before.technicianId) return jobUpdated(told(row, before), before);
      return (row.technicianId === null ? jobMoved : jobAssigned)(told(row, before), before);
    }),
  };
  const moved = steps.map(
    ({ before, row }): MovedJob => ({
      jobId: row.id,
      version: row.version,
      technicianId: before.technicianId,
      crew: before.crew,
      scheduledStart: before.scheduledStart,
      scheduledEnd: before.scheduledEnd,
    }),
  );
  return { part, moved };
}
