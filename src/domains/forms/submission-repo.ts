import { and, eq, gte, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { dayBounds, type LocalDate } from "#/kernel/time.ts";
import {
  type FormFile,
  type FormSubmission,
  fileTable,
  forms,
  submissions,
  submissionTable,
  versionTable,
} from "./tables.ts";

const { table: jobTable } = dispatchJobs;
const { table: technicianTable } = technicians;

type Days = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };
export type SubmissionFilter = Days & {
  [K in "formId" | "jobId" | "customerId" | "technicianId" | "status"]?: FormSubmission[K] | undefined;
};

const within = (ctx: Ctx, { dateFrom, dateTo }: Days): (SQL | undefined)[] =>
  [
    dateFrom && gte(submissionTable.submittedAt, dayBounds(dateFrom, ctx.tenant.timezone).start),
    dateTo && lt(submissionTable.submittedAt, dayBounds(dateTo, ctx.tenant.timezone).end),
  ].map((filter) => filter || undefined);

export async function listSubmissions(
  ctx: Ctx,
  { dateFrom, dateTo, ...filter }: ListInput & SubmissionFilter,
  ofOne = false,
) {
  const { formId, jobId, customerId, technicianId, status, ...input } = filter;
  const equals = { formId, jobId, customerId, technicianId, status };
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const kept = status ?? (formId === undefined ? undefined : `form/${formId}`);
  return await submissions.list(ctx, input, {
    equals,
    filters: within(ctx, { dateFrom, dateTo }),
    total: named === 1 && !dateFrom && !dateTo ? kept : undefined,
    ...(ofOne && formId !== undefined && { parent: forms.one(ctx, formId) }),
  });
}

const submissionsBehind = (
  ctx: Ctx,
  { status, ...filter }: SubmissionFilter & { formId: number },
  after: number,
): SQL | undefined =>
  and(
    eq(submissionTable.tenantId, ctx.tenant.id),
    eq(submissionTable.formId, filter.formId),
    sql`${submissionTable.id} > ${after}`,
    status && eq(submissionTable.status, status),
    ...within(ctx, filter),
  );

/** Submissions of a form behind another one, in the order of their ids: for a CSV file. */
export const submissionsAfter = (
  ctx: Ctx,
  filter: SubmissionFilter & { formId: number },
  after: number,
  limit: number,
) =>
  q
    .select()
    .from(submissionTable)
    .where(submissionsBehind(ctx, filter, after))
    .orderBy(submissionTable.id)
    .limit(limit);

/** The names of the files of the same submissions. */
export const fileNamesAfter = (ctx: Ctx, filter: SubmissionFilter & { formId: number }, after: number, limit: number) =>
  q
    .select({ id: fileTable.id, name: fileTable.name })
    .from(fileTable)
    .where(
      and(
        eq(fileTable.tenantId, ctx.tenant.id),
        inArray(
          fileTable.submissionId,
          q
            .select({ id: submissionTable.id })
            .from(submissionTable)
            .where(submissionsBehind(ctx, filter, after))
            .orderBy(submissionTable.id)
            .limit(limit),
        ),
      ),
    );

/** The submission of a form for a job, if somebody has begun it; a void one is none. */
export const submissionOfJob = prepared((tenantId: Slot<string>, jobId: Slot<number>, formId: Slot<number>) =>
  first(
    q
      .select()
      .from(submissionTable)
      .where(
        and(
          eq(submissionTable.tenantId, tenantId),
          eq(submissionTable.jobId, jobId),
          eq(submissionTable.formId, formId),
          ne(submissionTable.status, "void"),
        ),
      ),
  ),
);

/** What a device has sent already by this id, whatever the office has done with it since: given back, or void. */
export const submissionSent = (
  ctx: Ctx,
  { jobId, formId, clientEventId }: { jobId: number; formId: number; clientEventId: string },
) =>
  first(
    q
      .select()
      .from(submissionTable)
      .where(
        and(
          eq(submissionTable.tenantId, ctx.tenant.id),
          eq(submissionTable.jobId, jobId),
          eq(submissionTable.formId, formId),
          eq(submissionTable.clientEventId, clientEventId),
        ),
      ),
  );

/** All submissions of a job but void ones: one of each form at most. */
export const submissionsOfJob = prepared((tenantId: Slot<string>, jobId: Slot<number>) =>
  q
    .select()
    .from(submissionTable)
    .where(
      and(eq(submissionTable.tenantId, tenantId), eq(submissionTable.jobId, jobId), ne(submissionTable.status, "void")),
    ),
);

const filesWhere = (tenantId: Slot<string> | string, id: SQL | Slot<number> | number) =>
  q
    .select()
    .from(fileTable)
    .where(and(eq(fileTable.tenantId, tenantId), eq(fileTable.submissionId, id)))
    .orderBy(fileTable.id);

/** The files of a submission, the first one first. */
export const filesOf = prepared((tenantId: Slot<string>, submissionId: Slot<number>) =>
  filesWhere(tenantId, submissionId),
);

/** The files of what `submissionOfJob` finds. */
export const filesOfJob = prepared((tenantId: Slot<string>, jobId: Slot<number>, formId: Slot<number>) =>
  filesWhere(
    tenantId,
    sql`(select id from form_submissions where tenant_id = ${tenantId} and job_id = ${jobId} and form_id = ${formId} and status <> 'void')`,
  ),
);

/** A file of this submission; 404 for another's. */
export const fileOf = (ctx: Ctx, submissionId: number, id: number) =>
  mapped(files(ctx, submissionId, id), (row): FormFile => {
    if (!row) throw notFound("form_file", id);
    return row;
  });
const files = prepared((tenantId: Slot<string>, submissionId: Slot<number>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(fileTable)
      .where(and(eq(fileTable.tenantId, tenantId), eq(fileTable.id, id), eq(fileTable.submissionId, submissionId))),
  ),
);

/** What a submission was filled in by. */
export const versionOfSubmission = (ctx: Ctx, id: number) => versionWhere(ctx, sql`id = ${id}`);

/** The same of what `submissionOfJob` finds. */
export const versionOfJobSubmission = (ctx: Ctx, jobId: number, formId: number) =>
  versionWhere(ctx, sql`job_id = ${jobId} and form_id = ${formId} and status <> 'void'`);

const versionWhere = (ctx: Ctx, which: SQL) =>
  first(
    q
      .select()
      .from(versionTable)
      .where(
        and(
          eq(versionTable.tenantId, ctx.tenant.id),
          sql`(form_id, form_version) = (select form_id, form_version from form_submissions where tenant_id = ${ctx.tenant.id} and ${which})`,
        ),
      ),
  );

/** All that the page of a link needs: the submission, what it asks, its files. */
export function submissionOfLink(ctx: Ctx, hash: string) {
  const id = sql`(select document_id from document_links where tenant_id = ${ctx.tenant.id} and hash = ${hash} and kind = 'form')`;
  return {
    submission: first(
      q
        .select()
        .from(submissionTable)
        .where(and(eq(submissionTable.tenantId, ctx.tenant.id), eq(submissionTable.id, id))),
    ),
    version: versionWhere(ctx, sql`id = ${id}`),
    files: filesWhere(ctx.tenant.id, id),
  };
}

const named = (ctx: Ctx, id: number, column: "job_id" | "technician_id") =>
  sql`(select ${sql.raw(column)} from form_submissions where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The job of a submission, or undefined. */
export const jobOfSubmission = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(jobTable)
      .where(and(eq(jobTable.tenantId, ctx.tenant.id), eq(jobTable.id, named(ctx, id, "job_id")))),
  );

/** The technician of a submission, or undefined. */
export const technicianOfSubmission = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(technicianTable)
      .where(and(eq(technicianTable.tenantId, ctx.tenant.id), eq(technicianTable.id, named(ctx, id, "technician_id")))),
  );
