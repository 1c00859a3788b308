import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { VisitStatus } from "./statuses.ts";

export const visitTable = sqliteTable(
  "agreement_visits",
  {
    tenantId: tenantId(),
    id: id(),
    agreementId: integer("agreement_id").notNull(),
    /** Counts the visits of a term, from 1 on. */
    seq: integer("seq").notNull(),
    dueOn: localDate("due_on").notNull(),
    windowStart: localDate("window_start").notNull(),
    windowEnd: localDate("window_end").notNull(),
    /** The day from which on its job is made. */
    scheduleOn: localDate("schedule_on").notNull(),
    status: text("status").$type<VisitStatus>().notNull(),
    dispatchJobId: integer("dispatch_job_id"),
    completedOn: localDate("completed_on"),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("agreement_visits_by_agreement").on(t.tenantId, t.agreementId, t.seq),
    index("agreement_visits_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("agreement_visits_by_status").on(t.tenantId, t.status, t.scheduleOn, t.id),
    index("agreement_visits_open").on(t.tenantId, t.windowEnd, t.id).where(sql`status in ('planned', 'scheduled')`),
    index("agreement_visits_by_job").on(t.tenantId, t.dispatchJobId).where(sql`dispatch_job_id is not null`),
  ],
);
export type AgreementVisit = typeof visitTable.$inferSelect;

/** The work of one local day: renewals, ends, invoices, visits. */
export const runTable = sqliteTable(
  "agreement_runs",
  {
    tenantId: tenantId(),
    /** The local day. */
    id: text("id").$type<LocalDate>().notNull(),
    status: text("status").$type<"waiting" | "done">().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("agreement_runs_due").on(t.nextAttemptAt).where(sql`status = 'waiting'`),
  ],
);
export type AgreementRun = typeof runTable.$inferSelect;

export const agreementVisits = resource("agreement_visit", visitTable, { unlogged: ["scheduleOn"] });

export const dueRuns = dueTable("agreements.run", {
  table: runTable,
  queue: "TASKS",
  waiting: "waiting",
  attempts: runTable.attempts,
  leaseSeconds: 30,
  rungByRelay: true,
});
