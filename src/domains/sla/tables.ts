import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { JobPriority } from "#/domains/dispatch/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { type Clock, nextOf } from "./clock.ts";
import { calendarNameTaken, policyNameTaken, tooManyCalendars, tooManyPolicies } from "./errors.ts";
import type { ClockStart, Kind, Match, ResponseStatus, Snapshot, Targets, ViolationStatus, Windows } from "./terms.ts";

export const calendarTable = sqliteTable(
  "sla_calendars",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    nameKey: text("name_key").notNull(),
    timezone: text("timezone").notNull(),
    is24x7: flag("is_24x7").notNull(),
    windows: text("windows", { mode: "json" }).$type<Windows>().notNull(),
    holidays: text("holidays", { mode: "json" }).$type<{ date: LocalDate; name: string }[]>().notNull(),
    /** Whose public holidays are off too; null: nobody's. */
    holidayRegion: text("holiday_region"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("sla_calendars_name").on(t.tenantId, t.nameKey),
    index("sla_calendars_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

export const policyTable = sqliteTable(
  "sla_policies",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    nameKey: text("name_key").notNull(),
    isEnabled: flag("is_enabled").notNull(),
    isDefault: flag("is_default").notNull(),
    rank: integer("rank").notNull(),
    match: text("match", { mode: "json" }).$type<Match>().notNull(),
    targets: text("targets", { mode: "json" }).$type<Targets>().notNull(),
    calendarId: integer("calendar_id").notNull(),
    warnAtBps: integer("warn_at_bps").notNull(),
    responseMetAt: text("response_met_at").$type<ResponseStatus>().notNull(),
    clockStarts: text("clock_starts").$type<ClockStart>().notNull().default("created"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("sla_policies_name").on(t.tenantId, t.nameKey),
    uniqueIndex("sla_policies_default").on(t.tenantId).where(sql`is_default = 1`),
    index("sla_policies_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** The clock of a job, whose id is its own. What it says follows from the job's history; what was noted of it is beside that. */
export const clockTable = sqliteTable(
  "sla_clocks",
  {
    tenantId: tenantId(),
    id: id(),
    policyId: integer("policy_id").notNull(),
    policyName: text("policy_name").notNull(),
    priority: text("priority").$type<JobPriority>().notNull(),
    zoneId: integer("zone_id"),
    technicianId: integer("technician_id"),
    /** Which the job had when the clock was last read. */
    jobVersion: integer("job_version").notNull(),
    snapshot: text("snapshot", { mode: "json" }).$type<Snapshot>().notNull(),
    startedAt: instant("started_at").notNull(),
    /** The local day of `started_at`: reports go by it. */
    startedOn: localDate("started_on").notNull(),
    respondedAt: instant("responded_at"),
    resolvedAt: instant("resolved_at"),
    cancelledAt: instant("cancelled_at"),
    onHoldSince: instant("on_hold_since"),
    holdReason: text("hold_reason"),
    heldSeconds: integer("held_seconds").notNull(),
    responseDueAt: instant("response_due_at").notNull(),
    responseWarnAt: instant("response_warn_at").notNull(),
    resolutionDueAt: instant("resolution_due_at"),
    resolutionWarnAt: instant("resolution_warn_at"),
    responseSeconds: integer("response_seconds"),
    resolutionSeconds: integer("resolution_seconds"),
    responseWarnedAt: instant("response_warned_at"),
    resolutionWarnedAt: instant("resolution_warned_at"),
    responseBreached: flag("response_breached").notNull(),
    resolutionBreached: flag("resolution_breached").notNull(),
    /** When it is next to be looked at; null: never again. */
    nextAt: instant("next_at"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("sla_clocks_due").on(t.tenantId, t.nextAt).where(sql`next_at is not null`),
    index("sla_clocks_overdue").on(t.nextAt).where(sql`next_at is not null`), // the sweep of a whole shard
    index("sla_clocks_by_day").on(t.tenantId, t.startedOn),
  ],
);

export const violationTable = sqliteTable(
  "sla_violations",
  {
    tenantId: tenantId(),
    id: id(),
    jobId: integer("job_id").notNull(),
    kind: text("kind").$type<Kind>().notNull(),
    status: text("status").$type<ViolationStatus>().notNull(),
    policyId: integer("policy_id").notNull(),
    policyName: text("policy_name").notNull(),
    priority: text("priority").$type<JobPriority>().notNull(),
    zoneId: integer("zone_id"),
    technicianId: integer("technician_id"),
    dueAt: instant("due_at").notNull(),
    /** When it was noted. */
    occurredAt: instant("occurred_at").notNull(),
    /** Working seconds beyond the target; null until the job has got there. */
    overdueSeconds: integer("overdue_seconds"),
    acknowledgedBy: text("acknowledged_by"),
    acknowledgedAt: instant("acknowledged_at"),
    note: text("note"),
    withdrawnAt: instant("withdrawn_at"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("sla_violations_once").on(t.tenantId, t.jobId, t.kind),
    index("sla_violations_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("sla_violations_by_time").on(t.tenantId, t.occurredAt, t.id),
  ],
);

const MOST_CALENDARS = 50;
/** Each is looked at for each new job. */
const MOST_POLICIES = 100;

/** When a business works, for its policies. */
export const calendars = resource("sla_calendar", calendarTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  limit: { most: MOST_CALENDARS, refusal: tooManyCalendars(MOST_CALENDARS) },
  refusals: ({ name }) => ({ "sla_calendars.tenant_id, sla_calendars.name_key": calendarNameTaken(name) }),
});
export type BusinessCalendar = typeof calendarTable.$inferSelect;

/** What a business promises. */
export const policies = resource("sla_policy", policyTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  limit: { most: MOST_POLICIES, refusal: tooManyPolicies(MOST_POLICIES) },
  refusals: ({ id, name }) => ({
    "sla_policies.tenant_id, sla_policies.name_key": policyNameTaken(name),
    "sla_policies.tenant_id": changedMeanwhile("sla_policy", id, false),
  }),
});
export type SlaPolicy = typeof policyTable.$inferSelect;

export const clocks = resource("sla_clock", clockTable, {
  derived: (clock) => ({ nextAt: nextOf(clock satisfies Clock) }),
  unlogged: ["snapshot", "jobVersion"],
});
export type SlaClock = typeof clockTable.$inferSelect;

/** Totals are kept of all, and by status. */
export const violations = resource("sla_violation", violationTable, { totals: ({ status }) => [status] });
export type SlaViolation = typeof violationTable.$inferSelect;
