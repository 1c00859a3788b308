import { describe, expect, it } from "vitest";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import { levelOf, misreadingOf, nextDue, stretchesOf } from "./rules.ts";

const day = (text: string) => text as LocalDate;
const at = (text: string) => `${text}T12:00:00.000Z` as Instant;

describe("a reading of the odometer", () => {
  const known = { readingM: 320_428_000, at: at("2026-01-10") };
  it.each([
    [{ readingM: 3_204_280_000, at: at("2026-01-11") }, { before: known, after: undefined }, "implausible"],
    [{ readingM: 320_427_000, at: at("2026-01-09") }, { before: undefined, after: known }, undefined],
    [{ readingM: 320_429_000, at: at("2026-01-09") }, { before: undefined, after: known }, "above_later"],
    [{ readingM: 320_427_999, at: at("2026-01-11") }, { before: known, after: undefined }, "falls"],
    [{ readingM: 320_428_000, at: at("2026-01-10") }, { before: known, after: undefined }, undefined],
    [{ readingM: 322_928_000, at: at("2026-01-11") }, { before: known, after: undefined }, undefined],
    [{ readingM: 322_928_001, at: at("2026-01-11") }, { before: known, after: undefined }, "implausible"],
    [{ readingM: 420_000_000, at: at("2026-12-10") }, { before: known, after: undefined }, undefined],
  ])("%j beside %j: %s", (reading, neighbours, wrong) => {
    expect(misreadingOf(reading, neighbours, false)).toBe(wrong);
  });

  it("that is confirmed may be further than anybody drives, and still not fall", () => {
    const reading = { readingM: 3_204_280_000, at: at("2026-01-11") };
    expect(misreadingOf(reading, { before: known, after: undefined }, true)).toBeUndefined();
    expect(misreadingOf({ ...reading, readingM: 1 }, { before: known, after: undefined }, true)).toBe("falls");
  });
});

describe("how urgent a plan is", () => {
  const plan = { dueOn: day("2026-07-15"), dueOdometerM: 88_000_000, soonDays: 14, soonM: 800_000 };
  it.each([
    ["2026-06-30", 87_199_999, "none"],
    ["2026-07-01", 87_000_000, "due_soon"],
    ["2026-01-01", 87_200_000, "due_soon"],
    ["2026-07-15", 80_000_000, "due"],
    ["2026-01-01", 88_000_000, "due"],
    ["2026-01-01", 88_800_000, "due"],
    ["2026-01-01", 88_800_001, "overdue"],
    ["2026-07-16", 80_000_000, "overdue"],
    ["2026-07-01", 88_000_000, "due"],
    ["2026-07-15", null, "due"],
  ])("on %s at %s m: %s", (today, odometerM, level) => {
    expect(levelOf(plan, odometerM, day(today))).toBe(level);
  });

  it("is nothing by distance while nobody has looked at the odometer", () => {
    expect(levelOf({ ...plan, dueOn: null }, null, day("2030-01-01"))).toBe("none");
  });
});

it("counts the next cycle from when it was really done, and keeps to the end of shorter months", () => {
  const intervals = { intervalMonths: 1, intervalM: 8_000_000 };
  expect(nextDue(intervals, { lastDoneOn: day("2026-01-31"), lastDoneOdometerM: 80_500_000 })).toEqual({
    ...{ dueOn: "2026-02-28", dueOdometerM: 88_500_000 },
  });
  expect(
    nextDue({ intervalMonths: null, intervalM: 1000 }, { lastDoneOn: day("2026-01-31"), lastDoneOdometerM: null }),
  ).toEqual({ dueOn: null, dueOdometerM: null });
});

it("tells what a vehicle uses from one full tank to the next, with all that was filled in between", () => {
  const fill = (on: string, volumeMl: number, odometerM: number | null, fullTank = true) => ({
    ...{ at: at(on), volumeMl, odometerM, fullTank },
  });
  expect(
    stretchesOf([
      fill("2026-01-01", 60_000, 1_000_000),
      fill("2026-01-05", 20_000, 1_200_000, false),
      fill("2026-01-08", 10_000, null),
      fill("2026-01-10", 30_000, 1_500_000),
      fill("2026-01-20", 55_000, 2_000_000),
    ]),
  ).toEqual([
    { from: at("2026-01-01"), to: at("2026-01-10"), distanceM: 500_000, volumeMl: 60_000, mlPer100Km: 12_000 },
    { from: at("2026-01-10"), to: at("2026-01-20"), distanceM: 500_000, volumeMl: 55_000, mlPer100Km: 11_000 },
  ]);
  expect(stretchesOf([])).toEqual([]);
});
