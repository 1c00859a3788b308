import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Write } from "#/db/tenant/commit.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { settingOf } from "#/domains/organization/index.ts";
import { type Technician, technicianOf } from "#/domains/technicians/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { type Instant, localDateOf, plusSeconds } from "#/kernel/time.ts";
import { costRateOf } from "./cost-rules.ts";
import {
  badTimes,
  clockAhead,
  openTooLong,
  outOfOrder,
  overlaps,
  periodLocked,
  technicianInactive,
  tooLate,
} from "./errors.ts";
import { entryByEvent, insertChange } from "./repo.ts";
import { AHEAD_SECONDS, BEHIND_SECONDS, breakMinutesOf, durationOf, overlapping, roundedAt } from "./rules.ts";
import type { TimeEntry } from "./tables.ts";
import { type ChangeAction, MOST_MINUTES, type RuleSet, type TimeRules } from "./terms.ts";
import { weekOf, withUsual } from "./week-rules.ts";

/** What a device tells beside what was done. Without a place it tells the same. */
export type Reported = {
  occurredAt?: Instant | undefined;
  clientEventId?: string | undefined;
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
  accuracy?: number | null | undefined;
};

/** The technician who reports, the moment, and the look-up of what was told before under the same id. */
export function punched(ctx: Ctx, { occurredAt, clientEventId }: Reported) {
  const technicianId = technicianOf(ctx);
  if (occurredAt !== undefined && occurredAt > plusSeconds(ctx.now, AHEAD_SECONDS)) throw clockAhead();
  const known = clientEventId === undefined ? undefined : entryByEvent(ctx, technicianId, clientEventId);
  return { technicianId, at: occurredAt ?? ctx.now, known };
}

/** Refuses what a device tells too long after it happened; what it has told in time it may tell again. */
export function checkAge(ctx: Ctx, { occurredAt }: Reported): void {
  if (occurredAt !== undefined && occurredAt < plusSeconds(ctx.now, -BEHIND_SECONDS)) throw tooLate();
}

export function checkActive({ id, isActive }: Technician): void {
  if (!isActive) throw technicianInactive(id);
}

/** The rules of the day of a moment. */
export const rulesAt = (ctx: Ctx, sets: readonly RuleSet[], at: Instant): TimeRules =>
  weekOf(withUsual(sets), localDateOf(at, ctx.tenant.timezone)).rules;

/** What a technician is paid for an hour; null where they are not paid by the hour. */
export const rateOf = ({ payType, basePayCents }: Technician): number | null =>
  payType === "hourly" ? basePayCents : null;

/** What an hour of a technician costs the business, with its burden. */
export const costRate = (
  technician: Pick<Technician, "payType" | "basePayCents">,
  organization: Settled,
): number | null => costRateOf(technician, settingOf(organization, "labour_burden_bps"));
type Settled = Parameters<typeof settingOf>[0];

/** A new entry that is open. */
export const opened = (ctx: Ctx, technicianId: number, clockIn: Instant, rules: TimeRules) => ({
  technicianId,
  clockIn,
  roundedIn: roundedAt(clockIn, rules),
  day: localDateOf(clockIn, ctx.tenant.timezone),
  breaks: [],
  extraBreakMinutes: 0,
  breakMinutes: 0,
  needsReview: false,
  autoClosed: false,
  voided: false,
});

/** The place at which something was reported, by the names of its end of an entry. */
export const placeAt = (end: "clockIn" | "clockOut", { latitude, longitude, accuracy }: Reported) =>
  ({
    [`${end}Latitude`]: latitude ?? null,
    [`${end}Longitude`]: longitude ?? null,
    [`${end}Accuracy`]: accuracy ?? null,
  }) as Record<`${typeof end}${"Latitude" | "Longitude" | "Accuracy"}`, number | null>;

/** The last moment that an open entry knows of. */
const lastOf = ({ clockIn, breaks }: TimeEntry): Instant => {
  const last = breaks.at(-1);
  return last ? (last.endedAt ?? last.startedAt) : clockIn;
};
export function checkOrder(entry: TimeEntry, at: Instant): void {
  if (at < lastOf(entry)) throw outOfOrder(lastOf(entry));
}

const minutesOf = ({ clockIn, clockOut }: { clockIn: Instant; clockOut: Instant }): number =>
  (Date.parse(clockOut) - Date.parse(clockIn)) / 60_000;

/** How an open entry ends: a break that runs ends with it. `unpaidMinutes`: all of them, where the technician says so at the end. */
export function closedAt(entry: TimeEntry, clockOut: Instant, rules: TimeRules, unpaidMinutes?: number) {
  checkOrder(entry, clockOut);
  const minutes = minutesOf({ clockIn: entry.clockIn, clockOut });
  if (minutes > MOST_MINUTES) throw openTooLong(MOST_MINUTES / 60);
  const breaks = entry.breaks.map((one) => (one.endedAt ? one : { ...one, endedAt: clockOut }));
  const extraBreakMinutes = extraMinutes(breaks, minutes, unpaidMinutes) ?? entry.extraBreakMinutes;
  const times = { roundedIn: entry.roundedIn, roundedOut: roundedAt(clockOut, rules), breaks, extraBreakMinutes };
  const needsReview = entry.needsReview || minutes > rules.reviewAfterMinutes;
  return { clockOut, ...times, ...durationOf(times), needsReview };
}

/** The unpaid minutes that no break accounts for. */
export function extraMinutes(
  breaks: TimeEntry["breaks"],
  minutes: number,
  unpaidMinutes: number | undefined,
): number | undefined {
  if (unpaidMinutes === undefined) return undefined;
  const placed = breakMinutesOf(breaks, false);
  if (unpaidMinutes > minutes) throw badTimes({ break_minutes: "is longer than the entry" });
  if (unpaidMinutes < placed) throw badTimes({ break_minutes: `is less than the ${placed} minutes of its breaks` });
  return unpaidMinutes - placed;
}

/** Refuses times that others of the technician's entries hold already. */
export function checkOverlaps(
  entry: Pick<TimeEntry, "id" | "clockIn" | "clockOut">,
  others: readonly TimeEntry[],
): void {
  const found = overlapping(entry, others);
  if (found.length > 0) throw overlaps(found);
}

/** Refuses a change of what is paid already. */
export function checkUnlocked(openFrom: string | undefined, ...entries: Pick<TimeEntry, "day">[]): void {
  if (openFrom !== undefined && entries.some(({ day }) => day < openFrom)) throw periodLocked(openFrom);
}

type Noted = { action: ChangeAction; reported?: Reported; reason?: string | undefined };

/** Keeps in the entry's history what was done, with the values before and after. */
export function noted(ctx: Ctx, { row, audited }: RowPart<TimeEntry>, { action, reported = {}, reason }: Noted) {
  const write: Write = insertChange({
    tenantId: ctx.tenant.id,
    entryId: row.id,
    version: row.version,
    technicianId: row.technicianId,
    action,
    at: ctx.now,
    occurredAt: reported.occurredAt ?? null,
    clientEventId: reported.clientEventId ?? null,
    latitude: reported.latitude ?? null,
    longitude: reported.longitude ?? null,
    accuracy: reported.accuracy ?? null,
    actor: actorName(ctx.actor),
    reason: reason ?? null,
    changes: audited.changes,
  });
  const refusals = {
    "time_entry_changes.tenant_id, time_entry_changes.technician_id, time_entry_changes.client_event_id":
      changedMeanwhile("time_entry", row.id, false),
  };
  return { writes: [write], refusals };
}
