import type { Candidate, Sold } from "#/domains/commissions/rules.ts";
import type { Rung } from "#/domains/commissions/terms.ts";

// The commission once more, as domain-rules.md 3.14 says it, in fractions of whole numbers and without a thought of speed: what the
// engine is compared with. Shares no code with it.

type Fraction = { n: bigint; d: bigint };
const whole = (n: number | bigint): Fraction => ({ n: BigInt(n), d: 1n });
const of = (n: number, d: number): Fraction => ({ n: BigInt(n), d: BigInt(d) });
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const times = (...all: Fraction[]): Fraction => all.reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d }));
const isBelow = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const larger = (a: Fraction, b: Fraction): Fraction => (isBelow(a, b) ? b : a);
const smaller = (a: Fraction, b: Fraction): Fraction => (isBelow(a, b) ? a : b);

/** The nearest whole number, of two equally near ones the even one. */
function rounded({ n, d }: Fraction): Fraction {
  const floor = n / d - (n % d < 0n ? 1n : 0n);
  const twice = 2n * (n - floor * d);
  if (twice < d) return whole(floor);
  if (twice > d) return whole(floor + 1n);
  return whole(floor % 2n === 0n ? floor : floor + 1n);
}

const ladder: [Rung, (rate: Candidate) => boolean][] = [
  ["technician_item", (rate) => rate.technicianId > 0 && rate.itemId > 0],
  ["technician_category", (rate) => rate.technicianId > 0 && rate.categoryId > 0],
  ["technician", (rate) => rate.technicianId > 0],
  ["item", (rate) => rate.itemId > 0],
  ["category", (rate) => rate.categoryId > 0],
  ["organization", () => true],
];

function choose(candidates: readonly Candidate[], role: string): [string, Candidate | undefined] {
  const fitting = candidates.filter((rate) => rate.role === role || rate.role === "");
  for (const [rung, isOn] of ladder) {
    let on = fitting.filter(isOn);
    const deepest = Math.max(...on.map(({ depth }) => depth));
    on = on.filter(({ depth }) => depth === deepest);
    const own = on.filter((rate) => rate.role === role);
    if (own.length > 0) on = own;
    const latest = on
      .map(({ effectiveFrom }) => effectiveFrom)
      .sort()
      .at(-1);
    const found = on.find(({ effectiveFrom }) => effectiveFrom === latest);
    if (found) return [rung, found];
  }
  return ["none", undefined];
}

export function slowCommission(
  candidates: readonly Candidate[],
  sold: Sold,
  role: string,
): { total: number; rung: string } {
  const [rung, rate] = choose(candidates, role);
  if (!rate || !sold.paysCommission) return { total: 0, rung };
  const quantity = of(Math.round(sold.quantity * 1000), 1000);
  const list = rounded(times(whole(sold.listPriceCents), quantity));
  const cost = rounded(times(whole(sold.costCents ?? 0), quantity));
  const price = minus(whole(sold.salePriceCents), whole(sold.taxCents));
  const overage = larger(whole(0), minus(price, list));
  let earning = rate.base === "margin" ? larger(whole(0), minus(price, cost)) : price;
  if (rate.ovRateBps > 0) earning = larger(whole(0), minus(earning, overage));

  const ofBusiness = candidates.filter(
    (one) => !one.technicianId && !one.itemId && !one.categoryId && one.discountScale,
  );
  const scale = rate.discountScaleEnabled ? (rate.discountScale ?? ofBusiness[0]?.discountScale) : undefined;
  let bps = whole(rate.commissionRateBps);
  let factor = whole(1);
  if (scale && list.n > 0n) {
    const below = minus(list, price);
    const discount = larger(whole(0), rounded({ n: below.n * 10_000n * list.d, d: below.d * list.n }));
    for (const band of scale)
      if (!isBelow(discount, whole(band.minDiscountBps))) {
        bps = whole(band.rateBps ?? rate.commissionRateBps);
        factor = of(band.factorBps ?? 10_000, 10_000);
      }
  }
  const share = (cents: Fraction, rateBps: Fraction) => rounded(times(cents, rateBps, of(1, 10_000), factor));
  let main = whole(0);
  if (rate.rateType === "flat") main = rounded(times(whole(rate.flatCents ?? 0), quantity, factor));
  if (rate.rateType === "percentage") main = share(earning, bps);
  if (rate.rateType === "tiers") {
    let from = whole(0);
    for (const { upToCents, rateBps } of rate.tiers ?? []) {
      const to = upToCents === null ? earning : smaller(earning, whole(upToCents));
      if (isBelow(from, to)) main = plus(main, share(minus(to, from), whole(rateBps)));
      from = larger(from, to);
    }
  }
  let total = plus(main, rounded(times(overage, of(rate.ovRateBps, 10_000))));
  if (rate.minCents !== null) total = larger(total, whole(rate.minCents));
  if (rate.maxCents !== null) total = smaller(total, whole(rate.maxCents));
  return { total: Number(total.n / total.d), rung };
}
