import type { LocalDate } from "#/kernel/time.ts";
import { daysAhead, daysReversed } from "./errors.ts";
import type { Days } from "./spans.ts";

export type DaysAsked = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

/** The days asked for, or the usual ones, without those that lie ahead. */
export function daysMeant(asked: DaysAsked, asOf: LocalDate, usualFrom: (dateTo: LocalDate) => LocalDate): Days {
  const dateTo = asked.dateTo && asked.dateTo < asOf ? asked.dateTo : asOf;
  const dateFrom = asked.dateFrom ?? usualFrom(dateTo);
  if (dateFrom > dateTo) throw asked.dateTo && asked.dateTo < dateFrom ? daysReversed() : daysAhead(asOf);
  return { dateFrom, dateTo };
}
