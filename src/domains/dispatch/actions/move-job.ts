import { actorName, type Ctx } from "#/ctx.ts";
import { commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import type { EventType } from "#/kernel/events.ts";
import { toWire } from "#/kernel/wire.ts";
import { upsertPositions } from "../position-repo.ts";
import { type DispatchJob, insertStatusChange, recount, updateJob } from "../repo.ts";
import type { Progress } from "../rules.ts";
import { DispatchEvent } from "../schemas.ts";

export type Place = { latitude: number | null; longitude: number | null };

/** The commit of every step of a job: the job as it was loaded, one row of its history, one event. */
export function moveJob(
  ctx: Ctx,
  job: DispatchJob,
  { change, event, action, ...place }: { change: Partial<Progress>; event: EventType; action: string } & Place,
): Promise<DispatchJob> {
  const moved: DispatchJob = { ...job, ...change, updatedAt: ctx.now, version: job.version + 1 };
  return commit(ctx, {
    writes: [
      updateJob(ctx, job, change),
      mustBeCurrent(ctx, "dispatch_job", job.id),
      insertStatusChange({
        tenantId: ctx.tenant.id,
        jobId: job.id,
        version: moved.version,
        fromStatus: job.status,
        toStatus: moved.status,
        technicianId: moved.technicianId,
        at: ctx.now,
        actor: actorName(ctx.actor),
        ...place,
      }),
      ...recount(ctx, job, moved),
      ...whereabouts(ctx, moved.technicianId, place),
    ],
    events: [{ type: event, data: toWire(DispatchEvent, { ...moved, ...place }) }],
    audit: {
      action,
      entity: "dispatch_job",
      id: job.id,
      changes: { status: [job.status, moved.status], technician_id: [job.technicianId, moved.technicianId] },
    },
    result: moved,
  });
}

/** A place that was told with the step is the technician's position, whether anybody watches the board or not. */
const whereabouts = (ctx: Ctx, technicianId: number | null, { latitude, longitude }: Place) =>
  technicianId === null || latitude === null || longitude === null
    ? []
    : [upsertPositions(ctx, [{ technicianId, latitude, longitude, speed: null, heading: null, at: ctx.now }])];
