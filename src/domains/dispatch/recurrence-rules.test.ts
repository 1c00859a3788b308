import { describe, expect, it } from "vitest";
import { type LocalDate, toInstant } from "#/kernel/time.ts";
import { occurrences, type Recurrence, recurrenceFrom, timesOn } from "./recurrence-rules.ts";

const zone = "America/New_York";
const every = (n: number, unit: Recurrence["unit"], startsOn: string, until: string | null = null): Recurrence => ({
  ...{ unit, every: n, startTime: "09:00", timezone: zone },
  startsOn: startsOn as LocalDate,
  until: until as LocalDate | null,
});
const days = (recurrence: Recurrence, after: string, through: string) =>
  occurrences(recurrence, after as LocalDate, through as LocalDate);

describe("the days on which a job comes again", () => {
  it.each([
    [every(1, "day", "2026-03-28"), "2026-03-28", "2026-03-31", ["2026-03-29", "2026-03-30", "2026-03-31"]],
    [every(2, "week", "2026-03-02"), "2026-03-02", "2026-04-20", ["2026-03-16", "2026-03-30", "2026-04-13"]],
    [every(1, "month", "2026-01-31"), "2026-01-31", "2026-05-30", ["2026-02-28", "2026-03-31", "2026-04-30"]],
    [
      every(1, "year", "2024-02-29"),
      "2024-02-29",
      "2028-03-01",
      ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ],
    [every(3, "month", "2026-01-15", "2026-07-15"), "2026-01-15", "2027-01-01", ["2026-04-15", "2026-07-15"]],
    [every(1, "week", "2016-01-04"), "2026-03-27", "2026-04-07", ["2026-03-30", "2026-04-06"]],
    [every(5, "month", "2010-10-31"), "2026-03-30", "2026-09-30", ["2026-03-31", "2026-08-31"]],
    [every(1, "week", "2026-05-04"), "2026-03-01", "2026-05-10", []],
    [every(1, "week", "2026-03-02", "2026-03-01"), "2026-03-01", "2026-05-10", []],
    [
      { ...every(1, "week", "2026-03-03"), weekdays: ["monday", "thursday"] } satisfies Recurrence,
      "2026-03-03",
      "2026-03-12",
      ["2026-03-05", "2026-03-09", "2026-03-12"],
    ],
    [
      {
        ...every(2, "week", "2026-03-04", "2026-03-20"),
        weekdays: ["monday", "wednesday", "friday"],
      } satisfies Recurrence,
      "2026-02-01",
      "2026-04-30",
      ["2026-03-06", "2026-03-16", "2026-03-18", "2026-03-20"],
    ],
    [
      { ...every(1, "month", "2026-01-05"), weekdayOfMonth: { week: "first", weekday: "monday" } } satisfies Recurrence,
      "2026-01-05",
      "2026-04-06",
      ["2026-02-02", "2026-03-02", "2026-04-06"],
    ],
    [
      { ...every(1, "month", "2026-01-30"), weekdayOfMonth: { week: "last", weekday: "friday" } } satisfies Recurrence,
      "2026-02-27",
      "2026-05-31",
      ["2026-03-27", "2026-04-24", "2026-05-29"],
    ],
    [
      {
        ...every(1, "year", "2025-11-27"),
        weekdayOfMonth: { week: "fourth", weekday: "thursday" },
      } satisfies Recurrence,
      "2025-11-27",
      "2027-12-31",
      ["2026-11-26", "2027-11-25"],
    ],
  ])("%o after %s up to %s", (recurrence, after, through, expected) => {
    expect(days(recurrence, after, through)).toEqual(expected);
  });

  it("are the same, however the time is cut into spans", () => {
    for (const recurrence of [
      every(1, "month", "2026-01-31"),
      every(10, "day", "2026-01-05"),
      every(1, "year", "2024-02-29"),
      { ...every(3, "week", "2026-01-28"), weekdays: ["monday", "wednesday", "sunday"] } satisfies Recurrence,
      { ...every(1, "month", "2026-01-31"), weekdayOfMonth: { week: "first", weekday: "sunday" } } satisfies Recurrence,
    ]) {
      const cuts = ["2026-01-31", "2026-02-27", "2026-02-28", "2026-03-30", "2026-06-30", "2027-12-31", "2028-02-29"];
      const parts = cuts.slice(1).flatMap((cut, i) => days(recurrence, cuts[i] ?? "", cut));
      expect(parts).toEqual(days(recurrence, "2026-01-31", "2028-02-29"));
    }
  });
});

describe("the times of a job that comes again", () => {
  const job = {
    scheduledStart: toInstant("2026-03-06T14:00:00Z"), // 09:00 in winter
    scheduledEnd: toInstant("2026-03-06T16:30:00Z"),
    arrivalWindowStart: toInstant("2026-03-06T13:30:00Z"),
    arrivalWindowEnd: null,
  };
  it("are the same on the clock, through the change of the clocks", () => {
    const recurrence = recurrenceFrom({ unit: "week", every: 1, until: null }, job.scheduledStart, zone);
    expect(recurrence).toMatchObject({ startsOn: "2026-03-06", startTime: "09:00", timezone: zone });
    expect(timesOn("2026-03-13" as LocalDate, recurrence, job)).toEqual({
      scheduledStart: "2026-03-13T13:00:00.000Z",
      scheduledEnd: "2026-03-13T15:30:00.000Z",
      arrivalWindowStart: "2026-03-13T12:30:00.000Z",
      arrivalWindowEnd: null,
    });
  });
  it("begin an hour later where the clocks skip the hour, and the first time where it comes twice", () => {
    const night = { ...every(1, "week", "2026-03-01"), startTime: "02:30" };
    expect(timesOn("2026-03-08" as LocalDate, night, job).scheduledStart).toBe("2026-03-08T07:30:00.000Z"); // 03:30
    const late = { ...night, startTime: "01:30" };
    expect(timesOn("2026-11-01" as LocalDate, late, job).scheduledStart).toBe("2026-11-01T05:30:00.000Z");
  });
});
