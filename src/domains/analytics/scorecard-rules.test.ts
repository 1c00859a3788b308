import { expect, it } from "vitest";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { figuresOf, nothing, ranked, rankingRating } from "./scorecard-rules.ts";
import { bucketsOf, periodBefore, spansOf } from "./spans.ts";

const days = (from: string, to: string) => ({ dateFrom: from as LocalDate, dateTo: to as LocalDate });

it("a technician who did nothing has no rates and no averages, rather than 0", () => {
  const figures = figuresOf(nothing());
  expect(Object.entries(figures).filter(([, value]) => value !== null)).toEqual([
    ["completed", 0],
    ["cancelledAfterDispatch", 0],
    ["ratingCount", 0],
    ["revenueCents", 0],
    ["commissionCents", 0],
  ]);
});

it("the median of jobs is the middle one, or between the two in the middle; two ratings say nothing yet", () => {
  const median = (durations: [number, number][]) =>
    figuresOf({ ...nothing(), durations: new Map(durations) }).medianJobMinutes;
  expect(
    median([
      [200, 1],
      [30, 2],
    ]),
  ).toBe(30);
  expect(
    median([
      [30, 1],
      [60, 1],
    ]),
  ).toBe(45);
  expect(
    median([
      [30, 1],
      [60, 2],
      [90, 1],
      [500, 0],
    ]),
  ).toBe(60);
  expect(figuresOf({ ...nothing(), reviews: 2, stars: 10 }).avgRating).toBeNull();
  expect(figuresOf({ ...nothing(), reviews: 3, stars: 14 }).avgRating).toBe(4.67);
});

it("one review of 5 stars does not pass twenty of 4.9", () => {
  const all = { ...nothing(), reviews: 31, stars: 133 };
  const one = rankingRating({ ...nothing(), reviews: 1, stars: 5 }, all) ?? 0;
  expect(one).toBeLessThan(rankingRating({ ...nothing(), reviews: 20, stars: 98 }, all) ?? 0);
  expect(rankingRating(nothing(), all)).toBeNull();
});

it("equal technicians share a rank, the next is one further, and who did four jobs is not ranked", () => {
  const all = [9, 7, 9, 3].map((value) => ({ completed: 5, value }));
  const few = { completed: 4, value: 100 };
  const standings = ranked("revenue", [...all, few, { completed: 9, value: null }]);
  expect(all.map((one) => standings.get(one))).toEqual([
    { rank: 1, percentileBps: 8333 },
    { rank: 2, percentileBps: 3333 },
    { rank: 1, percentileBps: 8333 },
    { rank: 3, percentileBps: 0 },
  ]);
  expect(standings.size).toBe(4);
  expect(ranked("recall_rate", all).get(all[3] ?? few)?.rank).toBe(1);
  expect(ranked("revenue", all.slice(0, 1)).get(all[0] ?? few)).toEqual({ rank: 1, percentileBps: null });
});

it("whole months are compared with as many whole months, other days with as many days", () => {
  expect(periodBefore(days("2026-01-01", "2026-03-31"))).toEqual(days("2025-10-01", "2025-12-31"));
  expect(periodBefore(days("2026-03-01", "2026-03-01"))).toEqual(days("2026-02-28", "2026-02-28"));
  expect(periodBefore(days("2026-02-10", "2026-03-09"))).toEqual(days("2026-01-13", "2026-02-09"));
});

it("a year reads its months, and most of a month reads the month without the rest", () => {
  const read = (from: string, to: string, asOf = to) => {
    const now = days(from, to);
    const buckets = bucketsOf(periodBefore(now), now, asOf as LocalDate);
    return spansOf(buckets.keys()).map(({ from: start, before }) => `${start} ${before}`);
  };
  expect(read("2025-01-01", "2025-12-31")).toEqual(["m:2024-01 m:2026-01"]);
  expect(read("2026-01-30", "2026-03-28", "2026-07-01")).toEqual([
    "d:2025-12-01 d:2025-12-03",
    "d:2026-01-30 d:2026-02-01",
    "d:2026-03-29 d:2026-04-01",
    "m:2025-12 m:2026-04",
  ]);
  expect(read("2026-03-05", "2026-03-06", "2026-07-01")).toEqual(["d:2026-03-03 d:2026-03-07"]);
  expect(read("2026-01-01", "2026-03-10"), "days to come").toEqual([
    "d:2025-10-24 d:2025-11-01",
    "d:2026-03-11 d:2026-04-01",
    "m:2025-11 m:2026-04",
  ]);
});

it("what is read comes to each day of both periods once, whatever their days", () => {
  const dayOf = (n: number) => plusDays("2025-01-01" as LocalDate, n);
  for (let seed = 1; seed < 60; seed++) {
    const [start, length] = [(seed * 7919) % 200, (seed * 104_729) % 130];
    const now = { dateFrom: dayOf(start), dateTo: dayOf(start + length) };
    const before = periodBefore(now);
    const buckets = [...bucketsOf(before, now, dayOf(365))];
    for (let n = -150; n < 400; n++) {
      const day = dayOf(n);
      const counts = { now: 0, before: 0 };
      for (const [bucket, weights] of buckets)
        if (bucket === `d:${day}` || bucket === `m:${day.slice(0, 7)}`)
          for (const period of ["now", "before"] as const) counts[period] += weights[period];
      const within = ({ dateFrom, dateTo }: typeof now) => Number(day >= dateFrom && day <= dateTo);
      if (counts.now !== within(now) || counts.before !== within(before))
        expect.fail(`${day} counts ${JSON.stringify(counts)} for ${now.dateFrom} to ${now.dateTo}`);
    }
    expect(buckets.filter(([bucket]) => bucket.startsWith("d:")).length).toBeLessThanOrEqual(46);
  }
});
