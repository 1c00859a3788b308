import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayBounds, type LocalDate, localDateOf, plusDays, plusMs, plusSeconds, toInstant } from "./time.ts";

const HOUR = 3_600_000;
const zones = [
  "America/New_York",
  "America/Los_Angeles",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Europe/Berlin",
  "UTC",
];
const hoursOf = (date: string, zone: string) => {
  const { start, end } = dayBounds(date as LocalDate, zone);
  return (Date.parse(end) - Date.parse(start)) / HOUR;
};

describe("a local day", () => {
  it.each([
    ["2026-03-07", "America/New_York", 24],
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-08", "America/Phoenix", 24],
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    // the clocks change at midnight, so the day begins at 01:00
    ["2026-09-06", "America/Santiago", 23],
  ])("%s in %s has %s hours", (date, zone, hours) => expect(hoursOf(date, zone)).toBe(hours));

  it("in Tampa begins at 04:00 UTC in summer", () => {
    expect(dayBounds("2026-07-04" as LocalDate, "America/New_York")).toEqual({
      start: "2026-07-04T04:00:00.000Z",
      end: "2026-07-05T04:00:00.000Z",
    });
  });

  const instant = fc
    .date({ min: new Date("1971-01-01"), max: new Date("2037-12-31"), noInvalidDate: true })
    .map(toInstant);
  it("contains every instant of that day, and the next day starts where it ends", () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const day = localDateOf(at, zone);
        const { start, end } = dayBounds(day, zone);
        return start <= at && at < end && dayBounds(plusDays(day, 1), zone).start === end;
      }),
      { numRuns: 300 },
    );
  });
});

describe("an instant", () => {
  it("is kept in UTC with milliseconds, so that it sorts as text", () => {
    expect(toInstant("2026-03-28T09:00:00+02:00")).toBe("2026-03-28T07:00:00.000Z");
    const any = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(fc.property(any, any, (a, b) => toInstant(a) < toInstant(b) === a < b));
  });

  it("can be shifted by seconds and by milliseconds", () => {
    const at = toInstant("2026-12-31T23:59:59.999Z");
    expect([plusMs(at, 1), plusSeconds(at, -60)]).toEqual(["2027-01-01T00:00:00.000Z", "2026-12-31T23:58:59.999Z"]);
  });
});

it("adding days follows the calendar across month ends and leap days", () => {
  expect(plusDays("2028-02-28" as LocalDate, 1)).toBe("2028-02-29");
  expect(plusDays("2026-02-28" as LocalDate, 1)).toBe("2026-03-01");
  expect(plusDays("2026-01-01" as LocalDate, -1)).toBe("2025-12-31");
});
