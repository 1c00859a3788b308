import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { EventDefinition } from "#/kernel/events.ts";
import { insertStatusChange, positionUpsert } from "../repo.ts";
import type { Progress } from "../rules.ts";
import type { DispatchEvent } from "../schemas.ts";
import { type DispatchJob, jobs } from "../tables.ts";

export type Place = { latitude: number | null; longitude: number | null };
type Step = { change: Partial<Progress>; event: EventDefinition<typeof DispatchEvent>; action: string; place?: Place };

const NOWHERE: Place = { latitude: null, longitude: null };

/** The commit of every step of a job: the job, one row of its history, one event. */
export function moveJob(
  ctx: Ctx,
  job: DispatchJob,
  { change, event, action, place = NOWHERE }: Step,
): Promise<DispatchJob> {
  const part = jobs.change(ctx, job, change);
  const { status, technicianId, version } = part.row;
  return commit(ctx, {
    parts: [
      part,
      insertStatusChange({
        tenantId: ctx.tenant.id,
        jobId: job.id,
        version,
        fromStatus: job.status,
        toStatus: status,
        technicianId,
        at: ctx.now,
        actor: actorName(ctx.actor),
        ...place,
      }),
      whereabouts(ctx, technicianId, place),
    ],
    events: [event({ ...part.row, ...place })],
    audit: { action, of: part },
    result: part.row,
  });
}

/** A place that is reported with a step is the technician's position, whether the board is watched or not. */
const whereabouts = (ctx: Ctx, technicianId: number | null, { latitude, longitude }: Place) =>
  technicianId !== null && latitude !== null && longitude !== null
    ? positionUpsert(ctx, [
        { technicianId, latitude, longitude, speed: null, heading: null, accuracy: null, at: ctx.now },
      ])
    : null;
