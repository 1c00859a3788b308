import { and, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { type AppError, notFound } from "#/kernel/errors.ts";
import { type DatasetName, outputsOf } from "./definition.ts";
import { definitionIn } from "./definitions.ts";
import { hasSchedules, othersScheduled, pdfScheduled, webhookScheduled } from "./errors.ts";
import { type Report, reports, reportTable, scheduleTable } from "./tables.ts";
import { MOST_PDF_COLUMNS } from "./terms.ts";

/** Whether the caller sees a report: private ones are their owner's alone. */
export const isSeenBy = (ctx: Ctx, report: Report): boolean =>
  report.visibility === "shared" || report.createdBy === actorName(ctx.actor);

/** A report that the caller sees; 404 else. `field` is the field that names it. */
export const seenReport = (ctx: Ctx, id: number, field?: string) =>
  mapped(reports.one(ctx, id, field), (report) => {
    if (!isSeenBy(ctx, report)) throw notFound("report", id, field);
    return report;
  });

export const readReport = async (ctx: Ctx, id: number): Promise<Report> =>
  (await read(ctx, { report: seenReport(ctx, id) })).report;

/** The reports that the caller sees. */
export const listReports = (ctx: Ctx, { dataset, ...input }: ListInput & { dataset?: DatasetName | undefined }) =>
  reports.list(ctx, input, {
    equals: { dataset },
    filters: [or(eq(reportTable.visibility, "shared"), eq(reportTable.createdBy, actorName(ctx.actor)))],
    total: "some",
  });

const schedulesOf = (ctx: Ctx, id: number, more?: SQL) =>
  q
    .select({ id: scheduleTable.id })
    .from(scheduleTable)
    .where(and(eq(scheduleTable.tenantId, ctx.tenant.id), eq(scheduleTable.reportId, id), more));

/** Refuses where a report has such a schedule at the moment of the commit. */
const hasNone = (ctx: Ctx, { id }: Report, such: SQL, refusal: AppError): Write[] => [
  touch(
    reportTable,
    and(eq(reportTable.tenantId, ctx.tenant.id), eq(reportTable.id, id), sql`not exists ${schedulesOf(ctx, id, such)}`),
  ),
  must(refusal),
];

/** Refuses a report that has become what its schedules cannot deliver: too wide for a PDF, or private while others or webhooks get it. */
export const fitsSchedules = (ctx: Ctx, before: Report, after: Report): Write[] => [
  ...(outputsOf(definitionIn(after)).length > MOST_PDF_COLUMNS
    ? hasNone(ctx, after, eq(scheduleTable.format, "pdf"), pdfScheduled(after.id, MOST_PDF_COLUMNS))
    : []),
  ...(after.visibility === "private" && before.visibility === "shared"
    ? [
        ...hasNone(ctx, after, ne(scheduleTable.createdBy, after.createdBy), othersScheduled(after.id)),
        ...hasNone(ctx, after, eq(scheduleTable.delivery, "webhook"), webhookScheduled(after.id)),
      ]
    : []),
];

/** Removes a report, unless it has schedules. */
export const removeRow = (ctx: Ctx, report: Report) =>
  reports.remove(ctx, report, sql`not exists ${schedulesOf(ctx, report.id)}`, hasSchedules(report.id));
