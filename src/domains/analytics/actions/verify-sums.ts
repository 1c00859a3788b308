import type { Ctx } from "#/ctx.ts";
import {
  addToBucket,
  bucketsOf,
  type DaySum,
  dailySums,
  groupName,
  groupSums,
  monthSums,
  namesOf,
} from "#/db/tenant/day-sums.ts";
import { load } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { firstDayOf, monthOf, plusMonths } from "../months.ts";
import { type SumSource, sumSources } from "../sum-sources.ts";
import { MOST_MONTHS, type Month } from "../terms.ts";

/**
 * Counts three months again, from the rows themselves, and compares what is kept: the running month, the one before, and another one each night, so
 * that all are looked at. What differs is logged and set right. Rows and sums are read in one transaction, and the difference is added, so it stays
 * right whatever is written meanwhile.
 */
export async function verifySums(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const found = await Promise.all(
    monthsToVerify(day).flatMap((month) => sumSources.map((source) => differencesOf(ctx, source, month))),
  );
  const differences = found.flat();
  if (differences.length === 0) return undefined;
  log("error", "sums differ", { tenant_id: ctx.tenant.id, differences });
  return {
    parts: differences.map((difference) => addToBucket(ctx, difference)),
    audit: { action: "set right", entity: "day_sums", id: day, details: { differences } },
  };
}

/** The running month, the one before, and another one each night. */
export function monthsToVerify(day: LocalDate): Month[] {
  const night = daysBetween("1970-01-01" as LocalDate, day);
  return [0, 1, 2 + (night % (MOST_MONTHS - 1))].map((back) => plusMonths(monthOf(day), -back));
}

async function differencesOf(ctx: Ctx, { entity, kind, recount }: SumSource, month: Month) {
  const [from, next] = [firstDayOf(month), plusMonths(month, 1)];
  const before = firstDayOf(next);
  const { counted, groups, days, months } = await load(ctx, {
    counted: recount(ctx, from, before),
    groups: kind ? groupSums(ctx, ...namesOf(entity, kind), month, next) : undefined,
    days: kind ? undefined : dailySums(ctx, entity, from, before),
    months: kind ? undefined : monthSums(ctx, entity, month, next),
  });
  const whole = [...(days ?? []), ...(months ?? [])].map((sum) => ({ ...sum, entity }));
  return compared(entity, counted, groups ?? whole);
}

type Kept = { entity: string; bucket: string; n: number; cents: number };

/** What each day and the month lack of what the rows give. */
function compared(entity: string, counted: readonly DaySum[], kept: readonly Kept[]): Kept[] {
  const missing = new Map<string, Kept>();
  const add = (sum: Kept) => {
    const key = JSON.stringify([sum.entity, sum.bucket]);
    const before = missing.get(key) ?? { n: 0, cents: 0 };
    missing.set(key, { ...sum, n: before.n + sum.n, cents: before.cents + sum.cents });
  };
  for (const { day, n, cents, group } of counted)
    for (const bucket of bucketsOf(day)) add({ entity: groupName(entity, group), bucket, n, cents });
  for (const sum of kept) add({ ...sum, n: -sum.n, cents: -sum.cents });
  return [...missing.values()].filter(({ n, cents }) => n !== 0 || cents !== 0);
}
