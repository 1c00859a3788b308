import { and, eq, or, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { notFound } from "#/kernel/errors.ts";
import type { DatasetName } from "./definition.ts";
import { hasSchedules } from "./errors.ts";
import { type Report, reports, reportTable, scheduleTable } from "./tables.ts";

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
    total: "none",
  });

const schedulesOf = (ctx: Ctx, id: number) =>
  q
    .select({ id: scheduleTable.id })
    .from(scheduleTable)
    .where(and(eq(scheduleTable.tenantId, ctx.tenant.id), eq(scheduleTable.reportId, id)));

/** Removes a report, unless it has schedules. */
export const removeRow = (ctx: Ctx, report: Report) =>
  reports.remove(ctx, report, sql`not exists ${schedulesOf(ctx, report.id)}`, hasSchedules(report.id));
