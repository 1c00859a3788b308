import { type Weekday, weekdays as weekdayNames } from "#/domains/availability/index.ts";
import {
  type Instant,
  type LocalDate,
  localDateOf,
  localTime,
  localTimeOf,
  plusDays,
  plusMonths,
  plusMs,
} from "#/kernel/time.ts";
import { weekdayOf } from "#/kernel/wall-clock.ts";

export const recurrenceUnits = ["day", "week", "month", "year"] as const;

export const weekOfMonth = ["first", "second", "third", "fourth", "last"] as const;
export type WeekdayOfMonth = { week: (typeof weekOfMonth)[number]; weekday: Weekday };

/** How a job comes again: by local days and the time of day on the clocks of a zone, never by hours of UTC. */
export type Recurrence = {
  unit: (typeof recurrenceUnits)[number];
  /** The step between two jobs, in units. */
  every: number;
  /** By weeks: the days of each; absent: that of the first job. */
  weekdays?: Weekday[];
  /** By months or years: the first Monday, the last Friday; absent: the day of the month of the first job. */
  weekdayOfMonth?: WeekdayOfMonth;
  /** The last local day on which it may come; null: without end. */
  until: LocalDate | null;
  /** Local day and time of day, `HH:MM`, of the first job. */
  startsOn: LocalDate;
  startTime: string;
  timezone: string;
};

type Rhythm = Pick<Recurrence, "unit" | "every"> & {
  [K in "until" | "weekdays" | "weekdayOfMonth"]?: Recurrence[K] | undefined;
};

/** A recurrence that begins with a job at this time. */
export const recurrenceFrom = (
  { unit, every, until = null, weekdays, weekdayOfMonth }: Rhythm,
  start: Instant,
  timezone: string,
): Recurrence => ({
  ...{ unit, every, until, timezone },
  ...(weekdays && { weekdays: weekdayNames.filter((day) => weekdays.includes(day)) }),
  ...(weekdayOfMonth && { weekdayOfMonth }),
  startsOn: localDateOf(start, timezone),
  startTime: localTimeOf(start, timezone),
});

const DAY_MS = 86_400_000;
const WEEK = 7;
const monthsOf = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
const isByMonths = ({ unit }: Recurrence): boolean => unit === "month" || unit === "year";

/** Days, or months, from one turn of the rhythm to the next. */
const stepOf = ({ unit, every }: Recurrence): number => every * (unit === "week" ? WEEK : unit === "year" ? 12 : 1);

/** The days of the n-th turn, in order; the first job is in turn 0. */
function daysOfTurn(recurrence: Recurrence, n: number): LocalDate[] {
  const { startsOn, weekdays, weekdayOfMonth } = recurrence;
  const step = n * stepOf(recurrence);
  if (isByMonths(recurrence)) {
    const day = plusMonths(startsOn, step);
    return [weekdayOfMonth ? weekdayIn(day, weekdayOfMonth) : day];
  }
  if (!weekdays) return [plusDays(startsOn, step)];
  const monday = plusDays(startsOn, step - weekdayOf(startsOn));
  return weekdays.map((day) => plusDays(monday, weekdayNames.indexOf(day)));
}

/** The first Monday, say, or the last Friday of the month that a day is in. */
function weekdayIn(day: LocalDate, { week, weekday }: WeekdayOfMonth): LocalDate {
  const first = `${day.slice(0, 8)}01` as LocalDate;
  const wanted = weekdayNames.indexOf(weekday);
  if (week === "last") {
    const last = plusDays(plusMonths(first, 1), -1);
    return plusDays(last, -((weekdayOf(last) - wanted + WEEK) % WEEK));
  }
  return plusDays(first, ((wanted - weekdayOf(first) + WEEK) % WEEK) + WEEK * weekOfMonth.indexOf(week));
}

/**
 * The local days after `after` up to `through` on which a job comes again. Each is counted from the first day, so that a job of the 31st comes on
 * the last day of a shorter month and on the 31st again afterwards (domain-rules.md 3.0).
 */
export function occurrences(recurrence: Recurrence, after: LocalDate, through: LocalDate): LocalDate[] {
  const { until, startsOn } = recurrence;
  const passed = isByMonths(recurrence)
    ? monthsOf(after) - monthsOf(startsOn)
    : (Date.parse(after) - Date.parse(startsOn)) / DAY_MS;
  const last = until !== null && until < through ? until : through;
  const earliest = after < startsOn ? startsOn : after;
  const days: LocalDate[] = [];
  for (let n = Math.max(0, Math.floor(passed / stepOf(recurrence))); ; n++) {
    const turn = daysOfTurn(recurrence, n);
    days.push(...turn.filter((day) => day > earliest && day <= last));
    if (turn.every((day) => day > last)) return days;
  }
}

type Times = Record<"scheduledStart" | "scheduledEnd" | "arrivalWindowStart" | "arrivalWindowEnd", Instant | null>;

/** The times of a recurring job on another of its days: at the same time of day there, as long as the first, its window as far from its start. */
export function timesOn(day: LocalDate, { startTime, timezone }: Recurrence, job: Times): Times {
  const start = localTime(day, startTime, timezone);
  const { scheduledStart } = job;
  const moved = (at: Instant | null): Instant | null =>
    at === null || scheduledStart === null ? null : plusMs(start, Date.parse(at) - Date.parse(scheduledStart));
  return {
    scheduledStart: moved(scheduledStart),
    scheduledEnd: moved(job.scheduledEnd),
    arrivalWindowStart: moved(job.arrivalWindowStart),
    arrivalWindowEnd: moved(job.arrivalWindowEnd),
  };
}
