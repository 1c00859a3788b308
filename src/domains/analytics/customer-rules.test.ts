import { expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { fifthOf, measuresOf, type Rfm, ranges } from "./customer-rules.ts";

const segmentOf = (rfm: Rfm) =>
  ranges.find(({ is }) =>
    (["recency", "frequency", "monetary"] as const).every((of) => is[of][0] <= rfm[of] && rfm[of] <= is[of][1]),
  )?.segment ?? "regular";

const day = (text: string) => text as LocalDate;
const none = { firstVisitOn: null, lastVisitOn: null, firstSaleOn: null, lastSaleOn: null };
const fifths = {
  ...{ tenantId: "t", day: day("2026-03-01"), customers: 25 },
  ...{ lastAt: ["2025-01", "2025-06", "2025-12", "2026-02"], occasions: [1, 1, 2, 4], spendCents: [10, 20, 30, 40] },
};
const regular = {
  sums: { visits: 3, sales: 9, spendCents: 100_005, lastAt: "2026-01-01T15:00:00.000Z" },
  days: { ...none, firstVisitOn: day("2025-01-01"), lastVisitOn: day("2026-01-01"), lastSaleOn: day("2025-12-01") },
};
const on = (today: string, known: typeof fifths | undefined = fifths) =>
  measuresOf(regular.sums, regular.days, known, day(today));

it("a customer who came three times in a year is at risk after twice their usual half year, not before", () => {
  expect(on("2026-12-31")).toMatchObject({
    ...{ recencyDays: 364, avgDaysBetweenVisits: 182.5, avgTicketCents: 33_335, lifetimeMonths: 23, churnRisk: false },
  });
  expect([on("2027-01-01").churnRisk, on("2027-01-02").churnRisk]).toEqual([false, true]);
});

it("who came once is at risk after 18 months; who never came has nothing to tell", () => {
  const once = { visits: 0, sales: 1, spendCents: 0, lastAt: "2025-01-01" };
  const days = { ...none, firstSaleOn: day("2025-01-01"), lastSaleOn: day("2025-01-01") };
  const at = (today: string) => measuresOf(once, days, undefined, day(today)).churnRisk;
  expect([at("2026-07-03"), at("2026-07-04")]).toEqual([false, true]);
  const nobody = measuresOf({ visits: 0, sales: 0, spendCents: 0, lastAt: "" }, none, fifths, day("2026-01-01"));
  expect(Object.values(nobody).every((value) => value === null)).toBe(true);
});

it("a value lies in the fifth behind the bounds below it, and equal values in the same one", () => {
  expect([0, 10, 11, 40, 41].map((value) => fifthOf(value, fifths.spendCents))).toEqual([1, 1, 2, 4, 5]);
  expect([1, 2, 3].map((value) => fifthOf(value, fifths.occasions))).toEqual([1, 3, 4]);
  expect(on("2026-03-01").rfm).toEqual({ recency: 4, frequency: 4, monetary: 5 });
  expect(on("2026-03-01", { ...fifths, customers: 24 }).rfm).toBeNull();
});

it("every customer is in one segment", () => {
  const of = (recency: number, frequency: number, monetary: number) =>
    segmentOf({ recency, frequency, monetary } satisfies Rfm);
  expect([of(4, 4, 4), of(2, 3, 1), of(1, 2, 5), of(5, 1, 1), of(3, 3, 3), of(5, 5, 3)]).toEqual([
    "champion",
    "at_risk",
    "lost",
    "new",
    "regular",
    "regular",
  ]);
});
