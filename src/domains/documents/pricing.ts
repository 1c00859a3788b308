import type { Ctx } from "#/ctx.ts";
import { itemsNamed } from "#/domains/items/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { MAX_CENTS } from "#/kernel/money.ts";
import { type Inside, toWire } from "#/kernel/wire.ts";
import { discountTooLarge, noSuchItem, noSuchRate, tooLarge, twoRateFields, untaxedWithRates } from "./errors.ts";
import { allRates } from "./repo.ts";
import { type LineItem, LineItemsOut, TaxBreakdown } from "./schemas.ts";
import type { TaxRate } from "./tables.ts";
import {
  type Discount,
  lineTotalOf,
  type PricedLine,
  type Rate,
  type TaxRounding,
  type Totals,
  totalsOf,
} from "./totals.ts";

/** A line as it is asked for. */
export type Line = Inside<z.output<typeof LineItem>>;
export type LineOnWire = z.input<typeof LineItemsOut>[number];
export type TaxOnWire = z.input<typeof TaxBreakdown>[number];

/** What the prices of lines depend on, as part of a load batch; `Loaded` is its answer. */
export const pricingQueries = (ctx: Ctx, lines: readonly Line[]) => {
  const ids = lines.flatMap(({ itemId }) => itemId ?? []);
  return {
    taxRates: allRates(ctx),
    organization: organizationOf(ctx),
    pricedItems: ids.length > 0 ? itemsNamed(ctx, JSON.stringify([...new Set(ids)]), "[]") : undefined,
  };
};
type Loaded = {
  taxRates: readonly TaxRate[];
  organization: Parameters<typeof settingOf>[0];
  pricedItems?: readonly { id: number; taxable: boolean }[] | undefined;
};

type Asked = { lines: readonly Line[]; discount?: Discount; field?: string };
/** A document's lines and sums. `lineItems` and `taxBreakdown` are in wire format, as they are stored. */
export type Priced = Omit<Totals, "lines" | "taxBreakdown"> & { lineItems: LineOnWire[]; taxBreakdown: TaxOnWire[] };

/**
 * The sums of lines as they are asked for. Refuses, naming the field of the line (`field` is that of the lines): a rate or an item that there is not, a
 * discount larger than what it is taken off, and what is too large to keep.
 */
export function priced({ lines, discount = {}, field = "line_items" }: Asked, loaded: Loaded): Priced {
  const rounding: TaxRounding = settingOf(loaded.organization, "tax_rounding");
  const rates = new Map<number, Rate>(loaded.taxRates.filter(isUsed).map((rate) => [rate.id, rate]));
  const standard = loaded.taxRates.filter((rate) => isUsed(rate) && rate.isDefault).map(({ id }) => id);
  const items = new Map((loaded.pricedItems ?? []).map((item) => [item.id, item]));
  const settled = lines.map((line, i): PricedLine => {
    const at = (name: string) => `${field}.${i}.${name}`;
    const item = line.itemId === undefined ? undefined : items.get(line.itemId);
    if (line.itemId !== undefined && !item) throw noSuchItem(at("item_id"), line.itemId);
    const { amountCents, quantity, discountCents, discountBps } = line;
    const lineTotal = lineTotalOf(line);
    if (lineTotal > MAX_CENTS) throw tooLarge(at("amount_cents"));
    if ((discountCents ?? 0) > lineTotal) throw discountTooLarge(at("discount_cents"), lineTotal);
    const taxRateIds = rateIdsOf(line, { at, rates, standard, taxable: item?.taxable ?? true });
    return { amountCents, quantity, discountCents, discountBps, taxRateIds };
  });
  const before = totalsOf({ lines: settled, discount: {}, rates, rounding });
  const most = before.subtotalCents - before.discountCents;
  if ((discount.discountCents ?? 0) > most) throw discountTooLarge("discount_cents", most);
  const { lines: sums, taxBreakdown, ...totals } = totalsOf({ lines: settled, discount, rates, rounding });
  if (totals.totalCents > MAX_CENTS || totals.subtotalCents > MAX_CENTS) throw tooLarge(field);
  const whole = lines.map(({ description, amountCents, quantity, itemId, discountBps }, i) => ({
    ...{ description, amountCents, quantity, itemId, discountBps },
    taxRateIds: [...(settled[i]?.taxRateIds ?? [])],
    ...(sums[i] as Totals["lines"][number]), // as many sums as lines
  }));
  return { ...totals, lineItems: toWire(LineItemsOut, whole), taxBreakdown: toWire(TaxBreakdown, taxBreakdown) };
}

const isUsed = ({ archivedAt }: TaxRate): boolean => archivedAt === null;

type Taxes = {
  at: (name: string) => string;
  rates: ReadonlyMap<number, Rate>;
  standard: readonly number[];
  taxable: boolean;
};
function rateIdsOf({ taxRateId, taxRateIds, taxable }: Line, taxes: Taxes): readonly number[] {
  const { at, rates, standard } = taxes;
  if (taxRateId !== undefined && taxRateIds !== undefined) throw twoRateFields(at("tax_rate_ids"));
  const [named, field] = taxRateId === undefined ? [taxRateIds, "tax_rate_ids"] : [[taxRateId], "tax_rate_id"];
  const unknown = named?.find((id) => !rates.has(id));
  if (unknown !== undefined) throw noSuchRate(at(field), unknown);
  if (taxable === false && named?.length) throw untaxedWithRates(at(field));
  if (named) return named;
  return (taxable ?? taxes.taxable) ? standard : [];
}

/** Stored lines as they were asked for, to price them again: with the taxes that they have. */
export const askedLines = (lines: readonly LineOnWire[]): Line[] =>
  lines.map((line) => {
    const own = line.discount_cents - line.document_discount_cents;
    return {
      description: line.description,
      amountCents: line.amount_cents,
      quantity: line.quantity,
      itemId: line.item_id,
      taxRateIds: line.tax_rate_ids,
      ...(line.discount_bps === undefined ? own > 0 && { discountCents: own } : { discountBps: line.discount_bps }),
    };
  });
