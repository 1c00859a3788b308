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

export const recurrenceUnits = ["day", "week", "month", "year"] as const;

/** How a job comes again: by local days and the time of day on the clocks of a zone, never by hours of UTC. */
export type Recurrence = {
  unit: (typeof recurrenceUnits)[number];
  /** The step between two jobs, in units. */
  every: number;
  /** The last local day on which it may come; null: without end. */
  until: LocalDate | null;
  /** Local day and time of day, `HH:MM`, of the first job. */
  startsOn: LocalDate;
  startTime: string;
  timezone: string;
};

type Rhythm = Pick<Recurrence, "unit" | "every"> & { until?: LocalDate | null };

/** A recurrence that begins with a job at this time. */
export const recurrenceFrom = (
  { unit, every, until = null }: Rhythm,
  start: Instant,
  timezone: string,
): Recurrence => ({
  ...{ unit, every, until, timezone },
  startsOn: localDateOf(start, timezone),
  startTime: localTimeOf(start, timezone),
});

const DAY_MS = 86_400_000;
const monthsOf = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

/**
 * The local days after `after` up to `through` on which a job comes again. Each is counted from the first day, so that a job of the 31st comes on
 * the last day of a shorter month and on the 31st again afterwards (domain-rules.md 3.0).
 */
export function occurrences(
  { unit, every, until, startsOn }: Recurrence,
  after: LocalDate,
  through: LocalDate,
): LocalDate[] {
  const isByDays = unit === "day" || unit === "week";
  const step = every * (unit === "week" ? 7 : unit === "year" ? 12 : 1);
  const passed = isByDays ? (Date.parse(after) - Date.parse(startsOn)) / DAY_MS : monthsOf(after) - monthsOf(startsOn);
  const last = until !== null && until < through ? until : through;
  const days: LocalDate[] = [];
  for (let n = Math.max(1, Math.floor(passed / step)); ; n++) {
    const day = isByDays ? plusDays(startsOn, n * step) : plusMonths(startsOn, n * step);
    if (day > last) return days;
    if (day > after) days.push(day);
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
