import {
  daysBetween,
  type Instant,
  type LocalDate,
  localDateOf,
  localTime,
  plusDays,
  plusMonths,
} from "#/kernel/time.ts";
import { weekdayOf } from "#/kernel/wall-clock.ts";

// When a schedule is due. Each moment follows from the schedule's own calendar and never from the time at which somebody looked, so a late run moves
// none of the next.

export const frequencies = ["daily", "weekly", "monthly", "on_period_close"] as const;
export type Frequency = (typeof frequencies)[number];
export type Calendar = {
  frequency: Frequency;
  /** 1 is Monday. */
  dayOfWeek: number | null;
  /** 31 is the last day of any month. */
  dayOfMonth: number | null;
  localTime: string;
  timezone: string;
};

const lastOfMonth = (day: LocalDate): number => {
  const first = `${day.slice(0, 8)}01` as LocalDate; // safe: the first day of a month is a day
  return daysBetween(first, plusMonths(first, 1));
};

function isDueOn({ frequency, dayOfWeek, dayOfMonth }: Calendar, day: LocalDate): boolean {
  if (frequency === "daily") return true;
  if (frequency === "weekly") return weekdayOf(day) + 1 === (dayOfWeek ?? 1);
  return frequency === "monthly" && Number(day.slice(8)) === Math.min(dayOfMonth ?? 1, lastOfMonth(day));
}

/** Days to look at in each direction: one of any frequency is among them. */
const REACH: Record<Frequency, number> = { daily: 2, weekly: 8, monthly: 32, on_period_close: -1 };

/** The days around a moment on which it is due, in order, each with its moment. */
function around(calendar: Calendar, at: Instant): Instant[] {
  const today = localDateOf(at, calendar.timezone);
  const reach = REACH[calendar.frequency];
  const days = Array.from({ length: Math.max(2 * reach + 1, 0) }, (_, i) => plusDays(today, i - reach));
  return days
    .filter((day) => isDueOn(calendar, day))
    .map((day) => localTime(day, calendar.localTime, calendar.timezone));
}

/** Whether two schedules are due at the same moments. */
export const isSameCalendar = (a: Calendar, b: Calendar): boolean =>
  a.frequency === b.frequency &&
  a.dayOfWeek === b.dayOfWeek &&
  a.dayOfMonth === b.dayOfMonth &&
  a.localTime === b.localTime &&
  a.timezone === b.timezone;

/** The first moment behind `after` that is due; null for what waits for the close of a pay period. */
export const nextDue = (calendar: Calendar, after: Instant): Instant | null =>
  around(calendar, after).find((due) => due > after) ?? null;

/** The last moment up to `now` that is due, not before `from`, which is one: of those that were missed only this one gets a run. */
export const latestDue = (calendar: Calendar, from: Instant, now: Instant): Instant => {
  const last = around(calendar, now).findLast((due) => due <= now);
  return last !== undefined && last > from ? last : from;
};
