import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { placeSumsMoved } from "#/db/tenant/place-sums.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { Changes } from "#/db/tenant/tables.ts";
import { customerSumsMoved, renewDays } from "#/domains/customers/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import type { ImageType } from "#/kernel/images.ts";
import type { Recurrence } from "./recurrence-rules.ts";
import { type RequiredSkill, searchTextOf, slotOf } from "./rules.ts";
import type { JobPriority, JobStatus, WorkingStatus } from "./statuses.ts";
import { completedJob, jobAtPlace, scoredJob, visitOf } from "./sums.ts";

/** Jobs that take longer than half a day are few, and have an index of their own. SQLite uses it where this very condition is asked. */
export const longerThanHalfADay = sql`scheduled_end > strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_start, '+12 hours')`;

/**
 * When a job was completed, `~` while one that has a time is under way, else null: the key of an index. Without commas, at which the generator
 * would split it.
 */
export const workedUntil = sql<string>`case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end`;

/** What visits of a customer are. */
const completed = sql`status = 'completed' and customer_id is not null`;

/** Jobs with a crew are few, and have indexes of their own. */
const hasCrew = sql`crew <> '[]'`;

export const jobTable = sqliteTable(
  "dispatch_jobs",
  {
    tenantId: tenantId(),
    id: id(),
    /** What people call the job: its id, or that of the first visit. 0 in rows that are older than the column: their id. */
    jobNumber: integer("job_number").notNull().default(0),
    /** Counts the visits of a job number, the first one is 1. */
    visitNumber: integer("visit_number").notNull().default(1),
    /** The first visit; null for a first visit. */
    parentId: integer("parent_id"),
    title: text("title").notNull(),
    description: text("description"),
    priority: text("priority").$type<JobPriority>().notNull(),
    status: text("status").$type<JobStatus>().notNull(),
    /** When the status last changed, by the clock of who changed it; null in rows that are older than the column. */
    statusAt: instant("status_at"),
    jobType: text("job_type"),
    customerId: integer("customer_id"),
    siteId: integer("site_id"),
    zoneId: integer("zone_id"),
    customerName: text("customer_name").notNull(),
    customerPhone: text("customer_phone"),
    serviceAddress: text("service_address"),
    serviceCity: text("service_city"),
    serviceState: text("service_state"),
    serviceZip: text("service_zip"),
    serviceLatitude: real("service_latitude"),
    serviceLongitude: real("service_longitude"),
    /** Whether the place of work could be found on the map; null: nobody has looked. */
    location: text("location").$type<"known" | "unknown">(),
    scheduledStart: instant("scheduled_start"),
    scheduledEnd: instant("scheduled_end"),
    arrivalWindowStart: instant("arrival_window_start"),
    arrivalWindowEnd: instant("arrival_window_end"),
    durationMinutes: integer("duration_minutes"),
    requiredSkills: text("required_skills", { mode: "json" }).$type<RequiredSkill[]>().notNull().default([]),
    /** The job's place in every list by time: its start, or one of `slots`. Written with the job, never shown. */
    slot: text("slot").notNull(),
    technicianId: integer("technician_id"),
    /** Technicians who help; the one in charge is not among them. */
    crew: text("crew", { mode: "json" }).$type<number[]>().notNull().default([]),
    /** Route optimisation leaves a pinned job with its technician and at its time. */
    pinned: flag("pinned").notNull().default(false),
    assignedAt: instant("assigned_at"),
    acknowledgedAt: instant("acknowledged_at"),
    enRouteAt: instant("en_route_at"),
    onSiteAt: instant("on_site_at"),
    startedAt: instant("started_at"),
    completedAt: instant("completed_at"),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    holdReason: text("hold_reason"),
    /** The status that a job on hold goes on with. */
    heldFrom: text("held_from").$type<WorkingStatus>(),
    /** How the job comes again; null: it does not. */
    recurrence: text("recurrence", { mode: "json" }).$type<Recurrence>(),
    /** Of a successor: the recurring job that it comes from, and its local day. */
    seriesId: integer("series_id"),
    occursOn: localDate("occurs_on"),
    /** Of a further visit to work that was completed shortly before: whose work it was, and the local day of its completion. */
    recallTechnicianId: integer("recall_technician_id"),
    recallOn: localDate("recall_on"),
    /** Title, customer and place as they are searched; null in rows that are older than the column. */
    search: text("search"),
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
    index("dispatch_jobs_by_customer").on(t.tenantId, t.customerId, t.slot, t.id).where(sql`customer_id is not null`),
    index("dispatch_jobs_visits").on(t.tenantId, t.customerId, t.completedAt).where(completed),
    index("dispatch_jobs_by_zone").on(t.tenantId, t.zoneId, t.slot, t.id).where(sql`zone_id is not null`),
    uniqueIndex("dispatch_jobs_further_visits")
      .on(t.tenantId, t.parentId, t.visitNumber)
      .where(sql`parent_id is not null`),
    uniqueIndex("dispatch_jobs_occurrences").on(t.tenantId, t.seriesId, t.occursOn).where(sql`series_id is not null`),
    index("dispatch_jobs_completed").on(t.tenantId, t.completedAt, t.id).where(sql`status = 'completed'`),
    index("dispatch_jobs_recurring").on(t.tenantId, t.id).where(sql`recurrence is not null`),
    index("dispatch_jobs_cancelled").on(t.tenantId, t.cancelledAt).where(sql`cancelled_at is not null`),
    index("dispatch_jobs_recalls").on(t.tenantId, t.recallOn).where(sql`recall_on is not null`),
    index("dispatch_jobs_crewed").on(t.tenantId, t.slot, t.id).where(hasCrew),
    index("dispatch_jobs_crewed_by_work")
      .on(t.tenantId, workedUntil)
      .where(sql`${workedUntil} is not null and ${hasCrew}`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [jobTable];

/** Every change of a job, with the technician's position where it is known. Reports that came too late are kept beside them, not applied. */
export const jobChanges = sqliteTable(
  "job_status_changes",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    /** The job's version that the change made. */
    version: integer("version").notNull(),
    /** The business' verb; null in rows that are older than the column. */
    action: text("action"),
    fromStatus: text("from_status").$type<JobStatus>().notNull(),
    toStatus: text("to_status").$type<JobStatus>().notNull(),
    technicianId: integer("technician_id"),
    previousTechnicianId: integer("previous_technician_id"),
    at: instant("at").notNull(),
    /** When it happened by the clock of the device. */
    occurredAt: instant("occurred_at"),
    clientEventId: text("client_event_id"),
    isApplied: flag("is_applied").notNull().default(true),
    actor: text("actor").notNull(),
    latitude: real("latitude"),
    longitude: real("longitude"),
    reason: text("reason"),
    /** Fields other than the status, before and after. */
    changes: text("changes", { mode: "json" }).$type<Changes>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.jobId, t.version] }),
    uniqueIndex("job_status_changes_by_client_event")
      .on(t.tenantId, t.jobId, t.clientEventId)
      .where(sql`client_event_id is not null`),
  ],
);
export type JobChange = typeof jobChanges.$inferSelect;

/** What people on the job and in the office tell each other about it. */
export const jobNotes = sqliteTable(
  "job_notes",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    id: id(),
    text: text("text").notNull(),
    occurredAt: instant("occurred_at"),
    clientEventId: text("client_event_id"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.jobId, t.id] }),
    uniqueIndex("job_notes_by_client_event")
      .on(t.tenantId, t.jobId, t.clientEventId)
      .where(sql`client_event_id is not null`),
  ],
);

/** Photos of a job; the files are in the bucket. */
export const jobPhotos = sqliteTable(
  "job_photos",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    id: id(),
    /** The name of the file, which follows from its content. */
    file: text("file").notNull(),
    contentType: text("content_type").$type<ImageType>().notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    caption: text("caption"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.jobId, t.id] }),
    uniqueIndex("job_photos_by_file").on(t.tenantId, t.jobId, t.file),
  ],
);

/** Dispatch jobs. Totals are kept for all of them, by status and by technician. */
export const jobs = resource("dispatch_job", jobTable, {
  derived: (job) => ({ slot: slotOf(job), search: searchTextOf(job), jobNumber: job.parentId ?? job.id }),
  read: (job) => (job.jobNumber === 0 ? { ...job, jobNumber: job.id } : job),
  totals: ({ status, technicianId }) => [status, technicianId !== null && `technician/${technicianId}`],
  sums: completedJob,
  byTechnician: scoredJob,
  keeps: (ctx, before, after) => [
    ...placeSumsMoved(ctx, before && jobAtPlace(before, ctx), after && jobAtPlace(after, ctx)),
    ...customerSumsMoved(ctx, before && visitOf(before), after && visitOf(after), renewVisits),
  ],
  unlogged: ["slot", "search", "statusAt", "recallTechnicianId", "recallOn"],
  refusals: ({ parentId }) => ({
    "dispatch_jobs.tenant_id, dispatch_jobs.parent_id, dispatch_jobs.visit_number": changedMeanwhile(
      "dispatch_job",
      parentId ?? 0,
      false,
    ),
  }),
});

/** Renews when a customer was first and last visited. */
export const renewVisits = renewDays(
  "visit",
  (tenantId, id, order) =>
    sql`(select completed_at from dispatch_jobs where tenant_id = ${tenantId} and customer_id = ${id} and status = 'completed' order by completed_at ${sql.raw(order)} limit 1)`,
);

export type DispatchJob = typeof jobTable.$inferSelect;
