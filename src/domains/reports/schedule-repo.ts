import { and, asc, eq, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { notFound } from "#/kernel/errors.ts";
import { isSeenBy } from "./repo.ts";
import { type Report, reportTable, schedules, scheduleTable } from "./tables.ts";

/** The schedules of the reports that the caller sees. */
export const listSchedules = (ctx: Ctx, { reportId, ...input }: ListInput & { reportId?: number | undefined }) =>
  schedules.list(ctx, input, {
    equals: { reportId },
    filters: [
      sql`exists (select 1 from reports p where p.tenant_id = ${ctx.tenant.id} and p.id = ${scheduleTable.reportId} and (p.visibility = 'shared' or p.created_by = ${actorName(ctx.actor)}))`,
    ],
    total: "some",
  });

/** The report of a schedule; 404 where the caller does not see it, or there is no such schedule. */
const reportOf = (ctx: Ctx, id: number) =>
  mapped(
    q
      .select()
      .from(reportTable)
      .where(
        and(
          eq(reportTable.tenantId, ctx.tenant.id),
          sql`${reportTable.id} = (select report_id from report_schedules where tenant_id = ${ctx.tenant.id} and id = ${id})`,
        ),
      ),
    ([report]): Report => {
      if (!report || !isSeenBy(ctx, report)) throw notFound("report_schedule", id);
      return report;
    },
  );

/** A schedule with its report, for one load. */
export const seenSchedule = (ctx: Ctx, id: number) => ({
  schedule: schedules.one(ctx, id),
  report: reportOf(ctx, id),
});

/** The report of a schedule that is due; undefined where it is gone. */
export const reportOfDue = (ctx: Ctx, id: string) =>
  mapped(
    q
      .select()
      .from(reportTable)
      .where(
        and(
          eq(reportTable.tenantId, ctx.tenant.id),
          sql`${reportTable.id} = (select report_id from report_schedules where tenant_id = ${ctx.tenant.id} and id = ${Number(id)})`,
        ),
      ),
    ([report]): Report | undefined => report,
  );

/** The active schedules that wait for the close of a pay period. */
export const schedulesOfPeriods = (ctx: Ctx) =>
  q
    .select()
    .from(scheduleTable)
    .where(
      and(
        eq(scheduleTable.tenantId, ctx.tenant.id),
        eq(scheduleTable.frequency, "on_period_close"),
        eq(scheduleTable.status, "active"),
      ),
    )
    .orderBy(asc(scheduleTable.id));
/** Their reports. */
export const reportsOfPeriods = (ctx: Ctx) =>
  q
    .select()
    .from(reportTable)
    .where(
      and(
        eq(reportTable.tenantId, ctx.tenant.id),
        sql`${reportTable.id} in (select report_id from report_schedules where tenant_id = ${ctx.tenant.id} and frequency = 'on_period_close' and status = 'active')`,
      ),
    );
