import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { type Customer, warningsOf } from "#/domains/customers/index.ts";
import type { EventDefinition } from "#/kernel/events.ts";
import type { Instant } from "#/kernel/time.ts";
import type { DispatchEvent } from "../job-schemas.ts";
import { insertChange, positionUpsert } from "../repo.ts";
import { type DispatchJob, type JobChange, jobs } from "../tables.ts";

export type Place = { latitude: number | null; longitude: number | null };
/** What a phone says with a report: where it was, when by its own clock, and the id that it gave to the report. */
export type Reported = Partial<Place> & { occurredAt?: Instant | undefined; clientEventId?: string | undefined };

export type Step = {
  action: string;
  event: EventDefinition<typeof DispatchEvent>;
  change: Parameters<typeof jobs.change>[2];
  reason?: string | undefined;
  reported?: Reported;
  /** The history shows which fields changed, beside the status. */
  showsChanges?: boolean;
  /** What else the commit holds to. */
  parts?: Parts;
  /** The customer that the answer warns of, if need be. */
  warnsOf?: Customer | undefined;
  /** What was reported too late: it is kept in the history and changes nothing. */
  late?: Pick<JobChange, "toStatus">;
};

/** What every event of a job tells beside the job itself. */
export const told = (
  job: DispatchJob,
  before: DispatchJob | null,
  { latitude = null, longitude = null }: Partial<Place> = {},
  reason: string | null = null,
) => ({
  ...job,
  latitude,
  longitude,
  previousStatus: before?.status ?? null,
  previousTechnicianId: before?.technicianId ?? null,
  reason,
});

/** A job with what speaks against it. */
export type Warned = DispatchJob & { warnings?: string[] };
/** What whoever sends somebody there should know of the customer; nothing where nothing speaks against it. */
export const warnedOf = (customer: Customer | undefined): Pick<Warned, "warnings"> => {
  const warnings = customer ? warningsOf(customer) : [];
  return warnings.length > 0 ? { warnings } : {};
};

/** The commit of every step of a job: the job, one row of its history, one event. Nothing where nothing would change. */
export async function moveJob(ctx: Ctx, job: DispatchJob, step: Step): Promise<Warned> {
  const { action, event, change, reason, reported = {}, showsChanges, late, parts = [], warnsOf } = step;
  const part = jobs.change(ctx, job, change);
  const { changes } = part.audited;
  if (!late && Object.keys(changes ?? {}).length === 0) return { ...job, ...warnedOf(warnsOf) };

  const { latitude = null, longitude = null, occurredAt = null, clientEventId = null } = reported;
  const { status, technicianId, version } = part.row;
  return await commit(ctx, {
    parts: [
      ...parts,
      part,
      insertChange({
        ...{ tenantId: ctx.tenant.id, jobId: job.id, version, action },
        ...{ fromStatus: job.status, toStatus: late?.toStatus ?? status, isApplied: !late },
        ...{ technicianId, previousTechnicianId: job.technicianId, actor: actorName(ctx.actor) },
        ...{ at: ctx.now, occurredAt, clientEventId, latitude, longitude },
        reason: reason ?? null,
        changes: showsChanges ? changes : null,
      }),
      whereabouts(ctx, technicianId, { latitude, longitude }, occurredAt ?? ctx.now),
    ],
    events: [event(told(part.row, job, { latitude, longitude }, reason), job)],
    audit: { action, of: part, ...(reason !== undefined && { details: { reason } }) },
    result: { ...part.row, ...warnedOf(warnsOf) },
  });
}

/** A place that is reported with a step is the technician's position, whether the board is watched or not. */
const whereabouts = (ctx: Ctx, technicianId: number | null, { latitude, longitude }: Place, at: Instant) =>
  technicianId !== null && latitude !== null && longitude !== null
    ? positionUpsert(ctx, [{ technicianId, latitude, longitude, speed: null, heading: null, accuracy: null, at }])
    : null;
