import { Temporal } from "temporal-polyfill";

/** RFC 3339 in UTC with milliseconds, the format of `Date.toISOString`. Sorts as text in JavaScript and in SQL. */
export type Instant = string & { readonly __instant: true };
/** Calendar day `YYYY-MM-DD`. */
export type LocalDate = string & { readonly __localDate: true };

// the only place that creates an Instant, so every Instant has the format of toISOString
export const toInstant = (time: Date | number | string): Instant => new Date(time).toISOString() as Instant;
export const plusMs = (at: Instant, ms: number): Instant => toInstant(Date.parse(at) + ms);
export const plusSeconds = (at: Instant, seconds: number): Instant => plusMs(at, seconds * 1000);

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in an IANA time zone. */
export function localDateOf(at: Instant, timeZone: string): LocalDate {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    dayFormats.set(timeZone, format);
  }
  return format.format(Date.parse(at)) as LocalDate;
}

/** Start (inclusive) and end (exclusive) of a local day: 23 or 25 hours on days when the clocks change (domain-rules.md 3.0). */
export function dayBounds(date: LocalDate, timeZone: string): { start: Instant; end: Instant } {
  const day = Temporal.PlainDate.from(date);
  const at = (d: Temporal.PlainDate) => toInstant(d.toZonedDateTime(timeZone).epochMilliseconds);
  return { start: at(day), end: at(day.add({ days: 1 })) };
}

export const plusDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(date) + days * 24 * 3600 * 1000).toISOString().slice(0, 10) as LocalDate;

/** Days from one day to another; negative when that lies before. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(to) - Date.parse(from)) / (24 * 3600 * 1000);

/** The same day of another month, or its last day where that is shorter: 31 January and one month are 28 February. */
export const plusMonths = (date: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ months }).toString() as LocalDate;

/** The time of day (`HH:MM`) of an instant on the clocks of a zone. */
export const localTimeOf = (at: Instant, timeZone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: "minute" });

/** The instant of a time of day (`HH:MM`) on a local day. In the hour that the clocks skip, it is an hour later. */
export const localTime = (date: LocalDate, time: string, timeZone: string): Instant =>
  toInstant(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds);
