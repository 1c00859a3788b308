import type { Span } from "#/db/tenant/technician-sums.ts";
import { daysBetween, type LocalDate, plusDays } from "#/kernel/time.ts";
import { firstDayOf, monthOf, monthsBetween, plusMonths } from "./months.ts";
import type { Month } from "./terms.ts";

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

/** How often a kept day or month counts for each period: 1, -1 where it is taken off, 0. */
export type Weights = { now: number; before: number };

/**
 * The kept months and days that two periods come to, where the second follows the first. At each of the three ends the days since the month began are
 * added, or those until it ends are taken off, whichever way reads fewer in all: half a month of days for each, and what both periods need is read
 * once. Days after `asOf` have nothing to read.
 */
export function bucketsOf(before: Days, now: Days, asOf: LocalDate): Map<string, Weights> {
  const [start, middle, end] = [before.dateFrom, now.dateFrom, plusDays(now.dateTo, 1)].map((day) => [
    sinceItBegan(day),
    untilItEnds(day),
  ]) as [Way[], Way[], Way[]];
  const ways = start.flatMap((a) => middle.flatMap((b) => end.map((c) => weighed(a, b, c))));
  const toRead = (buckets: Map<string, Weights>) =>
    [...buckets.keys()].filter((bucket) => bucket <= `d:${asOf}` || bucket > "m").length;
  const [least] = ways.map((buckets) => ({ buckets, rows: toRead(buckets) })).toSorted((a, b) => a.rows - b.rows);
  return least?.buckets ?? new Map(); // there are eight
}

/** What lies before a day: the months before one, and these days, added or taken off. */
type Way = { month: Month; days: LocalDate[]; sign: 1 | -1 };
const listed = (from: LocalDate, until: LocalDate) =>
  Array.from({ length: daysBetween(from, until) }, (_, i) => plusDays(from, i));
const sinceItBegan = (day: LocalDate): Way => ({
  month: monthOf(day),
  days: listed(firstDayOf(monthOf(day)), day),
  sign: 1,
});
const untilItEnds = (day: LocalDate): Way => ({
  month: plusMonths(monthOf(day), 1),
  days: listed(day, nextMonth(day)),
  sign: -1,
});

/** A period is what lies before its end without what lies before its start. */
function weighed(start: Way, middle: Way, end: Way): Map<string, Weights> {
  const weights = new Map<string, Weights>();
  const add = (bucket: string, now: number, before: number) => {
    const known = weights.get(bucket) ?? { now: 0, before: 0 };
    weights.set(bucket, { now: known.now + now, before: known.before + before });
  };
  const months = (from: Way, until: Way, now: number, before: number) => {
    for (let n = 0; n < monthsBetween(from.month, until.month); n++) add(`m:${plusMonths(from.month, n)}`, now, before);
  };
  months(start, middle, 0, 1);
  months(middle, end, 1, 0);
  for (const day of start.days) add(`d:${day}`, 0, -start.sign);
  for (const day of middle.days) add(`d:${day}`, -middle.sign, middle.sign);
  for (const day of end.days) add(`d:${day}`, end.sign, 0);
  return new Map([...weights].filter(([, { now, before }]) => now !== 0 || before !== 0));
}

/** Buckets as spans of such as follow each other. */
export function spansOf(buckets: Iterable<string>): Span[] {
  const spans: Span[] = [];
  for (const bucket of [...buckets].toSorted()) {
    const last = spans.at(-1);
    if (last?.before === bucket) last.before = following(bucket);
    else spans.push({ from: bucket, before: following(bucket) });
  }
  return spans;
}
const following = (bucket: string): string =>
  bucket.startsWith("m:") ? `m:${plusMonths(bucket.slice(2), 1)}` : `d:${plusDays(bucket.slice(2) as LocalDate, 1)}`;
