import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { DaySum } from "#/db/tenant/day-sums.ts";
import { dayBounds, type LocalDate, plusDays } from "#/kernel/time.ts";
import { completedJob } from "./sums.ts";
import { jobTable, workedUntil } from "./tables.ts";

/** Jobs that were completed from one day on, up to but without the other, counted by day from the jobs themselves. */
export function completionsByDay(ctx: Ctx, from: LocalDate, before: LocalDate) {
  const start = dayBounds(from, ctx.tenant.timezone).start;
  const { end } = dayBounds(plusDays(before, -1), ctx.tenant.timezone);
  const statement = q
    .select({ status: jobTable.status, completedAt: jobTable.completedAt })
    .from(jobTable)
    .where(
      and(
        eq(jobTable.tenantId, ctx.tenant.id),
        sql`${workedUntil} is not null`,
        gte(workedUntil, start),
        lt(workedUntil, end),
        eq(jobTable.status, "completed"),
      ),
    );
  return mapped(statement, (rows): DaySum[] => {
    const days = Map.groupBy(
      rows.flatMap((row) => completedJob(row, ctx)),
      ({ day }) => day,
    );
    return [...days].map(([day, all]) => ({ day, n: all.length, cents: 0 }));
  });
}
