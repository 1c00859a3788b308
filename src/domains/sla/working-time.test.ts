import fc from "fast-check";
import { expect, it } from "vitest";
import { type Instant, type LocalDate, toInstant } from "#/kernel/time.ts";
import { noWindows } from "./hours.ts";
import { type Window, type WorkingTime, weekdays } from "./terms.ts";
import { afterWorking, workingSeconds } from "./working-time.ts";

const at = (text: string) => toInstant(text);
const on = (days: readonly (typeof weekdays)[number][], windows: Window[]) => ({
  ...noWindows(),
  ...Object.fromEntries(days.map((day) => [day, windows])),
});
const week = weekdays.slice(0, 5);
const office: WorkingTime = {
  timezone: "America/New_York",
  is24x7: false,
  windows: on(week, [
    { opens: "08:00", closes: "12:00" },
    { opens: "13:00", closes: "17:00" },
  ]),
  holidays: ["2026-05-25" as LocalDate],
};
const HOUR = 3600;

it("B51: a promise of an hour skips lunch, the night, the weekend on which the clocks change, and a holiday", () => {
  for (const [created, due] of [
    ["2026-03-10T11:30:00-04:00", "2026-03-10T17:30:00Z"],
    ["2026-03-10T12:15:00-04:00", "2026-03-10T18:00:00Z"],
    ["2026-03-06T16:30:00-05:00", "2026-03-09T12:30:00Z"],
    ["2026-05-22T16:30:00-04:00", "2026-05-26T12:30:00Z"],
  ] as const)
    expect(afterWorking(office, at(created), HOUR), created).toBe(at(due));
});

it("around the clock, working time is plain time, on days on which the clocks change too", () => {
  const always = { ...office, is24x7: true, windows: noWindows(), holidays: [] };
  expect(afterWorking(always, at("2026-03-07T22:00:00-05:00"), 8 * HOUR)).toBe(at("2026-03-08T11:00:00Z"));
  expect(workingSeconds(always, at("2026-03-08T00:00:00-05:00"), at("2026-03-09T00:00:00-04:00"))).toBe(23 * HOUR);
});

it("a night shift over midnight is two windows, an hour shorter or longer on the nights on which the clocks change", () => {
  const night = {
    ...office,
    windows: on(weekdays, [
      { opens: "00:00", closes: "06:00" },
      { opens: "22:00", closes: "24:00" },
    ]),
  };
  const worked = (from: string, to: string) => workingSeconds(night, at(from), at(to)) / HOUR;
  expect(worked("2026-03-07T22:00:00-05:00", "2026-03-08T06:00:00-04:00")).toBe(7);
  expect(worked("2026-10-31T22:00:00-04:00", "2026-11-01T06:00:00-05:00")).toBe(9);
});

it("a calendar that hardly ever opens ends the walk after three years", () => {
  const closed = { ...office, windows: noWindows() };
  expect(afterWorking(closed, at("2026-01-01T00:00:00Z"), 60) < at("2029-02-01T00:00:00Z")).toBe(true);
});

// The same by a clock on the wall that is looked at every minute: no spans, no days, no arithmetic of offsets.

const formats = new Map<string, Intl.DateTimeFormat>();
function wallAt(ms: number, timeZone: string): { date: string; time: string; weekday: string } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", weekday: "long" },
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`,
    weekday: String(parts.weekday).toLowerCase(),
  };
}
const MINUTE = 60_000;
type Minute = ReturnType<typeof wallAt> & { ms: number };

const seen = new Map<string, Minute[]>();
/** Every minute of some days, each with what a clock on the wall says. */
function minutesFrom(from: number, n: number, zone: string): Minute[] {
  const name = `${from} ${n} ${zone}`;
  const minutes =
    seen.get(name) ??
    Array.from({ length: n }, (_, i) => ({ ms: from + i * MINUTE, ...wallAt(from + i * MINUTE, zone) }));
  seen.set(name, minutes);
  return minutes;
}

/** The first minute of a day at which the wall shows a time; in the hour that the clocks skip, as much later as they skip. */
function minuteOf(day: readonly Minute[], time: string): number {
  const [last] = day.slice(-1);
  if (time === "24:00") return (last?.ms ?? 0) + MINUTE;
  const shown = day.find((minute) => minute.time === time);
  if (shown) return shown.ms;
  const inMinutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const before = day.filter((minute) => minute.time < time).at(-1);
  return (before?.ms ?? day[0]?.ms ?? 0) + (inMinutes(time) - inMinutes(before?.time ?? "00:00")) * MINUTE;
}

function openMinutes(time: WorkingTime, minutes: readonly Minute[]): Set<number> {
  const days = Map.groupBy(minutes, ({ date }) => date);
  const open = new Set<number>();
  for (const [date, day] of days) {
    if ((time.holidays as readonly string[]).includes(date)) continue;
    const weekday = weekdays.find((name) => name === day[0]?.weekday) ?? "monday";
    for (const window of time.windows[weekday]) {
      const [from, to] = [minuteOf(day, window.opens), minuteOf(day, window.closes)];
      for (const { ms } of minutes) if (ms >= from && ms < to) open.add(ms);
    }
  }
  return open;
}

const zones = ["America/New_York", "America/Phoenix", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Auckland"];
/** Weekends on which clocks change somewhere, and quiet ones. */
const starts = ["2026-03-05", "2026-04-02", "2026-07-02", "2026-09-25", "2026-10-29"];
const someTime = fc.integer({ min: 0, max: 24 * 4 }).map((quarter) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
});
const someDay = fc
  .uniqueArray(someTime, { minLength: 0, maxLength: 4 })
  .map((times) => times.toSorted())
  .map((times) => times.slice(0, times.length - (times.length % 2)))
  .map((times) => times.flatMap((opens, i) => (i % 2 ? [] : [{ opens, closes: times[i + 1] ?? "24:00" }])));

it("finds the same moment as somebody who looks at the clock on the wall every minute, in any zone and over any change of the clocks", () => {
  const DAYS = 6;
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...starts),
      fc.array(someDay, { minLength: 7, maxLength: 7 }),
      fc.array(fc.integer({ min: 0, max: DAYS }), { maxLength: 2 }),
      fc.integer({ min: 0, max: 36 * 60 }),
      fc.integer({ min: 1, max: 20 * 60 }),
      (timezone, start, days, off, offset, target) => {
        const first = Date.parse(`${start}T00:00:00Z`);
        const holidays = off.map((n) => toInstant(first + n * 24 * 60 * MINUTE).slice(0, 10) as LocalDate);
        const windows = Object.fromEntries(weekdays.map((day, i) => [day, days[i]])) as WorkingTime["windows"];
        const time: WorkingTime = { timezone, is24x7: false, windows, holidays };
        // whole local days around what is asked
        const minutes = minutesFrom(first - 24 * 60 * MINUTE, (DAYS + 2) * 24 * 60, timezone);
        const whole = minutes.filter(({ date }) => date !== minutes[0]?.date && date !== minutes.at(-1)?.date);
        const open = openMinutes(time, whole);
        const from = first + (24 * 60 + offset) * MINUTE;
        const counted = whole.filter(({ ms }) => ms >= from && open.has(ms));
        const last = counted[target - 1];
        if (last) expect(afterWorking(time, toInstant(from), target * 60)).toBe(toInstant(last.ms + MINUTE));
        const end = whole.at(-1)?.ms ?? from;
        const closed: Instant = toInstant(end);
        expect(workingSeconds(time, toInstant(from), closed)).toBe(counted.filter(({ ms }) => ms < end).length * 60);
      },
    ),
    { numRuns: 50 },
  );
});
