import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import { dayAfter, minutesOf, type Span, united, wallClock, within, without } from "#/kernel/wall-clock.ts";
import { availabilityOf, clashesOfDay, clashesOfWeek, freeOf, minutesOfWork, type Roster, shiftsOf } from "./rules.ts";
import { type Hours, type ShiftTimes, type WeeklyShift, weekdays } from "./terms.ts";

const day = (text: string) => text as LocalDate;
const closed = Object.fromEntries(weekdays.map((weekday) => [weekday, null])) as Hours;
const hours: Hours = { ...closed, monday: { opens: "08:00", closes: "17:00" } };
const weekly = (weekday: WeeklyShift["weekday"], starts: string, ends: string, more = {}): WeeklyShift => ({
  weekday,
  starts,
  ends,
  effectiveFrom: null,
  effectiveTo: null,
  ...more,
});
const everyDay = (starts: string, ends: string) => weekdays.map((weekday) => weekly(weekday, starts, ends));
const roster = (more: Partial<Roster> = {}): Roster => ({
  pattern: undefined,
  overrides: new Map(),
  timeOff: [],
  holidays: new Set<LocalDate>(),
  hours,
  ...more,
});
const off = (startsAt: string, endsAt: string) => ({
  dateFrom: null,
  dateTo: null,
  startsAt: startsAt as Instant,
  endsAt: endsAt as Instant,
});
const wholeDays = (from: string, to: string) => ({ ...off("", ""), dateFrom: day(from), dateTo: day(to) });

const NEW_YORK = "America/New_York";
const freeText = (date: string, zone: string, of: Roster) =>
  availabilityOf(day(date), zone, of).map(({ startsAt, endsAt }) => `${startsAt.slice(5, 16)}/${endsAt.slice(5, 16)}`);
const minutes = (date: string, zone: string, of: Roster) => minutesOf(freeOf(day(date), of, wallClock(zone)));

describe("when a technician works", () => {
  it("is when the business is open, without shifts of their own", () => {
    expect(freeText("2026-03-02", NEW_YORK, roster())).toEqual(["03-02T13:00/03-02T22:00"]);
    expect(freeText("2026-03-03", NEW_YORK, roster())).toEqual([]);
  });

  it("follows their shifts alone once they have some, also before and after these are in force", () => {
    const pattern = [
      weekly("monday", "09:00", "12:00", { effectiveFrom: "2026-03-09", effectiveTo: "2026-03-16" }),
      weekly("monday", "13:00", "17:00", { effectiveFrom: "2026-03-09", effectiveTo: "2026-03-16" }),
    ];
    const of = roster({ pattern });
    expect(["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"].map((date) => minutes(date, NEW_YORK, of))).toEqual(
      [0, 420, 420, 0],
    );
    expect(freeText("2026-03-09", NEW_YORK, of)).toEqual(["03-09T13:00/03-09T16:00", "03-09T17:00/03-09T21:00"]);
    expect(minutes("2026-03-09", NEW_YORK, roster({ pattern: [] }))).toBe(0);
  });

  it("belongs to both days when a shift runs over midnight", () => {
    const of = roster({ pattern: [weekly("friday", "22:00", "06:00")] });
    expect(minutes("2026-03-20", NEW_YORK, of)).toBe(120);
    expect(minutes("2026-03-21", NEW_YORK, of)).toBe(360);
    const clock = wallClock(NEW_YORK);
    const whole = { start: Date.parse("2026-03-21T02:00Z"), end: Date.parse("2026-03-21T10:00Z") };
    for (const date of ["2026-03-20", "2026-03-21"]) expect(shiftsOf(day(date), of, clock)).toEqual([whole]);
  });

  it("is not on a holiday, but for shifts of that very day", () => {
    const holidays = new Set([day("2026-07-03")]);
    const of = roster({ pattern: everyDay("08:00", "16:00"), holidays });
    expect(minutes("2026-07-03", NEW_YORK, of)).toBe(0);
    const called = roster({ ...of, overrides: new Map([[day("2026-07-03"), [{ starts: "10:00", ends: "12:00" }]]]) });
    expect(minutes("2026-07-03", NEW_YORK, called)).toBe(120);
    const dayOff = roster({ ...of, overrides: new Map([[day("2026-07-02"), []]]) });
    expect(minutes("2026-07-02", NEW_YORK, dayOff)).toBe(0);
  });

  it("ends with the holiday's midnight only for shifts that begin on it: last night's goes on", () => {
    const holidays = new Set([day("2026-07-03")]);
    const of = roster({ pattern: everyDay("22:00", "06:00"), holidays });
    expect(freeText("2026-07-03", NEW_YORK, of)).toEqual(["07-03T04:00/07-03T10:00"]);
  });

  it("is a night of 7 hours when the clocks go forward, and of 9 when they go back", () => {
    const of = roster({ pattern: everyDay("22:00", "06:00") });
    const night = (date: string) =>
      minutes(date, NEW_YORK, roster({ ...of, overrides: new Map([[dayAfter(day(date)), []]]) })) +
      minutes(dayAfter(day(date)), NEW_YORK, roster({ ...of, overrides: new Map([[dayAfter(day(date)), []]]) }));
    expect(night("2026-03-07") - 360).toBe(7 * 60); // the night before reaches into the first day by 6 hours
    expect(night("2026-10-31") - 360).toBe(9 * 60);
  });

  it("fills 23 and 25 hours on the days when the clocks change", () => {
    const of = roster({ pattern: everyDay("00:00", "24:00") });
    expect(["2026-03-08", "2026-11-01", "2026-03-09"].map((date) => minutes(date, NEW_YORK, of) / 60)).toEqual([
      23, 25, 24,
    ]);
  });

  it("begins an hour later in the hour that the clocks skip, and in the first of the hours that they repeat", () => {
    const skipped = roster({ pattern: [weekly("sunday", "02:30", "08:00")] });
    expect(freeText("2026-03-08", NEW_YORK, skipped)).toEqual(["03-08T07:30/03-08T12:00"]);
    const repeated = roster({ pattern: [weekly("sunday", "01:30", "08:00")] });
    expect(freeText("2026-11-01", NEW_YORK, repeated)).toEqual(["11-01T05:30/11-01T13:00"]);
    // ends before it begins by the clock of that day: nothing, and never less
    expect(minutes("2026-03-08", NEW_YORK, roster({ pattern: [weekly("sunday", "02:30", "03:00")] }))).toBe(0);
  });

  it("begins at 01:00 where the day does so, and is nothing on a day that the zone has left out", () => {
    const of = roster({ pattern: everyDay("00:00", "08:00") });
    expect(freeText("2026-09-06", "America/Santiago", of)).toEqual(["09-06T04:00/09-06T11:00"]);
    expect(freeText("2026-04-24", "Africa/Cairo", of)).toEqual(["04-23T22:00/04-24T05:00"]);
    expect(freeText("2011-12-30", "Pacific/Apia", of)).toEqual([]);
    expect(minutes("2011-12-31", "Pacific/Apia", of)).toBe(480);
  });

  it("leaves out time off: some hours, or whole local days", () => {
    const pattern = everyDay("08:00", "17:00");
    const away = off("2026-03-18T15:00:00.000Z", "2026-03-18T17:00:00.000Z");
    expect(freeText("2026-03-18", NEW_YORK, roster({ pattern, timeOff: [away] }))).toEqual([
      "03-18T12:00/03-18T15:00",
      "03-18T17:00/03-18T21:00",
    ]);
    const week = roster({ pattern, timeOff: [wholeDays("2026-03-18", "2026-03-19")] });
    expect(
      ["2026-03-17", "2026-03-18", "2026-03-19", "2026-03-20"].map((date) => minutes(date, NEW_YORK, week)),
    ).toEqual([540, 0, 0, 540]);
  });

  it("counts the lunch off as far as its time is free", () => {
    const clock = wallClock(NEW_YORK);
    const lunch = { from: "11:30", to: "13:30", minutes: 30 };
    const date = day("2026-03-18");
    const worked = (starts: string, ends: string) =>
      minutesOfWork(freeOf(date, roster({ pattern: everyDay(starts, ends) }), clock), date, lunch, clock);
    expect([worked("08:00", "17:00"), worked("13:20", "17:00"), worked("14:00", "17:00")]).toEqual([510, 210, 180]);
  });
});

describe("whatever the roster, the zone and the days", () => {
  const zones = [
    NEW_YORK,
    "America/Phoenix",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
  ];
  const time = fc.integer({ min: 0, max: 1439 }).map((n) => {
    const [hour, minute] = [Math.floor(n / 60), n % 60].map((part) => String(part).padStart(2, "0"));
    return `${hour}:${minute}`;
  });
  const shift: fc.Arbitrary<ShiftTimes> = fc
    .record({ starts: time, ends: fc.oneof(time, fc.constant("24:00")) })
    .filter(({ starts, ends }) => starts !== ends);
  // around the changes of the clocks of those zones, too
  const date = fc
    .constantFrom("2026-03-05", "2026-04-03", "2026-04-22", "2026-09-03", "2026-10-02", "2026-10-30")
    .chain((from) => fc.integer({ min: 0, max: 6 }).map((days) => dayAfter(day(from), days)));
  const away = fc.record({
    date,
    from: fc.integer({ min: -1500, max: 1500 }),
    minutes: fc.integer({ min: 1, max: 4000 }),
  });
  const rosters = fc
    .record({
      pattern: fc.option(fc.array(fc.record({ weekday: fc.constantFrom(...weekdays), shift }), { maxLength: 8 }), {
        nil: undefined,
      }),
      overrides: fc.array(fc.tuple(date, fc.array(shift, { maxLength: 3 })), { maxLength: 3 }),
      holidays: fc.array(date, { maxLength: 2 }),
      timeOff: fc.array(away, { maxLength: 4 }),
    })
    .map(({ pattern, overrides, holidays, timeOff }) =>
      roster({
        pattern: pattern?.map(({ weekday, shift: { starts, ends } }) => weekly(weekday, starts, ends)),
        overrides: new Map(overrides),
        holidays: new Set(holidays),
        timeOff: timeOff.map(({ date: on, from, minutes: long }) => {
          const start = Date.parse(on) + from * 60_000;
          return off(new Date(start).toISOString(), new Date(start + long * 60_000).toISOString());
        }),
      }),
    );
  const holds = (check: (zone: string, of: Roster, on: LocalDate) => void) =>
    fc.assert(fc.property(fc.constantFrom(...zones), rosters, date, check), { numRuns: 300 });
  const isInOrder = (spans: readonly Span[]) =>
    spans.every(({ start, end }, i) => end > start && start > (spans[i - 1]?.end ?? Number.NEGATIVE_INFINITY));

  it("free time is in order, without overlaps, inside the day and its shifts", () => {
    holds((zone, of, on) => {
      const clock = wallClock(zone);
      const free = freeOf(on, of, clock);
      expect(isInOrder(free)).toBe(true);
      expect(within(free, clock.day(on))).toEqual(free);
      expect(without(free, shiftsOf(on, of, clock))).toEqual([]);
      expect(minutesOf(free)).toBeGreaterThanOrEqual(0);
    });
  });

  it("time off is taken away exactly", () => {
    holds((zone, of, on) => {
      const clock = wallClock(zone);
      const planned = freeOf(on, roster({ ...of, timeOff: [] }), clock);
      const gone = of.timeOff.map(({ startsAt, endsAt }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) }));
      const taken = gone.flatMap((span) => within(planned, span));
      const free = freeOf(on, of, clock);
      expect(minutesOf(free) + minutesOf(united(taken))).toBe(minutesOf(planned));
      for (const span of gone) expect(within(free, span)).toEqual([]);
    });
  });

  it("the days together are the whole: nothing is lost between them or counted twice", () => {
    holds((zone, of, on) => {
      const clock = wallClock(zone);
      const days = [0, 1, 2, 3].map((n) => dayAfter(on, n));
      const span = { start: clock.day(on).start, end: clock.day(dayAfter(on, 3)).end };
      const whole = without(
        within(
          days.flatMap((one) => shiftsOf(one, of, clock)),
          span,
        ),
        of.timeOff.map(({ startsAt, endsAt }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) })),
      );
      const parts = days.flatMap((one) => freeOf(one, of, clock));
      expect(united(parts)).toEqual(whole);
      expect(parts.reduce((sum, part) => sum + part.end - part.start, 0)).toBe(
        whole.reduce((sum, part) => sum + part.end - part.start, 0),
      );
    });
  });
});

describe("shifts that overlap", () => {
  it("are seen within a day, over midnight and from Sunday to Monday", () => {
    const clash = (...shifts: WeeklyShift[]) => clashesOfWeek(shifts);
    expect(clash(weekly("monday", "08:00", "12:00"), weekly("monday", "12:00", "17:00"))).toEqual([]);
    expect(clash(weekly("monday", "08:00", "12:01"), weekly("monday", "12:00", "17:00"))).toEqual([[1, 0]]);
    expect(clash(weekly("tuesday", "05:00", "09:00"), weekly("monday", "22:00", "06:00"))).toEqual([[1, 0]]);
    expect(clash(weekly("sunday", "22:00", "06:00"), weekly("monday", "05:59", "06:30"))).toEqual([[1, 0]]);
    expect(clash(weekly("sunday", "22:00", "06:00"), weekly("monday", "06:00", "06:30"))).toEqual([]);
    expect(clash(weekly("friday", "08:00", "12:00"), weekly("friday", "08:00", "12:00"))).toEqual([[1, 0]]);
  });

  it("are none when they are never in force together, to the day", () => {
    const until = (effectiveTo: string) => weekly("monday", "08:00", "16:00", { effectiveTo });
    const since = (effectiveFrom: string) => weekly("monday", "10:00", "18:00", { effectiveFrom });
    // 2026-03-09 is a Monday
    expect(clashesOfWeek([until("2026-03-08"), since("2026-03-03")])).toEqual([]);
    expect(clashesOfWeek([until("2026-03-09"), since("2026-03-03")])).toEqual([[1, 0]]);
    expect(clashesOfWeek([until("2026-03-09"), since("2026-03-10")])).toEqual([]);
    const night = weekly("sunday", "22:00", "06:00", { effectiveTo: "2026-03-08" });
    expect(clashesOfWeek([night, weekly("monday", "05:00", "09:00", { effectiveFrom: "2026-03-09" })])).toEqual([
      [1, 0],
    ]);
    expect(clashesOfWeek([night, weekly("monday", "05:00", "09:00", { effectiveFrom: "2026-03-10" })])).toEqual([]);
  });

  it("are seen among the shifts of a single day", () => {
    expect(
      clashesOfDay([
        { starts: "08:00", ends: "12:00" },
        { starts: "11:00", ends: "02:00" },
      ]),
    ).toEqual([[1, 0]]);
    expect(
      clashesOfDay([
        { starts: "08:00", ends: "12:00" },
        { starts: "12:00", ends: "02:00" },
      ]),
    ).toEqual([]);
  });
});
