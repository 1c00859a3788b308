import { describe, expect, it } from "vitest";
import { type LocalDate, localTime } from "./time.ts";
import { dayAfter, daysFrom, minutesOf, united, wallClock, weekdayOf, within, without } from "./wall-clock.ts";

const day = (text: string) => text as LocalDate;
const span = (start: number, end: number) => ({ start, end });

describe("local times of a zone", () => {
  it.each(["America/New_York", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu"])(
    "in %s are the moments that the rules of the zone give, on every day of a year",
    (zone) => {
      const clock = wallClock(zone);
      for (const date of daysFrom(day("2026-01-01"), day("2026-12-31")))
        for (const time of ["00:00", "01:30", "02:15", "12:00", "23:59"])
          expect(clock.at(date, time), `${date} ${time}`).toBe(Date.parse(localTime(date, time, zone)));
    },
  );

  it("end a day with 24:00, which is where the next one begins", () => {
    const clock = wallClock("America/Santiago");
    for (const date of ["2026-09-05", "2026-04-04", "2026-06-01"]) {
      expect(clock.at(day(date), "24:00")).toBe(clock.day(dayAfter(day(date))).start);
    }
    expect((clock.day(day("2026-09-06")).end - clock.day(day("2026-09-06")).start) / 3_600_000).toBe(23);
  });

  it("know the days around a day, and its weekday", () => {
    const { before, after, weekday } = wallClock("Asia/Tokyo").day(day("2026-03-01"));
    expect([before, after, weekday]).toEqual(["2026-02-28", "2026-03-02", 6]);
    expect(weekdayOf(day("2026-03-02"))).toBe(0);
    expect(daysFrom(day("2028-02-28"), day("2028-03-01"))).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
    expect(daysFrom(day("2028-03-02"), day("2028-03-01"))).toEqual([]);
  });
});

describe("spans", () => {
  it("become one where they overlap or touch, and none where they have no length", () => {
    expect(united([span(5, 9), span(1, 3), span(3, 4), span(7, 7), span(8, 6)])).toEqual([span(1, 4), span(5, 9)]);
    expect(united([span(1, 10), span(2, 3)])).toEqual([span(1, 10)]);
  });

  it("are cut to another, or by others", () => {
    expect(within([span(0, 4), span(6, 9)], span(3, 7))).toEqual([span(3, 4), span(6, 7)]);
    expect(without([span(0, 10)], [span(2, 3), span(9, 20), span(5, 5)])).toEqual([span(0, 2), span(3, 9)]);
    expect(without([span(0, 10)], [span(-1, 11)])).toEqual([]);
  });

  it("are counted in whole minutes", () => {
    expect(minutesOf([span(0, 90_000), span(100_000, 130_000)])).toBe(2);
    expect(minutesOf([])).toBe(0);
  });
});
