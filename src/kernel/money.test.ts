import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allot, halfEven, MAX_CENTS, shareOf } from "./money.ts";

const numerator = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const denominator = fc.bigInt({ min: 1n, max: 10n ** 9n });
const magnitude = (n: bigint) => (n < 0n ? -n : n);

describe("rounding half to even", () => {
  it.each([
    [25n, 10n, 2n],
    [35n, 10n, 4n],
    [-25n, 10n, -2n],
    [-35n, 10n, -4n],
    [24n, 10n, 2n],
    [26n, 10n, 3n],
    [0n, 7n, 0n],
    [5n, 10n, 0n],
    [15n, 10n, 2n],
  ])("%s / %s is %s", (n, d, result) => expect(halfEven(n, d)).toBe(result));

  it("is at most half a unit off, and even at exactly half", () => {
    fc.assert(
      fc.property(numerator, denominator, (n, d) => {
        const q = halfEven(n, d);
        const twiceOff = magnitude(n - q * d) * 2n;
        return twiceOff < d || (twiceOff === d && q % 2n === 0n);
      }),
    );
  });

  it("rounds negative amounts like positive ones", () => {
    fc.assert(fc.property(numerator, denominator, (n, d) => halfEven(-n, d) === -halfEven(n, d)));
  });

  it("never decreases when the amount increases", () => {
    fc.assert(
      fc.property(numerator, numerator, denominator, (a, b, d) =>
        a <= b ? halfEven(a, d) <= halfEven(b, d) : halfEven(b, d) <= halfEven(a, d),
      ),
    );
  });
});

describe("a share of an amount", () => {
  it("of 7.5 % of $1,500.00 is $112.50", () => expect(shareOf(150_000, 750)).toBe(11_250));

  const cents = fc.integer({ min: 0, max: MAX_CENTS });
  it("is 0 at 0 %, the whole amount at 100 %, and an exact integer in between", () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 10_000 }), (amount, bps) => {
        const share = shareOf(amount, bps);
        return (
          shareOf(amount, 0) === 0 &&
          shareOf(amount, 10_000) === amount &&
          Number.isSafeInteger(share) &&
          share >= 0 &&
          share <= amount
        );
      }),
    );
  });

  it("is reversed exactly when a sale is voided", () => {
    fc.assert(fc.property(cents, fc.nat(10_000), (amount, bps) => shareOf(-amount, bps) + shareOf(amount, bps) === 0));
  });
});

describe("splitting by largest remainder", () => {
  it.each([
    [5, [3, 7], [2, 3]],
    [10, [1, 2, 3, 4, 5], [1, 1, 2, 3, 3]],
    [-5, [3, 7], [-2, -3]],
    [0, [1, 1], [0, 0]],
    [1, [1, 1], [1, 0]],
  ])("%i by %j is %j", (total, weights, parts) => expect(allot(total, weights)).toEqual(parts));
});
