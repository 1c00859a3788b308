import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { Frequency } from "./calendar.ts";
import type { Aggregation, DatasetName, Definition, Filter, Sort } from "./definition.ts";
import { runTaken, tooManyReports, tooManySchedules } from "./errors.ts";
import type { DateRange } from "./ranges.ts";
import type { Delivered, Delivery, Format, RunError, RunStatus } from "./terms.ts";

export const reportTable = sqliteTable(
  "reports",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    dataset: text("dataset").$type<DatasetName>().notNull(),
    columns: text("columns", { mode: "json" }).$type<string[]>().notNull(),
    filters: text("filters", { mode: "json" }).$type<Filter[]>().notNull(),
    groupBy: text("group_by", { mode: "json" }).$type<string[]>().notNull(),
    aggregations: text("aggregations", { mode: "json" }).$type<Aggregation[]>().notNull(),
    sort: text("sort", { mode: "json" }).$type<Sort[]>().notNull(),
    dateColumn: text("date_column"),
    dateRange: text("date_range", { mode: "json" }).$type<DateRange>(),
    visibility: text("visibility").$type<"private" | "shared">().notNull(),
    /** The user whose it is; null: an API key made it. */
    ownerId: integer("owner_id"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("reports_by_update").on(t.tenantId, t.updatedAt, t.id)],
);

/** Reports, and schedules, of a business. */
const MOST_REPORTS = 200;
const MOST_SCHEDULES = 100;
export const reports = resource("report", reportTable, {
  limit: { most: MOST_REPORTS, refusal: tooManyReports(MOST_REPORTS) },
});
export type Report = typeof reportTable.$inferSelect;

/** One reading of a report into a file. It has the report as it was when it was asked for. */
export const runTable = sqliteTable(
  "report_runs",
  {
    tenantId: tenantId(),
    id: id(),
    reportId: integer("report_id").notNull(),
    reportName: text("report_name").notNull(),
    definition: text("definition", { mode: "json" }).$type<Definition>().notNull(),
    format: text("format").$type<Format>().notNull(),
    timezone: text("timezone").notNull(),
    /** The range of days as it was resolved; both are null where there is none. */
    dateFrom: localDate("date_from"),
    dateTo: localDate("date_to"),
    status: text("status").$type<RunStatus>().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    /** The key of the last row that is in the file. */
    cursor: text("cursor", { mode: "json" }).$type<(string | number)[]>(),
    rowCount: integer("row_count").notNull(),
    bytes: integer("bytes").notNull(),
    /** Names of the parts that the file is put together from. */
    parts: text("parts", { mode: "json" }).$type<string[]>().notNull(),
    error: text("error").$type<RunError>(),
    triggeredBy: text("triggered_by").$type<"user" | "schedule">().notNull(),
    /** In whose rights it reads; null: of an API key, which has judged them itself. */
    userId: integer("user_id"),
    scheduleId: integer("schedule_id"),
    /** The moment of the schedule that it is for; null for a test. */
    dueAt: instant("due_at"),
    delivery: text("delivery", { mode: "json" }).$type<Delivered>(),
    /** Of a private report: the actor who sees it. */
    privateTo: text("private_to"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    expiresAt: instant("expires_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("report_runs_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("report_runs_by_report").on(t.tenantId, t.reportId, t.id),
    index("report_runs_by_expiry").on(t.tenantId, t.expiresAt).where(sql`expires_at is not null`),
    index("report_runs_due").on(t.status, t.nextAttemptAt),
    // one run for each moment of a schedule, whoever comes to make it
    uniqueIndex("report_runs_by_moment").on(t.tenantId, t.scheduleId, t.dueAt).where(sql`due_at is not null`),
  ],
);
export const runs = resource("report_run", runTable, {
  unlogged: ["attempts", "nextAttemptAt", "cursor", "parts", "bytes", "definition"],
  refusals: () => ({ "report_runs.tenant_id, report_runs.schedule_id, report_runs.due_at": runTaken() }),
});
export type Run = typeof runTable.$inferSelect;

export const dueRuns = dueTable("report.run", {
  table: runTable,
  queue: "TASKS",
  waiting: "queued",
  attempts: runTable.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});

export const scheduleTable = sqliteTable(
  "report_schedules",
  {
    tenantId: tenantId(),
    id: id(),
    reportId: integer("report_id").notNull(),
    frequency: text("frequency").$type<Frequency>().notNull(),
    dayOfWeek: integer("day_of_week"),
    dayOfMonth: integer("day_of_month"),
    localTime: text("local_time").notNull(),
    timezone: text("timezone").notNull(),
    format: text("format").$type<Format>().notNull(),
    delivery: text("delivery").$type<Delivery>().notNull(),
    /** Users who get it by mail. */
    recipientIds: text("recipient_ids", { mode: "json" }).$type<number[]>().notNull(),
    /** `disabled`: it failed too often. */
    status: text("status").$type<"active" | "paused" | "disabled">().notNull(),
    /** The next moment of its calendar; null while it is not active, or waits for the close of a pay period. */
    nextRunAt: instant("next_run_at"),
    nextAttemptAt: instant("next_attempt_at"),
    attempts: integer("attempts").notNull(),
    lastRunId: integer("last_run_id"),
    consecutiveFailures: integer("consecutive_failures").notNull(),
    /** The user in whose rights it reads, and who is told when it fails. */
    ownerId: integer("owner_id").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("report_schedules_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("report_schedules_by_report").on(t.tenantId, t.reportId, t.id),
    index("report_schedules_due").on(t.status, t.nextAttemptAt),
  ],
);
export const schedules = resource("report_schedule", scheduleTable, {
  unlogged: ["attempts", "nextAttemptAt"],
  limit: { most: MOST_SCHEDULES, refusal: tooManySchedules(MOST_SCHEDULES) },
});
export type Schedule = typeof scheduleTable.$inferSelect;

export const dueSchedules = dueTable("report.schedule", {
  table: scheduleTable,
  queue: "TASKS",
  waiting: "active",
  attempts: scheduleTable.attempts,
  leaseSeconds: 60,
});

/** Links that were mailed, by the SHA-256 of their token: each opens one file for one user. */
export const linkTable = sqliteTable(
  "report_links",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    runId: integer("run_id").notNull(),
    userId: integer("user_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.hash] }), index("report_links_by_run").on(t.tenantId, t.runId)],
);
