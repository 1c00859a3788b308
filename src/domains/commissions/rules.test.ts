import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calculateCommission } from "./rules.ts";

const rate = (commissionRateBps: number, ovRateBps = 0) => ({
  commissionRateBps,
  ovRateBps,
  discountScaleEnabled: false,
});
const sold = (salePriceCents: number, listPriceCents = salePriceCents) => ({
  salePriceCents,
  listPriceCents,
  costCents: null,
});
const total = (...args: Parameters<typeof calculateCommission>) => calculateCommission(...args).totalCents;

describe("commission of a sale", () => {
  it("is the rate's share of the price, rounded half to even", () => {
    expect(total(rate(750), sold(150_000))).toBe(11_250);
    expect(total(rate(125), sold(1000))).toBe(12);
    expect(total(rate(125), sold(3000))).toBe(38);
  });

  it("splits what is sold above list by the overage rate, and only then", () => {
    expect(calculateCommission(rate(750, 5000), sold(230_000, 200_000))).toMatchObject({
      baseCents: 15_000,
      overageCents: 15_000,
      totalCents: 30_000,
    });
    expect(total(rate(750, 0), sold(230_000, 200_000))).toBe(17_250);
    expect(total(rate(750, 5000), sold(180_000, 200_000))).toBe(13_500);
  });

  it("is nothing, and says so, where no rate is set", () => {
    expect(calculateCommission(undefined, sold(150_000))).toMatchObject({ totalCents: 0, rateSource: "none" });
  });

  const price = fc.integer({ min: 0, max: 1_000_000_000_000 });
  const bps = fc.integer({ min: 0, max: 10_000 });
  it("never exceeds the price, and never falls when the price rises", () => {
    fc.assert(
      fc.property(price, price, price, bps, bps, (a, b, list, base, ov) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const cheap = total(rate(base, ov), sold(low, list));
        const dear = total(rate(base, ov), sold(high, list));
        // each of the two parts may round up by half a cent
        return cheap >= 0 && dear <= high + 1 && (ov > 0 && ov < base ? true : cheap <= dear + 1);
      }),
    );
  });
});
