import { describe, expect, it } from "vitest";
import { averageOf, becomesLow, costOf, isBarcode, packsFor } from "./rules.ts";

describe("barcodes", () => {
  it.each(["96385074", "036000291452", "4006381333931", "10614141000415", "CAP-355", "A1"])("%s is one", (text) => {
    expect(isBarcode(text)).toBe(true);
  });
  it.each(["96385073", "036000291453", "4006381333932", "10614141000414", "1234567", "03600029145"])(
    "%s has a wrong check digit, or too few or many digits",
    (text) => {
      expect(isBarcode(text)).toBe(false);
    },
  );
});

describe("costs", () => {
  it("rounds what a quantity costs half to even, once", () => {
    expect([costOf(1200, 2500), costOf(1, 500), costOf(3, 500)]).toEqual([3000, 0, 2]);
  });
  it("shows the average rounded and keeps the value: 302 cents of 3 pieces are 101 each, 18505 of 15 are 1234 (B25)", () => {
    expect([averageOf(302, 3000), averageOf(18505, 15_000), averageOf(-400, -4000), averageOf(0, 0)]).toEqual([
      ...[101, 1234, 100, null],
    ]);
  });
});

describe("packs", () => {
  it("orders whole rolls: 600 ft of rolls of 250 are 3, never 2.4 and never 600 (B27)", () => {
    expect([packsFor(600_000, 250_000), packsFor(500_000, 250_000), packsFor(-1, 1000)]).toEqual([3, 2, 0]);
  });
});

describe("low stock", () => {
  const part = { onHandMilli: 10_000, reservedMilli: 0, onOrderMilli: 0, minStock: 10, isLow: false };
  it("begins below the minimum, not at it, and is not told again while it lasts", () => {
    expect([becomesLow(part, 0), becomesLow(part, -1), becomesLow({ ...part, isLow: true }, -1)]).toEqual([
      ...[false, true, false],
    ]);
  });
  it("counts what is on order, and not what is reserved", () => {
    expect([
      becomesLow({ ...part, onOrderMilli: 5000 }, -5000),
      becomesLow({ ...part, reservedMilli: 5000 }, 0),
    ]).toEqual([false, true]);
  });
});
