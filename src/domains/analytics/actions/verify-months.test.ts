import { expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { portion } from "./verify-months.ts";

const day = (text: string) => text as LocalDate;

it("all months are counted six at a time, from the next one to the one before the earliest row", () => {
  const told: string[][] = [];
  for (let next: string | null = null, more = true; more; more = next !== null) {
    const { months, nextMonth } = portion(day("2026-03-28"), next, day("2025-07-09"));
    told.push(months);
    next = nextMonth;
  }
  expect(told).toEqual([
    ["2026-04", "2026-03", "2026-02", "2026-01", "2025-12", "2025-11"],
    ["2025-10", "2025-09", "2025-08", "2025-07", "2025-06"],
  ]);
});

it("a business without a row is counted at once, and nobody's beyond ten years", () => {
  expect(portion(day("2026-03-28"), null, undefined)).toEqual({ months: ["2026-04", "2026-03"], nextMonth: null });
  expect(portion(day("2026-03-28"), "2016-05", day("1990-01-01"))).toEqual({
    months: ["2016-05", "2016-04"],
    nextMonth: null,
  });
  expect(portion(day("2026-03-28"), null, day("2030-01-01"))).toMatchObject({ nextMonth: null });
});
