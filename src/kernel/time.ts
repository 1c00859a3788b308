import { Temporal } from "temporal-polyfill";

/** RFC 3339 in UTC with milliseconds, as `Date.toISOString` writes it: sorts as text, in JavaScript and in SQL. */
export type Instant = string & { readonly __instant: true };
/** Calendar day `YYYY-MM-DD`. */
export type LocalDate = string & { readonly __localDate: true };

// the one place that brands: every Instant has passed through toISOString
export const toInstant = (time: Date | number | string): Instant => new Date(time).toISOString() as Instant;
export const plusMs = (at: Instant, ms: number): Instant => toInstant(Date.parse(at) + ms);
export const plusSeconds = (at: Instant, seconds: number): Instant => plusMs(at, seconds * 1000);

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The local day of an instant in an IANA zone. */
export function localDateOf(at: Instant, timeZone: string): LocalDate {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    dayFormats.set(timeZone, format);
  }
  return format.format(Date.parse(at)) as LocalDate;
}

/** `[local 00:00, next local 00:00)` as instants: 23 or 25 h long on days when the clocks change (domain-rules.md 3.0). */
export function dayBounds(date: LocalDate, timeZone: string): { start: Instant; end: Instant } {
  const day = Temporal.PlainDate.from(date);
  const at = (d: Temporal.PlainDate) => toInstant(d.toZonedDateTime(timeZone).epochMilliseconds);
  return { start: at(day), end: at(day.add({ days: 1 })) };
}

export const plusDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString() as LocalDate;
