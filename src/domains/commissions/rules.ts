import { halfEven, shareOf } from "#/kernel/money.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { CommissionSnapshot } from "./schemas.ts";
import { type bases, type Role, type Rung, type rateTypes, rungs } from "./terms.ts";

/** Raised whenever the same inputs would give another amount; old sales keep what their version decided. */
const ENGINE_VERSION = 2;

export type Tier = { upToCents: number | null; rateBps: number };
/** From this discount on: another rate, or a factor on what the rate gives. */
export type Band = { minDiscountBps: number; rateBps?: number | undefined; factorBps?: number | undefined };

export type RateTerms = {
  rateType: (typeof rateTypes)[number];
  commissionRateBps: number;
  flatCents: number | null;
  tiers: Tier[] | null;
  ovRateBps: number;
  discountScaleEnabled: boolean;
  discountScale: Band[] | null;
  base: (typeof bases)[number];
  minCents: number | null;
  maxCents: number | null;
};

/** A rate and the place that it is for: 0 stands for every technician, item or category, no text for both roles and all days. */
export type Rate = RateTerms & {
  id: number;
  technicianId: number;
  itemId: number;
  categoryId: number;
  role: Role | "";
  effectiveFrom: LocalDate | "";
  effectiveTo: LocalDate | null;
};
/** A rate that may hold for a sale. `depth` is that of its category in the tree, 0 without one: the deeper, the nearer to the item. */
export type Candidate = Rate & { depth: number };

export type Sold = {
  /** Price of the whole sale, tax included. */
  salePriceCents: number;
  taxCents: number;
  /** List price and cost of one. */
  listPriceCents: number;
  costCents: number | null;
  /** At most three decimals. */
  quantity: number;
  paysCommission: boolean;
};

export const rungOf = ({
  technicianId,
  itemId,
  categoryId,
}: Pick<Rate, "technicianId" | "itemId" | "categoryId">): Rung => {
  if (technicianId) return itemId ? "technician_item" : categoryId ? "technician_category" : "technician";
  return itemId ? "item" : categoryId ? "category" : "organization";
};

/**
 * The rate that holds, whatever the order of the candidates (domain-rules.md 3.14): the first rung, the nearest category; on one rung a rate for
 * the role before one for both, then the one that began last.
 */
export function rateFor(candidates: readonly Candidate[], role: Role): Candidate | undefined {
  return candidates.filter((rate) => rate.role === "" || rate.role === role).toSorted(byPrecedence)[0];
}

const byPrecedence = (a: Candidate, b: Candidate): number =>
  rungs.indexOf(rungOf(a)) - rungs.indexOf(rungOf(b)) ||
  b.depth - a.depth ||
  Number(a.role === "") - Number(b.role === "") ||
  (a.effectiveFrom < b.effectiveFrom ? 1 : -1);

type Step = { name: string; cents: number; how: string };

/**
 * Commission of one sale (domain-rules.md 3.14), cents in, cents out, each stored part rounded once, half to even.
 * Overage is what is sold above list. With an overage rate the base earns only up to list and the overage earns its own share;
 * without one the whole price earns the base rate: list 200000, sold 230000, 750 bps: 15000 + 15000 at 5000 bps, 17250 at none.
 */
export function calculateCommission(
  candidates: readonly Candidate[],
  sold: Sold,
  role: Role = "technician",
): CommissionSnapshot {
  const rate = rateFor(candidates, role);
  const listCents = times(sold.listPriceCents, sold.quantity);
  const costCents = sold.costCents === null ? null : times(sold.costCents, sold.quantity);
  const netCents = sold.salePriceCents - sold.taxCents;
  const steps: Step[] = [{ name: "net", cents: netCents, how: `${sold.salePriceCents} - ${sold.taxCents} tax` }];
  const frozen = {
    rateSource: rate ? rungOf(rate) : ("none" as const),
    rateId: rate?.id ?? null,
    role,
    rateType: rate?.rateType ?? ("percentage" as const),
    commissionRateBps: rate?.commissionRateBps ?? 0,
    flatCents: rate?.flatCents ?? null,
    tiers: rate?.tiers ?? null,
    ovRateBps: rate?.ovRateBps ?? 0,
    discountScaleEnabled: rate?.discountScaleEnabled ?? false,
    base: rate?.base ?? ("price" as const),
    minCents: rate?.minCents ?? null,
    maxCents: rate?.maxCents ?? null,
    quantity: sold.quantity,
    salePriceCents: sold.salePriceCents,
    taxCents: sold.taxCents,
    listPriceCents: sold.listPriceCents,
    costCents: sold.costCents,
    rounding: "half_even" as const,
    engineVersion: ENGINE_VERSION,
  };
  const none = (how: string): CommissionSnapshot => ({
    ...{ totalCents: 0, baseCents: 0, overageCents: 0, discountBps: null, band: null, ...frozen },
    steps: [...steps, { name: "total", cents: 0, how }],
  });
  if (!rate) return none("no rate is set");
  if (!sold.paysCommission) return none("the item pays no commission");

  const overage = Math.max(0, netCents - listCents);
  let earningCents = netCents;
  if (rate.base === "margin") {
    earningCents = Math.max(0, netCents - (costCents ?? 0));
    steps.push({ name: "margin", cents: earningCents, how: `${netCents} - ${costCents ?? 0} cost, not below 0` });
  }
  if (rate.ovRateBps > 0 && overage > 0) {
    earningCents = Math.max(0, earningCents - overage);
    steps.push({ name: "up to list", cents: earningCents, how: `without the overage of ${overage}` });
  }
  const scale = rate.discountScaleEnabled ? (rate.discountScale ?? businessScale(candidates)) : null;
  const discountBps = scale && listCents > 0 ? discountOf(netCents, listCents) : null;
  const band = scale && discountBps !== null ? bandOf(scale, discountBps) : null;
  if (band)
    steps.push({
      name: "discount",
      cents: listCents - netCents,
      how: `${discountBps} bps below list: ${bandText(band)}`,
    });

  const baseCents = baseOf(rate, { earningCents, quantity: sold.quantity, band }, steps);
  const overageCents = shareOf(overage, rate.ovRateBps);
  if (overageCents > 0) steps.push({ name: "overage", cents: overageCents, how: `${overage} x ${rate.ovRateBps} bps` });
  const sum = baseCents + overageCents;
  const totalCents = Math.min(Math.max(sum, rate.minCents ?? sum), rate.maxCents ?? Number.MAX_SAFE_INTEGER);
  steps.push({
    name: "total",
    cents: totalCents,
    how: `${baseCents} + ${overageCents}${limitText(rate, sum, totalCents)}`,
  });
  return { totalCents, baseCents, overageCents, discountBps, band, ...frozen, steps };
}

const thousandths = (quantity: number): bigint => BigInt(Math.round(quantity * 1000));
/** Cents of one times a quantity, rounded half to even. */
const times = (cents: number, quantity: number): number =>
  quantity === 1 ? cents : Number(halfEven(BigInt(cents) * thousandths(quantity), 1000n));

/** Basis points below list, rounded half to even; 0 at list and above. */
const discountOf = (netCents: number, listCents: number): number =>
  Math.max(0, Number(halfEven(BigInt(listCents - netCents) * 10_000n, BigInt(listCents))));

/** A rate that has the scale switched on, but none of its own, takes that of the business' own rate. */
const businessScale = (candidates: readonly Candidate[]): Band[] | null =>
  candidates.filter((rate) => rungOf(rate) === "organization" && rate.discountScale !== null).toSorted(byPrecedence)[0]
    ?.discountScale ?? null;

const bandOf = (scale: readonly Band[], discountBps: number): Band | null =>
  scale.findLast(({ minDiscountBps }) => minDiscountBps <= discountBps) ?? null;

type Earning = { earningCents: number; quantity: number; band: Band | null };

/** What the rate gives on what earns: each part rounded once. */
function baseOf(rate: Rate, { earningCents, quantity, band }: Earning, steps: Step[]): number {
  const factor = BigInt(band?.factorBps ?? 10_000);
  const by = band?.factorBps === undefined ? "" : ` x ${band.factorBps} bps`;
  const partOf = (cents: number, rateBps: number): number =>
    factor === 10_000n
      ? shareOf(cents, rateBps)
      : Number(halfEven(BigInt(cents) * BigInt(rateBps) * factor, 100_000_000n));
  if (rate.rateType === "flat") {
    const cents = Number(halfEven(BigInt(rate.flatCents ?? 0) * thousandths(quantity) * factor, 10_000_000n));
    steps.push({ name: "flat", cents, how: `${rate.flatCents ?? 0} x ${quantity}${by}` });
    return cents;
  }
  if (rate.rateType === "percentage") {
    const rateBps = band?.rateBps ?? rate.commissionRateBps;
    const cents = partOf(earningCents, rateBps);
    steps.push({ name: "percentage", cents, how: `${earningCents} x ${rateBps} bps${by}` });
    return cents;
  }
  let from = 0;
  let sum = 0;
  for (const { upToCents, rateBps } of rate.tiers ?? []) {
    const slice = Math.min(upToCents ?? earningCents, earningCents) - from;
    if (slice <= 0) break;
    const cents = partOf(slice, rateBps);
    steps.push({ name: "tier", cents, how: `${slice} x ${rateBps} bps${by}` });
    sum += cents;
    from += slice;
  }
  return sum;
}

const bandText = ({ rateBps, factorBps }: Band): string =>
  rateBps === undefined ? `${factorBps} bps of the commission` : `${rateBps} bps instead`;

function limitText({ minCents, maxCents }: Rate, sum: number, total: number): string {
  if (total > sum) return `, at least ${minCents}`;
  return total < sum ? `, at most ${maxCents}` : "";
}
