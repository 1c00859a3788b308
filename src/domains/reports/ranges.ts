import { type LocalDate, plusDays, plusMonths } from "#/kernel/time.ts";
import { weekdayOf } from "#/kernel/wall-clock.ts";

// Ranges of days by their names, resolved when a report is read. Both ends are included.

export const presets = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "last_7_days",
  "last_30_days",
  "mtd",
  "last_month",
  "qtd",
  "last_quarter",
  "ytd",
  "last_year",
  "last_pay_period",
  "custom",
] as const;
export type Preset = (typeof presets)[number];
export type DateRange = { preset: Preset; dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };
export type Days = { from: LocalDate; to: LocalDate };

const firstOf = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01` as LocalDate; // safe: the first day of a month is a day
const quarterOf = (day: LocalDate): LocalDate => plusMonths(firstOf(day), -((Number(day.slice(5, 7)) - 1) % 3));
const yearOf = (day: LocalDate): LocalDate => `${day.slice(0, 4)}-01-01` as LocalDate; // safe: so does each year

/** The days of a range on a day; null where it is the last pay period, and none was closed yet. `period` is that one. */
export function daysOf(range: DateRange, today: LocalDate, period: Days | undefined): Days | null {
  const monday = plusDays(today, -weekdayOf(today));
  const before = (first: LocalDate): LocalDate => plusDays(first, -1);
  switch (range.preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: before(today), to: before(today) };
    case "this_week":
      return { from: monday, to: plusDays(monday, 6) };
    case "last_week":
      return { from: plusDays(monday, -7), to: before(monday) };
    case "last_7_days":
      return { from: plusDays(today, -6), to: today };
    case "last_30_days":
      return { from: plusDays(today, -29), to: today };
    case "mtd":
      return { from: firstOf(today), to: today };
    case "last_month":
      return { from: plusMonths(firstOf(today), -1), to: before(firstOf(today)) };
    case "qtd":
      return { from: quarterOf(today), to: today };
    case "last_quarter":
      return { from: plusMonths(quarterOf(today), -3), to: before(quarterOf(today)) };
    case "ytd":
      return { from: yearOf(today), to: today };
    case "last_year":
      return { from: plusMonths(yearOf(today), -12), to: before(yearOf(today)) };
    case "last_pay_period":
      return period ?? null;
    case "custom":
      return { from: range.dateFrom ?? today, to: range.dateTo ?? today };
  }
}
