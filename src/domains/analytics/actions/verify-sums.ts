import type { Ctx } from "#/ctx.ts";
import { addToBucket, bucketsOf, type DaySum, dailySums, monthSums } from "#/db/tenant/day-sums.ts";
import { load } from "#/db/tenant/load.ts";
import { completionsByDay } from "#/domains/dispatch/index.ts";
import { salesByDay } from "#/domains/sales/index.ts";
import type { Effect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { firstDayOf, monthOf, plusMonths } from "../months.ts";
import { entityOf } from "../repo.ts";
import { MOST_MONTHS, type Month } from "../terms.ts";

/**
 * Counts the sales and jobs of three months again, from the rows themselves, and compares what is kept: the running month, the one before, and another
 * one each night, so that all are looked at. What differs is logged and set right. Rows and sums are read in one transaction, and the difference
 * is added, so it stays right whatever is written meanwhile.
 */
export async function verifySums(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const running = monthOf(day);
  const night = daysBetween("1970-01-01" as LocalDate, day);
  const looked = [0, 1, 2 + (night % (MOST_MONTHS - 1))].map((back) => plusMonths(running, -back));
  const found = await Promise.all(looked.map((month) => differencesOf(ctx, month)));
  const differences = found.flat();
  if (differences.length === 0) return undefined;
  log("error", "sums differ", { tenant_id: ctx.tenant.id, differences });
  return {
    parts: differences.map((difference) => addToBucket(ctx, difference)),
    audit: { action: "set right", entity: "day_sums", id: day, details: { differences } },
  };
}

async function differencesOf(ctx: Ctx, month: Month) {
  const [from, next] = [firstDayOf(month), plusMonths(month, 1)];
  const before = firstDayOf(next);
  const [sale, job] = [entityOf("sales"), entityOf("jobs")];
  const { sales, saleDays, saleMonths, jobs, jobDays, jobMonths } = await load(ctx, {
    sales: salesByDay(ctx, from, before),
    saleDays: dailySums(ctx, sale, from, before),
    saleMonths: monthSums(ctx, sale, month, next),
    jobs: completionsByDay(ctx, from, before),
    jobDays: dailySums(ctx, job, from, before),
    jobMonths: monthSums(ctx, job, month, next),
  });
  return [...compared(sale, sales, [...saleDays, ...saleMonths]), ...compared(job, jobs, [...jobDays, ...jobMonths])];
}

type Kept = { bucket: string; n: number; cents: number };

/** What each day and the month lack of what the rows give. */
function compared(entity: string, counted: readonly DaySum[], kept: readonly Kept[]) {
  const missing = new Map<string, Kept>();
  const add = (bucket: string, n: number, cents: number) => {
    const sum = missing.get(bucket) ?? { bucket, n: 0, cents: 0 };
    missing.set(bucket, { bucket, n: sum.n + n, cents: sum.cents + cents });
  };
  for (const { day, n, cents } of counted) for (const bucket of bucketsOf(day)) add(bucket, n, cents);
  for (const { bucket, n, cents } of kept) add(bucket, -n, -cents);
  return [...missing.values()]
    .filter(({ n, cents }) => n !== 0 || cents !== 0)
    .map((difference) => ({ entity, ...difference }));
}
