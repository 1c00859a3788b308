import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import { assignmentExists, formNameTaken, submissionExists, tooManyAssignments, tooManyForms } from "./errors.ts";
import type { Answers, Field } from "./fields.ts";
import type { AppliesTo, Due, FormKind, FormStatus, SubmissionSource, SubmissionStatus } from "./statuses.ts";

export const formTable = sqliteTable(
  "forms",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    kind: text("kind").$type<FormKind>().notNull(),
    status: text("status").$type<FormStatus>().notNull(),
    /** The version that is published now; 0: none yet. */
    currentVersion: integer("current_version").notNull(),
    /** The draft of the next version. */
    fields: text("fields", { mode: "json" }).$type<Field[]>().notNull(),
    publishedAt: instant("published_at"),
    archivedAt: instant("archived_at"),
    nameKey: text("name_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("forms_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("forms_by_status").on(t.tenantId, t.status, t.id),
    uniqueIndex("forms_name").on(t.tenantId, t.nameKey),
  ],
);

/** What was published. Only ever added to: a submission is judged by the version that it names. */
export const versionTable = sqliteTable(
  "form_versions",
  {
    tenantId: tenantId(),
    formId: integer("form_id").notNull(),
    formVersion: integer("form_version").notNull(),
    fields: text("fields", { mode: "json" }).$type<Field[]>().notNull(),
    publishedAt: instant("published_at").notNull(),
    publishedBy: text("published_by").notNull(),
    /** When the next one was published; null: it is the present one. */
    supersededAt: instant("superseded_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.formId, t.formVersion] })],
);
export type FormVersion = typeof versionTable.$inferSelect;

/** Which jobs need a form, and when. */
export const assignmentTable = sqliteTable(
  "form_assignments",
  {
    tenantId: tenantId(),
    id: id(),
    formId: integer("form_id").notNull(),
    appliesTo: text("applies_to").$type<AppliesTo>().notNull(),
    /** The job type, priority, id of the plan, or tag; empty for all jobs. */
    value: text("value").notNull(),
    due: text("due").$type<Due>().notNull(),
    required: flag("required").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("form_assignments_by_update").on(t.tenantId, t.updatedAt, t.id),
    uniqueIndex("form_assignments_once").on(t.tenantId, t.formId, t.appliesTo, t.value, t.due),
    index("form_assignments_required").on(t.tenantId, t.due, t.formId).where(sql`required = 1`),
  ],
);

export const submissionTable = sqliteTable(
  "form_submissions",
  {
    tenantId: tenantId(),
    id: id(),
    formId: integer("form_id").notNull(),
    formVersion: integer("form_version").notNull(),
    formName: text("form_name").notNull(),
    status: text("status").$type<SubmissionStatus>().notNull(),
    source: text("source").$type<SubmissionSource>().notNull(),
    jobId: integer("job_id"),
    customerId: integer("customer_id"),
    technicianId: integer("technician_id"),
    answers: text("answers", { mode: "json" }).$type<Answers>().notNull(),
    score: real("score"),
    maxScore: real("max_score"),
    startedAt: instant("started_at").notNull(),
    submittedAt: instant("submitted_at"),
    submittedBy: text("submitted_by"),
    /** The id that a device gave to its submission: it may send again. */
    clientEventId: text("client_event_id"),
    latitude: real("latitude"),
    longitude: real("longitude"),
    reopenReason: text("reopen_reason"),
    voidedAt: instant("voided_at"),
    voidReason: text("void_reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("form_submissions_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("form_submissions_by_form").on(t.tenantId, t.formId, t.id),
    index("form_submissions_by_status").on(t.tenantId, t.status, t.id),
    index("form_submissions_by_technician").on(t.tenantId, t.technicianId, t.id).where(sql`technician_id is not null`),
    index("form_submissions_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    uniqueIndex("form_submissions_of_job")
      .on(t.tenantId, t.jobId, t.formId)
      .where(sql`job_id is not null and status <> 'void'`),
    index("form_submissions_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [submissionTable];

/** Photos, files and signatures of submissions; the files themselves are in the bucket. */
export const fileTable = sqliteTable(
  "form_files",
  {
    tenantId: tenantId(),
    id: id(),
    submissionId: integer("submission_id").notNull(),
    /** The key of the field that it answers. */
    field: text("field").notNull(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    fileKey: text("file_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("form_files_once").on(t.tenantId, t.submissionId, t.field, t.sha256),
  ],
);

/** A business needs no more of them. */
const MOST_FORMS = 500;
/** All of them are looked at when a job is completed. */
const MOST_ASSIGNMENTS = 200;

export const forms = resource("form", formTable, {
  derived: ({ id: number, name, archivedAt }) => ({ nameKey: archivedAt === null ? fold(name) : `archived ${number}` }),
  totals: ({ status }) => [status],
  unlogged: ["nameKey", "fields"],
  limit: { most: MOST_FORMS, refusal: tooManyForms(MOST_FORMS) },
  refusals: ({ name }) => ({ "forms.tenant_id, forms.name_key": formNameTaken(name) }),
});
export type Form = typeof formTable.$inferSelect;

export const assignments = resource("form_assignment", assignmentTable, {
  limit: { most: MOST_ASSIGNMENTS, refusal: tooManyAssignments(MOST_ASSIGNMENTS) },
  refusals: () => ({
    "form_assignments.tenant_id, form_assignments.form_id, form_assignments.applies_to, form_assignments.value, form_assignments.due":
      assignmentExists(),
  }),
});
export type FormAssignment = typeof assignmentTable.$inferSelect;

/** Filled-in forms. Totals are kept of all, by form and by status. */
export const submissions = resource("form_submission", submissionTable, {
  totals: ({ status, formId }) => [status, `form/${formId}`],
  unlogged: ["answers"],
  refusals: ({ jobId }) => ({
    "form_submissions.tenant_id, form_submissions.job_id, form_submissions.form_id": submissionExists(jobId ?? 0),
  }),
});
export type FormSubmission = typeof submissionTable.$inferSelect;

export const files = resource("form_file", fileTable, {
  unlogged: ["fileKey"],
  // the same file came twice at once
  refusals: ({ id }) => ({
    "form_files.tenant_id, form_files.submission_id, form_files.field, form_files.sha256": changedMeanwhile(
      "form_file",
      id,
      false,
    ),
  }),
});
export type FormFile = typeof fileTable.$inferSelect;
