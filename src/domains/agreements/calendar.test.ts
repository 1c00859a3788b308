import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import {
  type BillingFrequency,
  duePeriods,
  firstBilledFrom,
  periodOf,
  periodWith,
  termEnd,
  visitsOf,
} from "./calendar.ts";
import { earnedBy, expiringDays, monthlyCentsOf, rateBps, refundOf, renewalPrice, termOf } from "./rules.ts";

const day = (text: string) => text as LocalDate;
const term = (anchorOn: string, more: Partial<Parameters<typeof termOf>[0]> = {}) =>
  termOf({
    ...{ anchorOn: day(anchorOn), offsetMonths: 0, termMonths: 12, cancelsOn: null },
    ...{ billingFrequency: "monthly" as BillingFrequency, billingTiming: "advance" as const },
    ...more,
  });
const starts = (t: ReturnType<typeof term>, n: number) =>
  Array.from({ length: n }, (_, i) => periodOf(t, i + 1)?.start);

describe("the periods of a term", () => {
  it("begin on the month's last day where the first one began on the 31st, and on the 31st again afterwards", () => {
    expect(starts(term("2026-01-31"), 5)).toEqual([
      "2026-01-31",
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
      "2026-05-31",
    ]);
    expect(periodOf(term("2026-01-31"), 1)?.end).toBe("2026-02-27");
    expect(periodOf(term("2026-01-31"), 2)?.end).toBe("2026-03-30");
  });

  it("of a year that began on 29 February begin on the 28th in common years and on the 29th in leap years", () => {
    const yearly = term("2024-02-29", { billingFrequency: "annual", termMonths: 60 });
    expect(starts(yearly, 5)).toEqual(["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
  });

  it("go on by the first anchor in the next term", () => {
    const next = term("2026-01-31", { offsetMonths: 12 });
    expect([periodOf(next, 2)?.start, periodOf(next, 3)?.start]).toEqual(["2027-02-28", "2027-03-31"]);
    expect(termEnd(next)).toBe("2028-01-30");
  });

  it("are billed on their first day, or on the day after their last", () => {
    expect(periodOf(term("2026-01-15"), 1)?.billOn).toBe("2026-01-15");
    expect(periodOf(term("2026-01-15", { billingTiming: "arrears" }), 1)?.billOn).toBe("2026-02-15");
  });

  it("end with the term, or with the day that it was cancelled for", () => {
    expect(periodOf(term("2026-01-15"), 12)?.end).toBe("2027-01-14");
    expect(periodOf(term("2026-01-15"), 13)).toBeUndefined();
    expect(periodOf(term("2026-01-15", { cancelsOn: day("2026-03-14") }), 3)).toBeUndefined();
    const once = term("2026-01-15", { billingFrequency: "one_time" });
    expect([periodOf(once, 1)?.end, periodOf(once, 2)]).toEqual(["2027-01-14", undefined]);
  });

  it("missed for four months are billed three at a time, and one is left for a person", () => {
    const { due, left, next } = duePeriods(term("2026-01-15"), 2, day("2026-05-20"), 3);
    expect(due.map(({ start }) => start)).toEqual(["2026-02-15", "2026-03-15", "2026-04-15"]);
    expect([left, next?.start]).toEqual([1, "2026-05-15"]);
  });

  it("are found by a day", () => {
    for (const at of ["2026-01-31", "2026-02-27", "2026-02-28", "2026-12-31", "2027-01-30"]) {
      const found = periodWith(term("2026-01-31"), day(at));
      expect(found && found.start <= at && at <= found.end, at).toBe(true);
    }
    expect(periodWith(term("2026-01-31"), day("2026-01-30"))).toBeUndefined();
    expect(periodWith(term("2026-01-31"), day("2027-01-31"))).toBeUndefined();
    expect(firstBilledFrom(term("2026-01-31"), 1, day("2026-03-01"))?.start).toBe("2026-03-31");
  });
});

describe("visits", () => {
  const how = { visitsPerYear: 2, preferredMonths: [] as number[], windowDays: 15, leadDays: 30 };
  const year = { from: 0, months: 12 };
  const dues = (anchorOn: string, more: Partial<typeof how>, months = year) =>
    visitsOf(term(anchorOn), { ...how, ...more }, months).map(({ dueOn }) => dueOn);

  it("are spread evenly over the year", () => {
    expect(dues("2026-01-31", { visitsPerYear: 4 })).toEqual(["2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31"]);
    expect(dues("2026-01-01", { visitsPerYear: 5 })).toEqual([
      ...["2026-01-01", "2026-03-13", "2026-05-25", "2026-08-07", "2026-10-19"],
    ]);
    expect(dues("2026-01-01", {}, { from: 0, months: 6 })).toEqual(["2026-01-01"]);
  });

  it("come in the months that the trade prefers", () => {
    const preferredMonths = [3, 4, 5, 9, 10, 11];
    expect(dues("2026-01-31", { preferredMonths })).toEqual(["2026-03-31", "2026-09-30"]);
    expect(dues("2026-10-10", { preferredMonths })).toEqual(["2026-10-10", "2027-04-10"]);
    expect(new Set(dues("2026-01-10", { preferredMonths: [4], visitsPerYear: 3 })).size).toBe(3);
  });

  it("have a window that does not open before the agreement, and a job that is made before", () => {
    expect(visitsOf(term("2026-01-10"), how, year)[0]).toEqual({
      ...{ dueOn: "2026-01-10", windowStart: "2026-01-10", windowEnd: "2026-01-25", scheduleOn: "2025-12-11" },
    });
  });
});

describe("money", () => {
  const june = { no: 6, start: day("2026-06-01"), end: day("2026-06-30"), billOn: day("2026-06-01") };
  const visits = { all: 2, unused: 1 };

  it("comes back by the days that are left, of which the day of cancelling is none", () => {
    expect(refundOf(4900, "prorata_days", june, day("2026-06-10"), visits)).toBe(3267); // 4900 x 20 / 30
    expect(refundOf(4900, "prorata_days", june, day("2026-06-30"), visits)).toBe(0);
    expect(refundOf(4900, "unused_visits", june, day("2026-06-10"), visits)).toBe(2450);
    expect(refundOf(4900, "none", june, day("2026-06-10"), visits)).toBe(0);
  });

  it("is earned by the days of its period", () => {
    expect([earnedBy(3000, june, day("2026-05-31")), earnedBy(3000, june, day("2026-06-10"))]).toEqual([0, 1000]);
    expect(earnedBy(3000, june, day("2026-07-09"))).toBe(3000);
  });

  it("of the next term follows the rule of the plan", () => {
    const rule = (renewalPriceRule: "same" | "percent" | "current_plan", renewalPriceBps = 0) =>
      renewalPrice(4900, { renewalPriceRule, renewalPriceBps }, 5500);
    expect([rule("same"), rule("percent", 350), rule("percent", -1000), rule("current_plan")]).toEqual([
      ...[4900, 5072, 4410, 5500],
    ]);
  });

  it("of a month is what a period brings, by its months", () => {
    const monthly = (billingFrequency: BillingFrequency, termMonths: number | null = 24) =>
      monthlyCentsOf({ priceCents: 18_900, billingFrequency, termMonths });
    expect([monthly("annual"), monthly("quarterly"), monthly("one_time"), monthly("monthly", null)]).toEqual([
      ...[1575, 6300, 788, 18_900],
    ]);
    expect([rateBps(6, 400), rateBps(1, 0)]).toEqual([150, null]);
  });

  it("and the end of a term is told 60, 30 and 7 days before", () => {
    const told = ["2026-10-01", "2026-11-01", "2026-12-01", "2026-12-02", "2026-12-24", "2026-12-31", "2027-01-01"];
    expect(told.map((at) => expiringDays(day("2026-12-31"), day(at)))).toEqual([
      ...[undefined, 60, 30, 30, 7, 7, undefined],
    ]);
  });
});
