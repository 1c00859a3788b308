import type { Ctx } from "#/ctx.ts";
import { mapped } from "#/db/tenant/client.ts";
import { countsWithin, dailySums, monthSums, timeOf } from "#/db/tenant/day-sums.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { sales } from "#/domains/sales/index.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { firstDayOf, monthOf, valueIn } from "./months.ts";
import type { Metric, Month } from "./terms.ts";

/** The things whose sums a metric is. */
export const entityOf = (metric: Metric): string => (metric === "jobs" ? dispatchJobs : sales).entity;

/** Months from one on, up to but without the other, of which something is known. */
export const monthValues = (ctx: Ctx, metric: Metric, from: Month, before: Month) =>
  mapped(monthSums(ctx, entityOf(metric), from, before), (sums) =>
    sums.map((sum) => ({ month: timeOf(sum), value: valueIn(metric, sum) })),
  );

/** What the days from one on, up to but without the other, come to. */
export const sumOfDays = (ctx: Ctx, metric: Metric, from: LocalDate, before: LocalDate) =>
  mapped(dailySums(ctx, entityOf(metric), from, before), (sums) =>
    sums.reduce((all, sum) => all + valueIn(metric, sum), 0),
  );

/** The day on which the business signed up, and whether anything counts for the days of that month before it: a business may bring its past along. */
export const signUpOf = (ctx: Ctx, metric: Metric) => {
  const day = localDateOf(ctx.tenant.createdAt, ctx.tenant.timezone);
  return mapped(countsWithin(ctx, entityOf(metric), firstDayOf(monthOf(day)), day), (broughtDays) => ({
    day,
    broughtDays,
  }));
};
