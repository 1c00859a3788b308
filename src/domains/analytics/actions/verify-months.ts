import type { Ctx } from "#/ctx.ts";
import type { Statement } from "#/db/tenant/client.ts";
import { load } from "#/db/tenant/load.ts";
import type { DailyEffect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { monthOf, monthsBetween, plusMonths } from "../months.ts";
import { checkOf, earliestOf, noteCheck } from "../sum-check-repo.ts";
import { MOST_MONTHS, type Month } from "../terms.ts";

type Sums<D> = {
  /** The job, and the table of the sums. */
  task: string;
  entity: string;
  /** What the sums of a month and its days lack of what the rows give. */
  differencesOf: (ctx: Ctx, month: Month) => Promise<readonly D[]>;
  add: (ctx: Ctx, differences: readonly D[]) => Statement[];
};

/**
 * Counts sums again, from the rows themselves, and compares what is kept: each night the running month, the one before, and another one, so that all are
 * looked at. At first, and when the business has another time zone, it counts every month. What differs is logged and set right. Rows and sums are read in
 * one transaction, and the difference is added, so it stays right whatever is written meanwhile.
 */
export async function verifyMonths<D>(ctx: Ctx, day: LocalDate, sums: Sums<D>): Promise<DailyEffect | undefined> {
  const { task, entity } = sums;
  const { check, earliest } = await load(ctx, { check: checkOf(ctx, task), earliest: earliestOf(ctx) });
  const { timezone } = ctx.tenant;
  const isCounted = check?.timezone === timezone && check.nextMonth === null;
  const { months, nextMonth } = isCounted
    ? { months: monthsToVerify(day), nextMonth: null }
    : portion(day, check?.timezone === timezone ? check.nextMonth : null, earliest);
  const differences: D[] = [];
  // one after the other: a month of a large business is much to hold
  for (const month of months) differences.push(...(await sums.differencesOf(ctx, month)));
  if (isCounted && differences.length === 0) return undefined;
  const found = told(differences);
  if (differences.length > 0)
    log(isCounted ? "error" : "warn", "sums differ", { tenant_id: ctx.tenant.id, entity, ...found });
  return {
    parts: [
      ...sums.add(ctx, differences),
      ...(isCounted ? [] : [noteCheck({ tenantId: ctx.tenant.id, task, timezone, nextMonth })]),
    ],
    ...(differences.length > 0 && { audit: { action: "set right", entity, id: day, details: found } }),
    isPortion: nextMonth !== null,
  };
}

/** The running month, the one before, and another one each night. */
export function monthsToVerify(day: LocalDate): Month[] {
  const night = daysBetween("1970-01-01" as LocalDate, day);
  return [0, 1, 2 + (night % (MOST_MONTHS - 1))].map((back) => plusMonths(monthOf(day), -back));
}

const MONTHS_A_PORTION = 6;

/** Some months of all, the latest first: from the next one, which has begun elsewhere, to the one before the earliest row, which counted there in another zone. */
export function portion(day: LocalDate, next: Month | null, earliest: LocalDate | undefined) {
  const running = monthOf(day);
  const back = (month: Month) => monthsBetween(month, running);
  const oldest = earliest === undefined ? 0 : Math.max(0, Math.min(MOST_MONTHS - 1, back(monthOf(earliest)) + 1));
  const from = next === null ? -1 : back(next);
  const until = Math.max(from, Math.min(oldest, from + MONTHS_A_PORTION - 1));
  return {
    months: Array.from({ length: until - from + 1 }, (_, i) => plusMonths(running, -from - i)),
    nextMonth: until < oldest ? plusMonths(running, -until - 1) : null,
  };
}

/** Differences are told up to this number. */
const MOST_TOLD = 100;
export const told = <D>(differences: readonly D[]) => ({
  count: differences.length,
  differences: differences.slice(0, MOST_TOLD),
});
