import type { LocalDate } from "#/kernel/time.ts";
import type { Metric, Month, MonthValue } from "./terms.ts";

export const monthOf = (day: LocalDate): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): LocalDate => `${month}-01` as LocalDate;

/** Months since the year 0. */
const placeOf = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
export const plusMonths = (month: Month, n: number): Month => {
  const place = placeOf(month) + n;
  return `${String(Math.floor(place / 12)).padStart(4, "0")}-${String((place % 12) + 1).padStart(2, "0")}`;
};
export const monthsBetween = (from: Month, to: Month): number => placeOf(to) - placeOf(from);
/** Calendar month, 1 to 12. */
export const numberOf = (month: Month): number => Number(month.slice(5, 7));

/** What the sums of a month or day are for a metric. */
export const valueIn = (metric: Metric, { n, cents }: { n: number; cents: number }): number =>
  metric === "revenue" ? cents : n;

/** Every month from the first of which anything is known, up to but without the other; those without business are 0. */
export function filled(known: readonly MonthValue[], before: Month): MonthValue[] {
  const values = new Map(known.map(({ month, value }) => [month, value]));
  const first = known.find(({ month, value }) => value !== 0 && month < before)?.month;
  if (first === undefined) return [];
  return Array.from({ length: monthsBetween(first, before) }, (_, i) => {
    const month = plusMonths(first, i);
    return { month, value: values.get(month) ?? 0 };
  });
}

/** Whether only some days of the first month count: the business signed up within it, and brought none of its days before along. */
export const beginsWithin = (
  first: Month | undefined,
  { day, broughtDays }: { day: LocalDate; broughtDays: boolean },
): boolean => first === monthOf(day) && day > firstDayOf(first) && !broughtDays;
