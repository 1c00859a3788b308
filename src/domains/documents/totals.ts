import { allot, halfEven, halfUp, shareOf } from "#/kernel/money.ts";

// What a document comes to (domain-rules.md 3.0). Each figure that is stored is rounded once, from figures that are stored too: lines and discounts half
// to even, taxes half up. Parts are cut from their whole by largest remainder, so that they always sum to it.

/** A rate of tax in parts per million: 8.25 % is 82500. `inclusive`: prices contain it. */
export type Rate = { id: number; name: string; ratePpm: number; inclusive: boolean };
export type TaxRounding = "document" | "line";

/** A line whose taxes are settled. Amounts in minor units, the quantity with at most three decimals. */
export type PricedLine = {
  amountCents: number;
  quantity: number;
  /** Ids of its rates; none: it is not taxed. */
  taxRateIds: readonly number[];
} & Discount;
/** An amount or a share, or neither. */
export type Discount = { discountCents?: number | undefined; discountBps?: number | undefined };

export type LineTotals = {
  /** Price by quantity. */
  lineTotalCents: number;
  /** All that is taken off it: its own discount, and its share of the document's. */
  discountCents: number;
  documentDiscountCents: number;
  taxCents: number;
};
export type TaxTotal = {
  taxRateId: number;
  name: string;
  ratePpm: number;
  inclusive: boolean;
  /** What the tax is taken of: without the tax, even if prices contain it. */
  taxableCents: number;
  taxCents: number;
};
export type Totals = {
  lines: LineTotals[];
  /** Sum of the lines as they are priced. */
  subtotalCents: number;
  discountCents: number;
  /** All taxes, those that prices contain too. */
  taxCents: number;
  /** Subtotal less discount, and the taxes that prices do not contain. */
  totalCents: number;
  taxBreakdown: TaxTotal[];
};

type Priced = {
  lines: readonly PricedLine[];
  discount: Discount;
  rates: ReadonlyMap<number, Rate>;
  rounding: TaxRounding;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
/** As `allot`; nothing where there is nothing to share. */
const shared = (total: number, weights: readonly number[]): number[] =>
  total === 0 ? weights.map(() => 0) : allot(total, weights);

/** Price by quantity, rounded half to even. */
export const lineTotalOf = ({ amountCents, quantity }: Pick<PricedLine, "amountCents" | "quantity">): number =>
  Number(halfEven(BigInt(amountCents) * BigInt(Math.round(quantity * 1000)), 1000n));

const discountOf = (cents: number, { discountCents, discountBps }: Discount): number =>
  discountCents ?? (discountBps === undefined ? 0 : shareOf(cents, discountBps));

/** The sums of a document. Discounts must not be larger than what they are taken off (`problemOf` in pricing.ts refuses those). */
export function totalsOf({ lines, discount, rates, rounding }: Priced): Totals {
  const lineTotals = lines.map(lineTotalOf);
  const own = lines.map((line, i) => discountOf(lineTotals[i] ?? 0, line));
  const left = lineTotals.map((cents, i) => cents - (own[i] ?? 0));
  const documentDiscount = discountOf(sum(left), discount);
  const shares = shared(documentDiscount, left);
  const taxed = left.map((cents, i) => ({ cents: cents - (shares[i] ?? 0), rates: ratesOf(lines[i], rates) }));
  const { taxes, breakdown } = taxesOf(taxed, rounding);
  const [subtotalCents, discountCents] = [sum(lineTotals), sum(own) + documentDiscount];
  const added = sum(breakdown.filter(({ inclusive }) => !inclusive).map(({ taxCents }) => taxCents));
  return {
    lines: lineTotals.map((lineTotalCents, i) => ({
      lineTotalCents,
      discountCents: (own[i] ?? 0) + (shares[i] ?? 0),
      documentDiscountCents: shares[i] ?? 0,
      taxCents: taxes[i] ?? 0,
    })),
    subtotalCents,
    discountCents,
    taxCents: sum(breakdown.map(({ taxCents }) => taxCents)),
    totalCents: subtotalCents - discountCents + added,
    taxBreakdown: breakdown,
  };
}

const ratesOf = (line: PricedLine | undefined, rates: ReadonlyMap<number, Rate>): Rate[] =>
  (line?.taxRateIds ?? []).flatMap((id) => rates.get(id) ?? []).toSorted((a, b) => a.id - b.id);

type Taxed = { cents: number; rates: readonly Rate[] };
const ppmOf = (rates: readonly Rate[]): number => sum(rates.map(({ ratePpm }) => ratePpm));

/** The tax of each line, and of each rate. */
function taxesOf(lines: readonly Taxed[], rounding: TaxRounding): { taxes: number[]; breakdown: TaxTotal[] } {
  const taxes = lines.map(() => 0);
  const found = new Map<number, TaxTotal>();
  const add = (rate: Rate, places: readonly number[], bases: readonly number[], parts: readonly number[]) => {
    const { id: taxRateId, name, ratePpm, inclusive } = rate;
    const total = found.get(rate.id) ?? { taxRateId, name, ratePpm, inclusive, taxableCents: 0, taxCents: 0 };
    places.forEach((place, i) => {
      taxes[place] = (taxes[place] ?? 0) + (parts[i] ?? 0);
    });
    total.taxableCents += sum(bases);
    total.taxCents += sum(parts);
    found.set(rate.id, total);
  };
  const nets = netsOf(lines, rounding, add);
  const added = new Map(
    lines.flatMap(({ rates }) => rates.filter(({ inclusive }) => !inclusive)).map((r) => [r.id, r]),
  );
  for (const rate of added.values()) {
    const places = lines.flatMap(({ rates }, i) => (rates.includes(rate) ? [i] : []));
    const bases = places.map((place) => nets[place] ?? 0);
    const taxOf = (cents: number) => Number(halfUp(BigInt(cents) * BigInt(rate.ratePpm), 1_000_000n));
    add(rate, places, bases, rounding === "line" ? bases.map(taxOf) : shared(taxOf(sum(bases)), bases));
  }
  return { taxes, breakdown: [...found.values()].toSorted((a, b) => a.taxRateId - b.taxRateId) };
}

type Add = (rate: Rate, places: readonly number[], bases: readonly number[], parts: readonly number[]) => void;

/** What each line comes to without the taxes that its price contains. Lines with the same such rates are taken together, unless each is rounded. */
function netsOf(lines: readonly Taxed[], rounding: TaxRounding, add: Add): number[] {
  const nets = lines.map(({ cents }) => cents);
  const contained = lines.map(({ rates }) => rates.filter(({ inclusive }) => inclusive));
  const places = lines.flatMap((_, i) => (contained[i]?.length ? [i] : []));
  const groups = Map.groupBy(places, (i) =>
    rounding === "line" ? `${i}` : (contained[i] ?? []).map(({ id }) => id).join(),
  );
  for (const group of groups.values()) {
    const rates = contained[group[0] ?? 0] ?? [];
    const gross = group.map((i) => lines[i]?.cents ?? 0);
    const net = Number(halfUp(BigInt(sum(gross)) * 1_000_000n, 1_000_000n + BigInt(ppmOf(rates))));
    const lineNets = shared(net, gross);
    group.forEach((place, i) => {
      nets[place] = lineNets[i] ?? 0;
    });
    const lineTaxes = gross.map((cents, i) => cents - (lineNets[i] ?? 0));
    // the taxes of a line go to its rates by their size; the last one takes what is left, so that they sum to the line's
    let rest = lineTaxes;
    rates.forEach((rate, n) => {
      const later = ppmOf(rates.slice(n));
      const whole =
        later === 0 || n === rates.length - 1
          ? sum(rest)
          : (allot(sum(rest), [rate.ratePpm, later - rate.ratePpm])[0] ?? 0);
      const parts = n === rates.length - 1 ? rest : shared(whole, rest);
      add(rate, group, lineNets, parts);
      rest = rest.map((cents, i) => cents - (parts[i] ?? 0));
    });
  }
  return nets;
}
