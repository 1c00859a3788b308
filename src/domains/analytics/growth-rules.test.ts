import { expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { type Counted, cagrOf, growthOf } from "./growth-rules.ts";
import { beginsWithin, filled, monthsBetween, plusMonths } from "./months.ts";

const months = (values: readonly number[], partial: readonly number[] = []): Counted[] =>
  values.map((value, i) => ({ month: plusMonths("2024-11", i), value, partial: partial.includes(i) }));

it("months go over the end of a year", () => {
  expect([plusMonths("2025-12", 1), plusMonths("2026-01", -1), plusMonths("2026-01", -25)]).toEqual([
    "2026-01",
    "2025-12",
    "2023-12",
  ]);
  expect(monthsBetween("2024-11", "2026-02")).toBe(15);
});

it("history begins with the first month of business, and a month without any is 0", () => {
  const known = [
    { month: "2025-08", value: 0 },
    { month: "2025-11", value: 5 },
    { month: "2026-01", value: 7 },
  ];
  expect(filled(known, "2026-02").map(({ value }) => value)).toEqual([5, 0, 7]);
  expect(filled(known, "2025-09")).toEqual([]);
});

it("a year's growth is that from the same month of the year before, even if the months before are not shown", () => {
  const grown = growthOf(months([100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 150, 75]), 12, "cents");
  expect(grown.map(({ momBps, yoyBps }) => [momBps, yoyBps])).toEqual([
    [20_000, 5_000],
    [-5_000, null],
  ]);
  expect(grown[1]).toMatchObject({ average3Months: 92, average6Months: 46, average12Months: 23 });
});

it("a month of which only some days count has no growth, and no other month is compared with it or averaged with it", () => {
  const grown = growthOf(months([10, 20, 30, 40, 50], [1]), 0, "cents");
  expect(grown.map(({ momBps }) => momBps)).toEqual([null, null, null, 3_333, 2_500]);
  expect(grown.map(({ average3Months }) => average3Months)).toEqual([null, null, null, null, 40]);
});

it("averages of few jobs are to a tenth, and of money to the cent", () => {
  const [jobs, revenue] = (["count", "cents"] as const).map((unit) => growthOf(months([0, 0, 1]), 2, unit)[0]);
  expect([jobs?.average3Months, revenue?.average3Months]).toEqual([0.3, 0]);
});

it("yearly growth needs 13 whole months and a first one that is not 0", () => {
  expect(cagrOf(months(Array.from({ length: 12 }, () => 10)))).toBeNull();
  expect(cagrOf(months([100, ...Array.from({ length: 11 }, () => 1), 121]))).toBe(2_100);
  expect(cagrOf(months([100, ...Array.from({ length: 23 }, () => 1), 121]))).toBe(1_000);
  expect(cagrOf(months([0, ...Array.from({ length: 23 }, () => 1), 121]))).toBeNull();
  expect(cagrOf(months([100, ...Array.from({ length: 12 }, () => 1), 5], [13]))).toBe(-9_900);
});

it("a first month counts in part where the business signed up within it, and brought none of its days along", () => {
  const begins = (first: string | undefined, day: string, broughtDays = false) =>
    beginsWithin(first, { day: day as LocalDate, broughtDays });
  expect(begins("2026-01", "2026-01-20")).toBe(true);
  expect(begins("2024-02", "2024-02-29"), "of a leap year").toBe(true);
  expect(begins("2026-01", "2026-01-01")).toBe(false);
  expect(begins("2026-01", "2026-01-20", true)).toBe(false);
  expect(begins("2025-12", "2026-01-20"), "months before were brought along").toBe(false);
  expect(begins(undefined, "2026-01-20")).toBe(false);
});
