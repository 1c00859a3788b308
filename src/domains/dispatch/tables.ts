import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { slotOf } from "./rules.ts";
import type { JobPriority, JobStatus } from "./statuses.ts";

/** Jobs that take longer than half a day are few, and have an index of their own. SQLite uses it where this very condition is asked. */
export const longerThanHalfADay = sql`scheduled_end > strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_start, '+12 hours')`;

/**
 * When a job was completed, `~` while one that has a time is under way, else null: the key of an index. Without commas, at which the generator
 * would split it.
 */
export const workedUntil = sql<string>`case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end`;

export const jobTable = sqliteTable(
  "dispatch_jobs",
  {
    tenantId: tenantId(),
    id: id(),
    title: text("title").notNull(),
    description: text("description"),
    priority: text("priority").$type<JobPriority>().notNull(),
    status: text("status").$type<JobStatus>().notNull(),
    customerName: text("customer_name").notNull(),
    customerPhone: text("customer_phone"),
    serviceAddress: text("service_address"),
    serviceCity: text("service_city"),
    serviceState: text("service_state"),
    serviceZip: text("service_zip"),
    scheduledStart: instant("scheduled_start"),
    scheduledEnd: instant("scheduled_end"),
    /** The job's place in every list by time: its start, or one of `slots`. Written with the job, never shown. */
    slot: text("slot").notNull(),
    technicianId: integer("technician_id"),
    assignedAt: instant("assigned_at"),
    acknowledgedAt: instant("acknowledged_at"),
    enRouteAt: instant("en_route_at"),
    onSiteAt: instant("on_site_at"),
    startedAt: instant("started_at"),
    completedAt: instant("completed_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // In this order on purpose: where two indexes seem equally good to SQLite, it takes the one that was made first, and a day of one
    // technician is less than a day of all.
    index("dispatch_jobs_by_technician_status").on(t.tenantId, t.technicianId, t.status, t.slot, t.id),
    index("dispatch_jobs_by_technician").on(t.tenantId, t.technicianId, t.slot, t.id),
    index("dispatch_jobs_by_status").on(t.tenantId, t.status, t.slot, t.id),
    index("dispatch_jobs_by_slot").on(t.tenantId, t.slot, t.id),
    index("dispatch_jobs_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("dispatch_jobs_long").on(t.tenantId, t.scheduledEnd).where(longerThanHalfADay),
    index("dispatch_jobs_by_work").on(t.tenantId, workedUntil, t.technicianId).where(sql`${workedUntil} is not null`),
  ],
);

/** Every change of a job's status, with the technician's position where it is known. */
export const jobStatusChanges = sqliteTable(
  "job_status_changes",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    /** The job's version that the change made. */
    version: integer("version").notNull(),
    fromStatus: text("from_status").$type<JobStatus>().notNull(),
    toStatus: text("to_status").$type<JobStatus>().notNull(),
    technicianId: integer("technician_id"),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    latitude: real("latitude"),
    longitude: real("longitude"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.jobId, t.version] })],
);

/** Last known position of each technician, flushed in bulk by the board. */
export const technicianPositions = sqliteTable(
  "technician_positions",
  {
    tenantId: tenantId(),
    technicianId: integer("technician_id").notNull(),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    /** Unit as the reporting device sends it (the spec names none). */
    speed: real("speed"),
    /** Degrees clockwise from north, 0 to 359. */
    heading: real("heading"),
    /** Radius in metres within which the device believes itself to be. */
    accuracy: real("accuracy"),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.technicianId] })],
);

/** Where a technician was while a job was under way, thinned. Flushed in bulk by the board, dropped after 30 days. */
export const positionTrail = sqliteTable(
  "position_trail",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    at: instant("at").notNull(),
    technicianId: integer("technician_id").notNull(),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    speed: real("speed"),
    heading: real("heading"),
    accuracy: real("accuracy"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.jobId, t.at, t.technicianId] }),
    index("position_trail_by_time").on(t.at), // the upkeep of a whole shard
  ],
);

/** Dispatch jobs. Totals are kept for all of them, by status and by technician. */
export const jobs = resource("dispatch_job", jobTable, {
  derived: (job) => ({ slot: slotOf(job) }),
  totals: ({ status, technicianId }) => [status, technicianId !== null && `technician/${technicianId}`],
  unlogged: ["slot"],
});
export type DispatchJob = typeof jobTable.$inferSelect;
