import type { Span } from "#/db/tenant/technician-sums.ts";
import { daysBetween, type LocalDate, plusDays } from "#/kernel/time.ts";
import { firstDayOf, monthOf, monthsBetween, plusMonths } from "./months.ts";

/** Days from one on, up to and with the other. */
export type Days = { dateFrom: LocalDate; dateTo: LocalDate };

const nextMonth = (day: LocalDate): LocalDate => firstDayOf(plusMonths(monthOf(day), 1));
const isWhole = ({ dateFrom, dateTo }: Days): boolean =>
  dateFrom === firstDayOf(monthOf(dateFrom)) && plusDays(dateTo, 1) === nextMonth(dateTo);

/** The period of equal length before: as many whole months before whole months, else as many days. */
export function periodBefore(days: Days): Days {
  const dateTo = plusDays(days.dateFrom, -1);
  if (!isWhole(days)) return { dateFrom: plusDays(dateTo, -daysBetween(days.dateFrom, days.dateTo)), dateTo };
  const months = monthsBetween(monthOf(days.dateFrom), monthOf(days.dateTo)) + 1;
  return { dateFrom: firstDayOf(plusMonths(monthOf(days.dateFrom), -months)), dateTo };
}

/**
 * The kept months and days that days come to. A month of which most days are meant is read as a whole, and its other days are taken off: at most
 * half a month of days at each end.
 */
export function spansOf(name: string, { dateFrom, dateTo }: Days): Span[] {
  const before = plusDays(dateTo, 1);
  const spans: Span[] = [];
  const add = (kind: "d" | "m", sign: 1 | -1, from: string, until: string) => {
    if (from < until) spans.push({ name, sign, from: `${kind}:${from}`, before: `${kind}:${until}` });
  };
  const part = (from: LocalDate, until: LocalDate) => {
    const [start, end] = [firstDayOf(monthOf(from)), nextMonth(from)];
    const others = daysBetween(start, from) + daysBetween(until, end);
    if (others >= daysBetween(from, until)) return add("d", 1, from, until);
    add("m", 1, monthOf(start), monthOf(end));
    add("d", -1, start, from);
    add("d", -1, until, end);
  };
  const [afterFirst, last] = [nextMonth(dateFrom), firstDayOf(monthOf(dateTo))];
  if (last < afterFirst) part(dateFrom, before);
  else {
    part(dateFrom, afterFirst);
    add("m", 1, monthOf(afterFirst), monthOf(last));
    part(last, before);
  }
  return spans;
}
