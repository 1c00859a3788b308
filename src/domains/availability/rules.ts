import { type LocalDate, toInstant } from "#/kernel/time.ts";
import {
  dayAfter,
  minutesOf,
  minutesOfDay,
  type Span,
  united,
  type WallClock,
  wallClock,
  weekdayOf,
  within,
  without,
} from "#/kernel/wall-clock.ts";
import { type Hours, type Lunch, type ShiftTimes, type WeeklyShift, type When, weekdays } from "./terms.ts";

/** What decides when a technician works. */
export type Roster = {
  /** Their shifts of every week; undefined: they have none of their own, and work when the business is open. */
  pattern: readonly WeeklyShift[] | undefined;
  /** Shifts of single days, instead of all others of that day. */
  overrides: ReadonlyMap<LocalDate, readonly ShiftTimes[]>;
  /** Approved time off. */
  timeOff: readonly When[];
  /** Days on which the business is closed. */
  holidays: { has: (date: LocalDate) => boolean };
  hours: Hours;
};

/** What says so. */
export type Source = "override" | "holiday" | "pattern" | "business_hours";

const isInForce = ({ effectiveFrom, effectiveTo }: WeeklyShift, date: LocalDate): boolean =>
  (effectiveFrom === null || effectiveFrom <= date) && (effectiveTo === null || date <= effectiveTo);

/** The shifts that begin on a local day, as times of day. An override goes before a holiday: who is put to work on one works. */
export function plannedOn(
  date: LocalDate,
  roster: Roster,
  clock: WallClock,
): { source: Source; shifts: readonly ShiftTimes[] } {
  const override = roster.overrides.get(date);
  if (override) return { source: "override", shifts: override };
  if (roster.holidays.has(date)) return { source: "holiday", shifts: [] };
  const weekday = weekdays[clock.day(date).weekday] ?? "monday";
  if (roster.pattern) {
    const shifts = roster.pattern.filter((shift) => shift.weekday === weekday && isInForce(shift, date));
    return { source: "pattern", shifts };
  }
  const open = roster.hours[weekday];
  return { source: "business_hours", shifts: open ? [{ starts: open.opens, ends: open.closes }] : [] };
}

const isOverMidnight = ({ starts, ends }: ShiftTimes): boolean => ends <= starts;

/** A shift that begins on a local day, as a span of time. */
function spanOfShift(date: LocalDate, shift: ShiftTimes, clock: WallClock): Span {
  const start = clock.at(date, shift.starts);
  return { start, end: clock.at(isOverMidnight(shift) ? clock.day(date).after : date, shift.ends) };
}

/** Shifts that begin on a local day, as whole spans; of the night before only those that go on. */
function shiftsFrom(date: LocalDate, roster: Roster, clock: WallClock, goOn = false): Span[] {
  const { shifts } = plannedOn(date, roster, clock);
  const counted = goOn ? shifts.filter(isOverMidnight) : shifts;
  if (counted.length === 0) return [];
  const { start, end } = clock.day(date);
  if (start === end) return []; // a day that the zone has left out
  return counted.map((shift) => spanOfShift(date, shift, clock));
}

/** The whole shifts that reach into a local day: those of the night before too. */
export function shiftsOf(date: LocalDate, roster: Roster, clock: WallClock): Span[] {
  const day = clock.day(date);
  const planned = [...shiftsFrom(day.before, roster, clock, true), ...shiftsFrom(date, roster, clock)];
  return united(planned).filter(({ start, end }) => start < day.end && end > day.start);
}

/** Whole days as the zone has them, or the span itself. */
export const spanOf = ({ dateFrom, dateTo, startsAt, endsAt }: When, clock: WallClock): Span =>
  dateFrom !== null && dateTo !== null
    ? { start: clock.day(dateFrom).start, end: clock.day(dateTo).end }
    : { start: Date.parse(startsAt), end: Date.parse(endsAt) };

export type WhenInput = { [K in keyof When]?: When[K] | undefined };
/** What a body says: whole days, or a span of time (absence-schemas.ts judges which). */
export function whenOf({ dateFrom, dateTo, startsAt, endsAt }: WhenInput, clock: WallClock): When {
  if (startsAt && endsAt) return { dateFrom: null, dateTo: null, startsAt, endsAt };
  const days = { dateFrom: dateFrom ?? FIRST, dateTo: dateTo ?? FIRST };
  return {
    ...days,
    startsAt: toInstant(clock.day(days.dateFrom).start),
    endsAt: toInstant(clock.day(days.dateTo).end),
  };
}

/** The part of a local day in which the technician works, in milliseconds. */
export function freeOf(date: LocalDate, roster: Roster, clock: WallClock): Span[] {
  const planned = within(shiftsOf(date, roster, clock), clock.day(date));
  return without(
    planned,
    roster.timeOff.map((when) => spanOf(when, clock)),
  );
}

export const toInterval = ({ start, end }: Span) => ({ startsAt: toInstant(start), endsAt: toInstant(end) });
export type Interval = ReturnType<typeof toInterval>;

/** The part of a local day in which the technician works, in the zone of the business. A shift over midnight belongs to both days. */
export const availabilityOf = (date: LocalDate, timeZone: string, roster: Roster): Interval[] =>
  freeOf(date, roster, wallClock(timeZone)).map(toInterval);

/** Minutes of work in the free part of a day: the lunch is taken off as far as its time is free. */
export function minutesOfWork(free: readonly Span[], date: LocalDate, lunch: Lunch | null, clock: WallClock): number {
  if (!lunch) return minutesOf(free);
  const pause = within(free, { start: clock.at(date, lunch.from), end: clock.at(date, lunch.to) });
  return minutesOf(free) - Math.min(lunch.minutes, minutesOf(pause));
}

const WEEK = 7;
const DAY_MINUTES = 24 * 60;
const minutesFrom = (shift: ShiftTimes, day: number) => ({
  start: day * DAY_MINUTES + minutesOfDay(shift.starts),
  end: day * DAY_MINUTES + minutesOfDay(shift.ends) + (isOverMidnight(shift) ? DAY_MINUTES : 0),
});
const meet = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

const FIRST = "1970-01-01" as LocalDate;
const LAST = "2199-12-31" as LocalDate;
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** Whether two shifts of every week are at the same time on any day on which both are in force. A shift lasts a day at most. */
function overlap(a: WeeklyShift, b: WeeklyShift): boolean {
  return [-1, 0, 1].some((days) => {
    const isThatDay = (weekdays.indexOf(a.weekday) + days + WEEK) % WEEK === weekdays.indexOf(b.weekday);
    if (!isThatDay || !meet(minutesFrom(a, 0), minutesFrom(b, days))) return false;
    const from = later(a.effectiveFrom ?? FIRST, dayAfter(b.effectiveFrom ?? FIRST, -days));
    const to = earlier(a.effectiveTo ?? LAST, dayAfter(b.effectiveTo ?? LAST, -days));
    const wait = (weekdays.indexOf(a.weekday) - weekdayOf(from) + WEEK) % WEEK;
    return dayAfter(from, wait) <= to;
  });
}

/** Places of shifts in a list that overlap with one before them, and that one's place. */
function clashes<S>(shifts: readonly S[], overlaps: (a: S, b: S) => boolean): [number, number][] {
  return shifts.flatMap((shift, place) => {
    const other = shifts.slice(0, place).findIndex((one) => overlaps(one, shift));
    return other === -1 ? [] : [[place, other] as [number, number]];
  });
}
export const clashesOfWeek = (shifts: readonly WeeklyShift[]) => clashes(shifts, overlap);
export const clashesOfDay = (shifts: readonly ShiftTimes[]) =>
  clashes(shifts, (a, b) => meet(minutesFrom(a, 0), minutesFrom(b, 0)));

/** What the statuses of time off may become. */
const decisions = { approved: ["requested"], rejected: ["requested", "approved"] } as const;
export const whoMayBecome = (next: keyof typeof decisions): string => decisions[next].join(" or ");
export const mayBecome = (status: string, next: keyof typeof decisions): boolean =>
  (decisions[next] as readonly string[]).includes(status);
