import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { DaySum } from "#/db/tenant/day-sums.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { dayBounds, type LocalDate, plusDays } from "#/kernel/time.ts";
import { completedJob, scoredJob } from "./sums.ts";
import { jobTable, workedUntil } from "./tables.ts";

function completedWithin(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const start = dayBounds(from, ctx.tenant.timezone).start;
  const { end } = dayBounds(plusDays(before, -1), ctx.tenant.timezone);
  return and(
    eq(jobTable.tenantId, ctx.tenant.id),
    sql`${workedUntil} is not null`,
    gte(workedUntil, start),
    lt(workedUntil, end),
    eq(jobTable.status, "completed"),
  );
}

/** The same, counted by where the work was. */
export const completionsByPlace = (ctx: Ctx, from: LocalDate, before: LocalDate) =>
  q
    .select({
      zip: jobTable.serviceZip,
      city: jobTable.serviceCity,
      state: jobTable.serviceState,
      jobs: sql<number>`count(*)`.as("n"),
    })
    .from(jobTable)
    .where(completedWithin(ctx, from, before))
    .groupBy(jobTable.serviceZip, jobTable.serviceCity, jobTable.serviceState);

/** Jobs that were completed from one day on, up to but without the other, counted by day from the jobs themselves. */
export function completionsByDay(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const statement = q
    .select({ status: jobTable.status, completedAt: jobTable.completedAt })
    .from(jobTable)
    .where(completedWithin(ctx, from, before));
  return mapped(statement, (rows): DaySum[] => {
    const days = Map.groupBy(
      rows.flatMap((row) => completedJob(row, ctx)),
      ({ day }) => day,
    );
    return [...days].map(([day, all]) => ({ day, n: all.length, cents: 0 }));
  });
}

const { status, technicianId, completedAt, cancelledAt, onSiteAt, startedAt, arrivalWindowEnd } = jobTable;
const { recallTechnicianId, recallOn } = jobTable;
const scored = {
  ...{ status, technicianId, completedAt, cancelledAt, onSiteAt, startedAt, arrivalWindowEnd },
  ...{ recallTechnicianId, recallOn },
};

/** What jobs count for technicians from one day on, up to but without the other, from the jobs themselves: a statement for each index. */
export function jobsScored(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const start = dayBounds(from, ctx.tenant.timezone).start;
  const { end } = dayBounds(plusDays(before, -1), ctx.tenant.timezone);
  const where = (condition: SQL, counts: (sum: TechnicianSums[number]) => boolean) =>
    mapped(
      q
        .select(scored)
        .from(jobTable)
        .where(and(eq(jobTable.tenantId, ctx.tenant.id), condition)),
      (rows): TechnicianSums => rows.flatMap((row) => scoredJob(row, ctx).filter(counts)),
    );
  return {
    completed: where(
      sql`${workedUntil} is not null and ${workedUntil} >= ${start} and ${workedUntil} < ${end} and ${status} = 'completed'`,
      (sum) => sum.completed === 1,
    ),
    cancelled: where(sql`${cancelledAt} >= ${start} and ${cancelledAt} < ${end}`, (sum) => sum.cancelled === 1),
    recalled: where(sql`${recallOn} >= ${from} and ${recallOn} < ${before}`, (sum) => sum.recalled === 1),
  };
}
