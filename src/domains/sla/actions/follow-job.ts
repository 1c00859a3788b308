import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { lastSeq, type OutboxEvent } from "#/db/tenant/outbox.ts";
import { plansInForce } from "#/domains/agreements/index.ts";
import { idsOfCustomer } from "#/domains/customers/index.ts";
import { changesOfJob, type DispatchJobRow, dispatchJobs, jobCreated } from "#/domains/dispatch/index.ts";
import { remind } from "#/durable-objects/stubs.ts";
import type { Effect } from "#/jobs.ts";
import { clockNow } from "#/kernel/clock.ts";
import { type Instant, localDateOf, plusMs } from "#/kernel/time.ts";
import { isTooEarly, pressingOf, readingOf } from "../clock.ts";
import { slaLevel, violationWithdrawn } from "../events.ts";
import { policyFor } from "../matching.ts";
import { policiesInForce, violationsOfJob } from "../repo.ts";
import { snapshotOf } from "../snapshot.ts";
import { opensAgain, storyOf } from "../story.ts";
import {
  type BusinessCalendar,
  clocks,
  policies,
  type SlaClock,
  type SlaPolicy,
  type SlaViolation,
  violations,
} from "../tables.ts";
import { type Kind, kinds, type Snapshot } from "../terms.ts";

/** Up to which event it is known of a business, in one turn of the relay, that it has neither policies nor clocks. */
const idle = new WeakMap<Ctx, number>();

/** Most businesses promise nothing: one look serves all events of a turn that were there before it. */
async function promisesNothing(ctx: Ctx, { seq }: OutboxEvent): Promise<boolean> {
  if (seq <= (idle.get(ctx) ?? 0)) return true;
  const { last, promises, running } = await load(ctx, {
    last: lastSeq(ctx),
    promises: policies.total(ctx),
    running: clocks.total(ctx),
  });
  if (promises + running > 0) return false;
  idle.set(ctx, last?.seq ?? 0);
  return true;
}

type JobTold = {
  id: number;
  customer_id: number | null;
  site_id: number | null;
  created_at: Instant;
};
type History = readonly (Parameters<typeof storyOf>[1][number] & { version: number })[];

/**
 * Keeps the clock of a job by the job's whole history, whatever event has woken it: events may come twice, or in another order. The clock is made
 * when the job is, by the policies of that moment.
 */
export async function followJob(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  if (await promisesNothing(ctx, event)) return undefined;
  const told = JSON.parse(event.data) as JobTold; // safe: our own event
  const isNew = event.type === jobCreated.type;
  const { customer_id: customerId, site_id: siteId } = told;
  const loaded = await load(ctx, {
    job: dispatchJobs.byId(ctx, told.id),
    history: changesOfJob(ctx, told.id),
    clock: clocks.byId(ctx, told.id),
    known: violationsOfJob(ctx, told.id),
    ...(isNew && {
      ...policiesInForce(ctx),
      customerIds: customerId === null ? undefined : idsOfCustomer(ctx, customerId),
      planIds:
        customerId === null
          ? undefined
          : plansInForce(ctx, customerId, siteId, localDateOf(told.created_at, ctx.tenant.timezone)),
    }),
  });
  const { job, history, clock, known } = loaded;
  if (!job) return undefined;
  const promise = clock ?? (isNew ? promised(job, loaded) : undefined);
  // a change that the clock has seen already changes nothing
  if (!promise || (clock && job.version <= clock.jobVersion)) return undefined;

  const state = stateOfJob(ctx, job, history, promise);
  const settled = known.flatMap((violation) => settle(ctx, state, violation));
  const withdrawn = settled.filter(({ row, before }) => row.status !== before?.status);
  const isOff = (kind: Kind) => withdrawn.some(({ row }) => row.kind === kind);
  const part = clock
    ? clocks.change(ctx, clock, {
        ...state,
        ...(isBegunAgain(clock, history) ? UNNOTED : { ...unwarned(ctx, state), ...unbreached(isOff) }),
      })
    : clocks.insert(ctx, { ...state, id: job.id, responseBreached: false, resolutionBreached: false });
  // before the commit: a timer that rings for nothing does no harm, one that never rings does
  if (part.row.nextAt) await remind(ctx.env, ctx.tenant.id, later(part.row.nextAt, plusMs(clockNow(), COMMIT_MS)));
  return {
    parts: [part, ...settled],
    events: [
      ...withdrawn.map(({ row, before }) => violationWithdrawn(row, before)),
      ...(clock ? levelsTold(clock, part.row) : []),
    ],
  };
}

/** How each promise stands that was or is pressing, whether or not this has changed: the job may be new on a day or to a technician. */
const levelsTold = (before: SlaClock, clock: SlaClock) =>
  kinds
    .filter((kind) => pressingOf(before, kind) ?? pressingOf(clock, kind))
    .map((kind) =>
      slaLevel({
        ...{ jobId: clock.id, kind, state: pressingOf(clock, kind) ?? "withdrawn" },
        dueAt: kind === "response" ? clock.responseDueAt : clock.resolutionDueAt,
        ...{ technicianId: clock.technicianId, zoneId: clock.zoneId },
        responseMetAt: clock.snapshot.responseMetAt,
      }),
    );

/** What is overdue already is rung for when it has been written. */
const COMMIT_MS = 1000;
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Whether the job was cancelled and opened again since the clock has seen it: nothing has been noted of its new life. */
const isBegunAgain = ({ jobVersion }: SlaClock, history: History): boolean =>
  history.some((change) => change.version > jobVersion && opensAgain(change));
const UNNOTED = {
  ...{ responseWarnedAt: null, resolutionWarnedAt: null },
  ...{ responseBreached: false, resolutionBreached: false },
};

/** A time that is due later is warned of again. */
const unwarned = (ctx: Ctx, state: ReturnType<typeof stateOfJob>) => ({
  ...(isTooEarly(state, "response", ctx.now) && { responseWarnedAt: null }),
  ...(isTooEarly(state, "resolution", ctx.now) && { resolutionWarnedAt: null }),
});

const unbreached = (isOff: (kind: Kind) => boolean) => ({
  ...(isOff("response") && { responseBreached: false }),
  ...(isOff("resolution") && { resolutionBreached: false }),
});

type Promised = Pick<SlaClock, "policyId" | "policyName"> & { snapshot: Snapshot };
type Found = {
  policies?: SlaPolicy[] | undefined;
  calendars?: BusinessCalendar[] | undefined;
  customerIds?: number[] | undefined;
  planIds?: number[] | undefined;
};
/** What the policies say of a new job; undefined where none holds for it. */
function promised(job: DispatchJobRow, found: Found): Promised | undefined {
  const { policies = [], calendars = [], customerIds = [], planIds = [] } = found;
  const { priority, jobType, zoneId, createdAt } = job;
  const policy = policyFor(policies, { priority, jobType, zoneId, customerIds, agreementPlanIds: planIds });
  const calendar = calendars.find(({ id }) => id === policy?.calendarId);
  if (!policy || !calendar) return undefined;
  return { policyId: policy.id, policyName: policy.name, snapshot: snapshotOf(policy, calendar, createdAt) };
}

function stateOfJob(ctx: Ctx, job: DispatchJobRow, history: History, { policyId, policyName, snapshot }: Promised) {
  const notBefore = snapshot.clockStarts === "scheduled" ? job.scheduledStart : null;
  const reading = readingOf(
    snapshot,
    job.priority,
    storyOf({ createdAt: job.createdAt, notBefore }, history, snapshot.responseMetAt),
  );
  return {
    ...{ policyId, policyName, snapshot },
    ...reading,
    priority: job.priority,
    zoneId: job.zoneId,
    technicianId: job.technicianId,
    jobVersion: job.version,
    startedOn: localDateOf(reading.startedAt, ctx.tenant.timezone),
  };
}

/**
 * What a violation learns from the clock: how far beyond the target that it broke the job came in the end, or that it was in time after all. One of
 * the time before the job was cancelled no longer learns anything.
 */
function settle(ctx: Ctx, state: ReturnType<typeof stateOfJob>, violation: SlaViolation) {
  if (violation.dueAt < state.startedAt) return [];
  const { targets } = state.snapshot;
  const { responseMinutes, resolutionMinutes } = targets[violation.priority];
  const [met, taken, target] =
    violation.kind === "response"
      ? [state.respondedAt, state.responseSeconds, responseMinutes]
      : [state.resolvedAt, state.resolutionSeconds, resolutionMinutes];
  const isInTime = met !== null && met <= violation.dueAt;
  const isWithdrawn = isInTime && violation.status !== "withdrawn";
  const overdueSeconds = isInTime || taken === null ? null : Math.max(taken - target * 60, 0);
  if (!isWithdrawn && overdueSeconds === violation.overdueSeconds) return [];
  return [
    violations.change(ctx, violation, {
      overdueSeconds,
      ...(isWithdrawn && { status: "withdrawn" as const, withdrawnAt: ctx.now }),
    }),
  ];
}
