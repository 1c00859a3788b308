import { describe, expect, test } from "vitest";
import { type Projection, project } from "./index.ts";

const SUMMER = [60, 60, 80, 90, 110, 150, 160, 150, 110, 90, 70, 70];
/** The same course in every run. */
function noise(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31 - 0.5;
  };
}
const months = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
const numbersOf = ({ points }: Projection) =>
  points.flatMap(({ value, band80, band95 }) => [value, band80.low, band80.high, band95.low, band95.high]);
const valuesOf = ({ points }: Projection) => points.map(({ value }) => value);

function expectSane(projection: Projection, values: readonly number[]): void {
  const largest = Math.max(...values.map(Math.abs), 0);
  expect(numbersOf(projection).filter((value) => !Number.isFinite(value))).toEqual([]);
  for (const { value, band80, band95 } of projection.points) {
    expect(Math.abs(value)).toBeLessThanOrEqual(3 * largest);
    expect([band95.low, band80.low, value, band80.high, band95.high]).toEqual(
      [band95.low, band80.low, value, band80.high, band95.high].toSorted((a, b) => a - b),
    );
    if (values.every((one) => one >= 0)) expect(band95.low).toBeGreaterThanOrEqual(0);
  }
}

describe("projections of months", () => {
  const random = noise(7);
  const course = (i: number) => (SUMMER[i % 12] ?? 0) * (1 + i / 60) * (1 + random() / 5);
  const histories: [string, number[]][] = [
    ["a business that always earns the same", months(40, () => 5000)],
    ["a business that earns nothing", months(30, () => 0)],
    ["one single month", [1200]],
    ["one month in three years", months(36, (i) => (i === 20 ? 7 : 0))],
    ["sales in every fourth month", months(60, (i) => (i % 4 === 1 ? 3000 + i : 0))],
    ["a season of four months", months(48, (i) => (i % 12 < 8 ? 0 : 4000 + 10 * i))],
    ["months in which more was refunded than sold", months(40, () => Math.round(1000 * random()))],
    ["only refunds", months(40, (i) => -100 - i)],
    ["sums of a great many cents", months(72, (i) => 9e15 * course(i))],
    ["the smallest sums", months(72, (i) => 1e-9 * course(i))],
    ["a start from nearly nothing", months(36, (i) => 2 ** i)],
    ["a business that ends", months(36, (i) => 2 ** (36 - i))],
    ["one month a million times the others", months(48, (i) => (i === 47 ? 1e9 : 1000 + i))],
    ["a step", months(48, (i) => (i < 40 ? 100 : 100_000))],
    ["many years", months(400, course)],
    ...months(26, (n) => n).map((n): [string, number[]] => [`${n} months of summer business`, months(n, course)]),
  ];
  test.each(histories)("%s has finite projections, in order, and none below zero where none was", (_, values) => {
    for (const horizon of [1, 24]) {
      const projection = project({ values }, { horizon });
      expect(projection.points).toHaveLength(horizon);
      expectSane(projection, values);
      expect(project({ values }, { horizon })).toEqual(projection);
    }
  });

  test("a business that always earns the same goes on so", () => {
    const values = valuesOf(project({ values: months(40, () => 5000) }, { horizon: 12 }));
    for (const value of values) expect(value).toBeCloseTo(5000, 3);
  });

  test("a summer business is seen to have its summers, and its growth", () => {
    const values = valuesOf(
      project({ values: months(60, (i) => (SUMMER[i % 12] ?? 0) * (1 + i / 60)) }, { horizon: 12 }),
    );
    expect(values.indexOf(Math.max(...values))).toBe(6);
    for (const [i, value] of values.entries()) {
      const truth = (SUMMER[i] ?? 0) * (2 + i / 60);
      expect(Math.abs(value - truth) / truth).toBeLessThan(0.1);
    }
  });

  test("the unit of the months changes nothing but the unit", () => {
    const values = months(50, course);
    const [cents, thousands] = [1, 1000].map((unit) =>
      valuesOf(project({ values: values.map((value) => value * unit) }, { horizon: 18 })),
    );
    for (const [i, value] of (cents ?? []).entries()) expect((thousands?.[i] ?? 0) / 1000).toBeCloseTo(value, 6);
  });

  test("less than a year takes its seasons from what the trade usually sees, by the calendar month that it begins with", () => {
    const { method, confidence, points } = project(
      { values: [60, 60, 80], firstMonth: 1 },
      { horizon: 9, prior: SUMMER },
    );
    expect({ method, confidence }).toEqual({ method: "prior", confidence: "low" });
    expect(points.map(({ value }) => Math.round(value))).toEqual(SUMMER.slice(3));
    const later = project({ values: [150, 110], firstMonth: 8 }, { horizon: 3, prior: SUMMER });
    expect(valuesOf(later).map(Math.round)).toEqual([90, 70, 70]);
  });

  test("the method tells how much history there was", () => {
    const told = [0, 1, 11, 12, 23, 24].map((n) => project({ values: months(n, () => 5) }, { horizon: 1 }).method);
    expect(told).toEqual(["none", "prior", "prior", "last_year_and_prior", "last_year_and_prior", "combination"]);
  });

  test("bands hold about 80 and 95 in 100 of what comes, and are wider further ahead", () => {
    const held = { band80: 0, band95: 0 };
    const all = months(60, (seed) => {
      const own = noise(seed + 1);
      return months(78, (i) => (SUMMER[i % 12] ?? 0) * (1 + (own() + own() + own()) / 3));
    });
    for (const values of all) {
      const { points } = project({ values: values.slice(0, 60) }, { horizon: 18 });
      for (const [i, point] of points.entries())
        for (const band of ["band80", "band95"] as const) {
          const truth = values[60 + i] ?? 0;
          if (truth >= point[band].low && truth <= point[band].high) held[band]++;
        }
    }
    const share = (hits: number) => hits / (60 * 18);
    expect(share(held.band80)).toBeGreaterThan(0.72);
    expect(share(held.band80)).toBeLessThan(0.88);
    expect(share(held.band95)).toBeGreaterThan(0.9);
    const random = noise(3);
    let level = 1000;
    const walk = months(60, () => (level += 100 * random()));
    const [near, far] = [0, 17].map((i) => project({ values: walk }, { horizon: 18 }).points[i]?.band80);
    const width = (band: typeof near) => (band ? band.high - band.low : 0);
    expect(width(far)).toBeGreaterThan(width(near));
  });

  test("a month that is not a number is refused", () => {
    expect(() => project({ values: [1, Number.NaN] }, { horizon: 3 })).toThrow("finite");
  });
});
