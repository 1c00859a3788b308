import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, landedShares } from "./landed.ts";
import {
  inStock,
  isWhole,
  mostOf,
  orderStatuses,
  outstandingOf,
  packsFor,
  shortageOf,
  statusAfterReceipt,
  stepsFrom,
} from "./rules.ts";

const line = (quantityMilli: number, receivedMilli = 0, cancelledMilli = 0) => ({
  ...{ quantityMilli, receivedMilli, cancelledMilli },
});

describe("the steps of an order", () => {
  it("lead from the draft to the end, and nowhere else", () => {
    expect(Object.fromEntries(orderStatuses.map((status) => [status, stepsFrom(status)]))).toEqual({
      draft: ["change", "submit", "cancel"],
      submitted: ["approve", "cancel"],
      approved: ["send", "cancel"],
      sent: ["send", "receive", "cancel"],
      partially_received: ["send", "receive", "cancel"],
      received: ["close"],
      closed: [],
      cancelled: [],
    });
  });
});

describe("packs", () => {
  it("a shortage of 600 ft is 3 rolls of 250 ft, which bring 750 ft: never 600 rolls, never 2.4 (erpnext#37164)", () => {
    expect(packsFor(600_000, 250_000)).toBe(3000);
    expect(inStock(3000, 250_000)).toBe(750_000);
    expect(packsFor(2500, 1000)).toBe(2500);
  });

  it("whole packs cover every need, and one less would not", () => {
    const milli = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(milli, milli, (needed, pack) => {
        fc.pre(pack !== 1000);
        const packs = packsFor(needed, pack);
        expect(isWhole(packs, pack)).toBe(true);
        expect(inStock(packs, pack)).toBeGreaterThanOrEqual(needed);
        expect(inStock(packs - 1000, pack)).toBeLessThan(needed);
      }),
    );
  });
});

describe("what may arrive", () => {
  it("is what was ordered, and what the business tolerates beyond it", () => {
    expect(mostOf(line(1000), 0)).toBe(1000);
    expect(mostOf(line(100_000), 500)).toBe(105_000);
    expect(mostOf(line(100_000, 0, 40_000), 500)).toBe(63_000);
    expect(mostOf(line(3000), 333)).toBe(3099);
  });

  it("more of one line is not counted for another (erpnext#31535)", () => {
    const lines = [line(1000, 3000), line(1000), line(1000)];
    expect(statusAfterReceipt(lines)).toBe("partially_received");
    expect(lines.map(outstandingOf)).toEqual([0, 1000, 1000]);
    expect(statusAfterReceipt([line(1000, 1000), line(1000, 400, 600)])).toBe("received");
  });
});

describe("landed costs", () => {
  const of = (costCents: number, stockMilli = 1000) => ({ costCents, stockMilli });

  it("are laid on the lines by what they cost, to the last cent", () => {
    expect(landedShares(100, [of(1), of(1), of(1)], "value")).toEqual([34, 33, 33]);
    expect(landedShares(1000, [of(30_000), of(10_000)], "value")).toEqual([750, 250]);
    expect(landedShares(1000, [of(30_000, 1000), of(10_000, 3000)], "quantity")).toEqual([250, 750]);
    expect(landedShares(10, [of(0, 1000), of(0, 4000)], "value")).toEqual([2, 8]);
  });

  it("sum to the whole, whatever it is laid on", () => {
    const lines = fc.array(
      fc.record({ costCents: fc.nat({ max: 1_000_000_000 }), stockMilli: fc.integer({ min: 1, max: 1_000_000_000 }) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000 }), lines, fc.constantFrom("value", "quantity"), (whole, all, by) => {
        const shares = landedShares(whole, all, by);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("a price is rounded once, for the whole line", () => {
    expect(costOf(10_000, 3000)).toBe(30_000);
    expect(costOf(5, 2500)).toBe(12);
  });
});

describe("a reorder", () => {
  const need = { availableMilli: 4000, minStockMilli: 10_000, targetStockMilli: null, reorderMilli: null };

  it("fills up to the target, at least with the usual order", () => {
    expect(shortageOf({ ...need, plannedMilli: 0 })).toBe(6000);
    expect(shortageOf({ ...need, targetStockMilli: 30_000, plannedMilli: 0 })).toBe(26_000);
    expect(shortageOf({ ...need, reorderMilli: 50_000, plannedMilli: 0 })).toBe(50_000);
    expect(shortageOf({ ...need, availableMilli: -3000, plannedMilli: 0 })).toBe(13_000);
  });

  it("orders nothing that a draft already brings, and nothing while there is enough", () => {
    expect(shortageOf({ ...need, plannedMilli: 6000 })).toBe(0);
    expect(shortageOf({ ...need, plannedMilli: 2000 })).toBe(4000);
    expect(shortageOf({ ...need, availableMilli: 10_000, targetStockMilli: 30_000, plannedMilli: 0 })).toBe(0);
  });
});
