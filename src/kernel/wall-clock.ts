import { dayBounds, type LocalDate, localTime } from "./time.ts";

/** A span of time in milliseconds since 1970: `start` up to but without `end`. */
export type Span = { start: number; end: number };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Minutes since midnight of a time of day, `00:00` to `24:00`. */
export const minutesOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The day after or before: calendar days alone, without a zone. */
export const dayAfter = (date: LocalDate, days = 1): LocalDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10) as LocalDate;

/** Every day from one to another, both included. */
export function daysFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
  return days;
}

/** A local day; without length where the zone has left it out. */
export type LocalDay = Span & {
  before: LocalDate;
  after: LocalDate;
  /** 0 is Monday. */
  weekday: number;
};

export type WallClock = {
  day: (date: LocalDate) => LocalDay;
  /** The moment of a time of day, `24:00` included: an hour later in the hour that the clocks skip, the earlier one in the hour that they repeat. */
  at: (date: LocalDate, time: string) => number;
};

/** 0 is Monday. */
export const weekdayOf = (date: LocalDate): number => (new Date(date).getUTCDay() + 6) % 7;

/** Local times of an IANA zone. Looks each day up once: that costs more than all that a roster does with it. */
export function wallClock(timeZone: string): WallClock {
  const days = new Map<LocalDate, LocalDay>();
  const day = (date: LocalDate): LocalDay => {
    let span = days.get(date);
    if (!span) {
      const { start, end } = dayBounds(date, timeZone);
      span = {
        start: Date.parse(start),
        end: Date.parse(end),
        before: dayAfter(date, -1),
        after: dayAfter(date),
        weekday: weekdayOf(date),
      };
      days.set(date, span);
    }
    return span;
  };
  return {
    day,
    at: (date, time) => {
      const { start, end } = day(date);
      if (time === "24:00") return end;
      // on a day of 24 hours no clock changes
      return end - start === DAY ? start + minutesOfDay(time) * MINUTE : Date.parse(localTime(date, time, timeZone));
    },
  };
}

/** The same time in order, without overlaps; spans that touch are one, those without length are none. */
export function united(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  const some = spans.filter((span) => span.end > span.start);
  for (const { start, end } of some.length > 1 ? some.toSorted((a, b) => a.start - b.start) : some) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** What all of `spans` have within one span. */
export const within = (spans: readonly Span[], { start, end }: Span): Span[] =>
  united(spans.map((span) => ({ start: Math.max(span.start, start), end: Math.min(span.end, end) })));

/** What is left of `spans` without `gone`. */
export function without(spans: readonly Span[], gone: readonly Span[]): Span[] {
  let left = united(spans);
  for (const cut of gone) {
    if (cut.end <= cut.start) continue;
    left = left.flatMap(({ start, end }) => [
      { start, end: Math.min(end, cut.start) },
      { start: Math.max(start, cut.end), end },
    ]);
    left = left.filter(({ start, end }) => end > start);
  }
  return left;
}

/** Whole minutes. */
export const minutesOf = (spans: readonly Span[]): number =>
  Math.floor(spans.reduce((sum, { start, end }) => sum + (end - start), 0) / MINUTE);
