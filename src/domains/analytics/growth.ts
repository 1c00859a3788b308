import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { type DaysAsked, daysMeant } from "./days.ts";
import { rangeTooLong, unknownMetric } from "./errors.ts";
import { type Counted, cagrOf, growthOf } from "./growth-rules.ts";
import { beginsWithin, filled, firstDayOf, monthOf, monthsBetween, plusMonths } from "./months.ts";
import { monthValues, signUpOf, sumOfDays } from "./repo.ts";
import { isMetric, MOST_MONTHS, type Month, unitOf } from "./terms.ts";

const YEAR = 12;
/** Whole months before the running one: the yearly growth of twelve needs thirteen. */
const USUAL_MONTHS = 13;
type Asked = DaysAsked & { metric?: string | undefined };

/** Growth from month to month and year to year, of the running month and the 13 before unless other days are asked for. Days to come are left out. */
export async function readGrowth(ctx: Ctx, { metric = "revenue", ...days }: Asked) {
  if (!isMetric(metric)) throw unknownMetric(metric);
  const asOf = localDateOf(ctx.now, ctx.tenant.timezone);
  const usualFrom = (dateTo: LocalDate) => firstDayOf(plusMonths(monthOf(dateTo), -USUAL_MONTHS));
  const { dateFrom, dateTo } = daysMeant(days, asOf, usualFrom);
  const [first, last] = [monthOf(dateFrom), monthOf(dateTo)];
  if (monthsBetween(first, last) >= MOST_MONTHS) throw rangeTooLong();

  const { known, begun, ended, signUp } = await read(ctx, {
    known: monthValues(ctx, metric, plusMonths(first, -YEAR), plusMonths(last, 1)),
    begun: sumOfDays(ctx, metric, dateFrom, firstDayOf(plusMonths(first, 1))),
    ended: sumOfDays(ctx, metric, first === last ? dateFrom : firstDayOf(last), plusDays(dateTo, 1)),
    signUp: signUpOf(ctx, metric),
  });
  const cut = new Map<Month, number>();
  const beginsLate = dateFrom > firstDayOf(first);
  if (beginsLate) cut.set(first, begun);
  // today is not over
  if (dateTo === asOf || plusDays(dateTo, 1) < firstDayOf(plusMonths(last, 1)) || (beginsLate && first === last))
    cut.set(last, ended);
  const all = filled(known, plusMonths(last, 1));
  const isCutShort = beginsWithin(all[0]?.month, signUp);
  const months = all.map(
    ({ month, value }, i): Counted => ({
      ...{ month, value: cut.get(month) ?? value },
      partial: cut.has(month) || (i === 0 && isCutShort),
    }),
  );
  const before = months.findIndex(({ month }) => month >= first);
  const shown = before < 0 ? months.length : before;
  const unit = unitOf(metric);
  return {
    metric,
    unit,
    asOf,
    dateFrom,
    dateTo,
    cagrBps: cagrOf(months.slice(shown)),
    months: growthOf(months, shown, unit),
  };
}
