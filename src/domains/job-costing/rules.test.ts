import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costRows, ownTotal, profitOf, variancesOf, wayCents } from "./rules.ts";

const zero = {
  ...{ labourCents: 0, materialsCents: 0, purchasesCents: 0, expensesCents: 0, commissionsCents: 0 },
  ...{ vehicleCents: 0, manualCents: 0, overheadCents: 0 },
};

describe("the profit of a job", () => {
  it.each([
    [125_000, 49_037, 75_963, 6077],
    [0, 49_037, -49_037, null],
    [100_000, 150_000, -50_000, -5000],
    [80, 79, 1, 125],
    [1600, 1599, 1, 6], // 6.25
    [-100, 50, -150, 15_000],
  ])("of %i that cost %i is %i, a margin of %s bps", (revenue, cost, grossProfitCents, marginBps) => {
    expect(profitOf(revenue, cost)).toEqual({ grossProfitCents, marginBps });
  });

  it("counts every row but that of recalls, once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 8, maxLength: 8 }),
        (cents) => {
          const names = costRows.filter((row) => row !== "recall");
          const costs = { ...zero, ...Object.fromEntries(names.map((row, i) => [`${row}Cents`, cents[i] ?? 0])) };
          expect(ownTotal(costs)).toBe(cents.reduce((all, one) => all + one, 0));
        },
      ),
    );
  });
});

it("a way costs its miles at the rate, half to even", () => {
  expect([20, 0.001, 1, 3].map((miles) => wayCents(miles, 72_500))).toEqual([1450, 0, 72, 218]);
});

it("a row beside what was estimated says by how much it was missed, and nothing where nothing was", () => {
  const rows = variancesOf({ ...zero, revenueCents: 80_000, estimateCents: 90_000, recallCents: 5 }, { labour: 100 });
  expect(rows[0]).toEqual({ row: "revenue", estimateCents: 90_000, actualCents: 80_000, varianceCents: -10_000 });
  expect(rows[1]).toEqual({ row: "labour", estimateCents: 100, actualCents: 0, varianceCents: -100 });
  expect(rows.at(-1)).toEqual({ row: "recall", estimateCents: null, actualCents: 5, varianceCents: null });
});
