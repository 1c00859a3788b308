import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { Changes } from "#/db/tenant/tables.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { alreadyClockedIn } from "./errors.ts";
import type { Break, ChangeAction, DayMinutes, lineReasons, TimeRules } from "./terms.ts";

/** Rules of counting and paying time from a day on. */
export const timeRules = sqliteTable(
  "time_rules",
  {
    tenantId: tenantId(),
    effectiveFrom: localDate("effective_from").notNull(),
    rules: text("rules", { mode: "json" }).$type<TimeRules>().notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.effectiveFrom] })],
);

export const timeEntryTable = sqliteTable(
  "time_entries",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    jobId: integer("job_id"),
    clockIn: instant("clock_in").notNull(),
    /** Null while they are clocked in. */
    clockOut: instant("clock_out"),
    /** As the rules of that time round them; pay counts from these. */
    roundedIn: instant("rounded_in").notNull(),
    roundedOut: instant("rounded_out"),
    /** Local day of the clock-in. */
    day: localDate("day").notNull(),
    breaks: text("breaks", { mode: "json" }).$type<Break[]>().notNull(),
    /** Unpaid minutes of which nobody knows when they were. */
    extraBreakMinutes: integer("extra_break_minutes").notNull(),
    /** All unpaid minutes. */
    breakMinutes: integer("break_minutes").notNull(),
    /** Null while it is open. */
    durationMinutes: integer("duration_minutes"),
    /** For an hour, as it was at the clock-in; null: they are not paid by the hour. */
    rateCents: cents("rate_cents"),
    /** What an hour costs the business, with its burden, as it was at the clock-in; null: nothing is counted, or the row is older than the column. */
    costRateCents: cents("cost_rate_cents"),
    clockInLatitude: real("clock_in_latitude"),
    clockInLongitude: real("clock_in_longitude"),
    clockInAccuracy: real("clock_in_accuracy"),
    clockOutLatitude: real("clock_out_latitude"),
    clockOutLongitude: real("clock_out_longitude"),
    clockOutAccuracy: real("clock_out_accuracy"),
    note: text("note"),
    needsReview: flag("needs_review").notNull(),
    autoClosed: flag("auto_closed").notNull(),
    voided: flag("voided").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // one open entry for each technician
    uniqueIndex("time_entries_open").on(t.tenantId, t.technicianId).where(sql`clock_out is null`),
    index("time_entries_by_technician").on(t.tenantId, t.technicianId, t.clockIn, t.id),
    index("time_entries_by_time").on(t.tenantId, t.clockIn, t.id),
    index("time_entries_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    index("time_entries_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
/** Paid minutes count for the day of the clock-in, once it is over. */
export const scoredEntry = ({ voided, technicianId, day, durationMinutes }: Scored): TechnicianSums =>
  voided || durationMinutes === null ? [] : [{ technicianId, day, clockedMinutes: durationMinutes }];
type Scored = Pick<typeof timeEntryTable.$inferSelect, "voided" | "technicianId" | "day" | "durationMinutes">;

export const timeEntries = resource("time_entry", timeEntryTable, {
  day: ({ day }) => day,
  unlogged: ["costRateCents"],
  byTechnician: scoredEntry,
  refusals: () => ({ "time_entries.tenant_id, time_entries.technician_id": alreadyClockedIn() }),
});
export type TimeEntry = typeof timeEntryTable.$inferSelect;

/** What happened to an entry, in the order of its versions: nothing is overwritten. */
export const timeEntryChanges = sqliteTable(
  "time_entry_changes",
  {
    tenantId: tenantId(),
    entryId: integer("entry_id").notNull(),
    version: integer("version").notNull(),
    technicianId: integer("technician_id").notNull(),
    action: text("action").$type<ChangeAction>().notNull(),
    at: instant("at").notNull(),
    /** By the clock of the device, where it said so. */
    occurredAt: instant("occurred_at"),
    clientEventId: text("client_event_id"),
    latitude: real("latitude"),
    longitude: real("longitude"),
    accuracy: real("accuracy"),
    actor: text("actor").notNull(),
    reason: text("reason"),
    changes: text("changes", { mode: "json" }).$type<Changes>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.entryId, t.version] }),
    uniqueIndex("time_entry_changes_by_event")
      .on(t.tenantId, t.technicianId, t.clientEventId)
      .where(sql`client_event_id is not null`),
  ],
);
export type TimeEntryChange = typeof timeEntryChanges.$inferSelect;

/** What the minutes of a workweek have cost the jobs that they were worked on: one row for each entry of a job. Counted again with the week. */
export const timeEntryCosts = sqliteTable(
  "time_entry_costs",
  {
    tenantId: tenantId(),
    technicianId: integer("technician_id").notNull(),
    weekStartsOn: localDate("week_starts_on").notNull(),
    entryId: integer("entry_id").notNull(),
    jobId: integer("job_id").notNull(),
    /** All of them; those above a limit are among them. */
    minutes: integer("minutes").notNull(),
    overtimeMinutes: integer("overtime_minutes").notNull(),
    doubleTimeMinutes: integer("double_time_minutes").notNull(),
    costRateCents: cents("cost_rate_cents"),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.technicianId, t.weekStartsOn, t.entryId] }),
    index("time_entry_costs_by_job").on(t.tenantId, t.jobId, t.entryId),
  ],
);

/** A technician's workweek: what its entries sum up to. Whoever changes one of them changes this row too, so that they take turns. */
export const timesheetTable = sqliteTable(
  "timesheets",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    startsOn: localDate("starts_on").notNull(),
    endsOn: localDate("ends_on").notNull(),
    status: text("status").$type<"open" | "approved">().notNull(),
    entries: integer("entries").notNull(),
    /** Entries that want a look of the office. */
    toReview: integer("to_review").notNull(),
    regularMinutes: integer("regular_minutes").notNull(),
    overtimeMinutes: integer("overtime_minutes").notNull(),
    doubleTimeMinutes: integer("double_time_minutes").notNull(),
    payCents: cents("pay_cents").notNull(),
    days: text("days", { mode: "json" }).$type<DayMinutes[]>().notNull(),
    approvedAt: instant("approved_at"),
    approvedBy: text("approved_by"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("timesheets_by_technician").on(t.tenantId, t.technicianId, t.startsOn),
    index("timesheets_by_week").on(t.tenantId, t.startsOn, t.technicianId),
  ],
);
export const timesheets = resource("timesheet", timesheetTable, {
  refusals: () => ({
    "timesheets.tenant_id, timesheets.technician_id, timesheets.starts_on": changedMeanwhile(
      "timesheet",
      "of the week",
      false,
    ),
  }),
});
export type Timesheet = typeof timesheetTable.$inferSelect;

/** What the entries of a workweek put on statements. Those that count before the first open day are final. */
export const timePayLines = sqliteTable(
  "time_pay_lines",
  {
    tenantId: tenantId(),
    technicianId: integer("technician_id").notNull(),
    weekStartsOn: localDate("week_starts_on").notNull(),
    line: text("line").notNull(),
    /** Local day that picks the pay period: that of the work, or the first open day where its period was closed by then. */
    countsOn: localDate("counts_on").notNull(),
    causedOn: localDate("caused_on").notNull(),
    kind: text("kind").$type<"hours" | "overtime">().notNull(),
    reason: text("reason").$type<(typeof lineReasons)[number]>().notNull(),
    minutes: integer("minutes").notNull(),
    rateCents: cents("rate_cents"),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.technicianId, t.weekStartsOn, t.line] }),
    index("time_pay_lines_by_day").on(t.tenantId, t.countsOn, t.technicianId),
  ],
);
export type TimePayLine = typeof timePayLines.$inferSelect;
