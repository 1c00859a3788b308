import { type Instant, type LocalDate, localDateOf, toInstant } from "#/kernel/time.ts";
import { dayAfter, wallClock } from "#/kernel/wall-clock.ts";
import type { Break, TimeRules } from "./terms.ts";

const MINUTE = 60_000;
const ms = (at: Instant): number => Date.parse(at);
const minutesBetween = (from: Instant, to: Instant): number => Math.floor((ms(to) - ms(from)) / MINUTE);

/** The instant to which a punch is rounded. The instant is rounded and not the time on the clock: an hour that comes twice has two. */
export function roundedAt(at: Instant, { roundingMinutes, roundingMode }: TimeRules): Instant {
  if (roundingMinutes === 0) return at;
  const step = roundingMinutes * MINUTE;
  const round = { nearest: Math.round, down: Math.floor, up: Math.ceil }[roundingMode];
  return toInstant(round(ms(at) / step) * step);
}

/** Whole minutes of the breaks of one kind. */
export const breakMinutesOf = (breaks: readonly Break[], paid: boolean): number =>
  breaks.reduce(
    (all, one) => (one.paid === paid && one.endedAt ? all + minutesBetween(one.startedAt, one.endedAt) : all),
    0,
  );

/** What a closed entry says of its time. `extraBreakMinutes`: unpaid ones of which nobody knows when they were. */
export type Worked = {
  clockIn: Instant;
  clockOut: Instant;
  roundedIn: Instant;
  roundedOut: Instant;
  breaks: readonly Break[];
  extraBreakMinutes: number;
};

/** The unpaid minutes of an entry, and what is left of it: the rounded times less those. Never below 0. */
export function durationOf({ roundedIn, roundedOut, breaks, extraBreakMinutes }: Omit<Worked, "clockIn" | "clockOut">) {
  const breakMinutes = breakMinutesOf(breaks, false) + extraBreakMinutes;
  return { breakMinutes, durationMinutes: Math.max(0, minutesBetween(roundedIn, roundedOut) - breakMinutes) };
}

export type DayOfWork = { day: LocalDate; minutes: number };

/**
 * The minutes of an entry by local day: cut at midnight, without the unpaid breaks. They sum up to the entry's duration. A break of which nobody
 * knows when it was is taken from the longest part.
 */
export function daysOfWork(entry: Worked, timeZone: string): DayOfWork[] {
  const clock = wallClock(timeZone);
  const [first, last] = [localDateOf(entry.roundedIn, timeZone), localDateOf(entry.roundedOut, timeZone)];
  /** Whole minutes of a span by day; what a midnight cuts off a minute goes to the day in which the minute ends. */
  const split = (from: number, to: number): Map<LocalDate, number> => {
    const found = new Map<LocalDate, number>();
    let counted = 0;
    for (let day = localDateOf(toInstant(from), timeZone); ; day = dayAfter(day)) {
      const until = Math.min(to, clock.day(day).end);
      const whole = Math.max(0, Math.floor((until - from) / MINUTE));
      found.set(day, whole - counted);
      counted = whole;
      if (until >= to) return found;
    }
  };
  const days = split(ms(entry.roundedIn), Math.max(ms(entry.roundedIn), ms(entry.roundedOut)));
  const within = (day: LocalDate) => (day < first ? first : day > last ? last : day);
  let owed = entry.extraBreakMinutes;
  for (const one of entry.breaks) {
    if (one.paid || !one.endedAt) continue;
    const start = ms(one.startedAt);
    for (const [day, minutes] of split(start, start + minutesBetween(one.startedAt, one.endedAt) * MINUTE)) {
      const at = within(day);
      const left = (days.get(at) ?? 0) - minutes;
      days.set(at, Math.max(0, left));
      owed += Math.max(0, -left);
    }
  }
  for (const [day, minutes] of [...days].toSorted(([, a], [, b]) => b - a)) {
    const taken = Math.min(minutes, owed);
    days.set(day, minutes - taken);
    owed -= taken;
  }
  return [...days].filter(([, minutes]) => minutes > 0).map(([day, minutes]) => ({ day, minutes }));
}

type Stretch = { id: number; clockIn: Instant; clockOut: Instant | null };

/** The entries that a new stretch of time would overlap. Those that touch do not overlap; an open entry goes on for ever. */
export const overlapping = <S extends Stretch>({ id, clockIn, clockOut }: Stretch, others: readonly S[]): S[] =>
  others.filter(
    (other) =>
      other.id !== id &&
      (clockOut === null || other.clockIn < clockOut) &&
      (other.clockOut === null || other.clockOut > clockIn) &&
      other.clockIn !== other.clockOut,
  );

/** How far a device's clock may be ahead, and how long it may wait until it tells. */
export const AHEAD_SECONDS = 300;
export const BEHIND_SECONDS = 72 * 3600;
