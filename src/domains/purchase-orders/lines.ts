import { costOf } from "./landed.ts";
import { inStock, isOnOrder, type OrderStatus, outstandingOf } from "./rules.ts";

/** A line of an order, as it is stored. Quantities are thousandths of packs, or of the part's unit where it comes in none. */
export type OrderLine = {
  /** Counts from 1. */
  line: number;
  partId: number;
  sku: string;
  name: string;
  /** What the part is stocked in. */
  unit: string;
  /** What it is bought in: a roll; null: in its unit. */
  purchaseUnit: string | null;
  /** How much of its unit one of them holds. */
  packMilli: number;
  quantityMilli: number;
  unitCostCents: number;
  totalCents: number;
  receivedMilli: number;
  cancelledMilli: number;
  receivedCents: number;
  landedCents: number;
  varianceCents: number;
};

/** What arrived of a line at once, as it is stored. */
export type ReceiptLine = {
  line: number;
  partId: number;
  /** Null: it went straight to the job of the order. */
  locationId: number | null;
  quantityMilli: number;
  stockMilli: number;
  unitCostCents: number;
  costCents: number;
  landedCents: number;
  varianceCents: number;
  serials: string[];
};

type Part = { id: number; sku: string; name: string; unit: string; purchaseUnit: string | null };
type Asked = { quantityMilli: number; packMilli: number; unitCostCents: number };

/** A line of which nothing has come. */
export const newLine = (line: number, part: Part, { quantityMilli, packMilli, unitCostCents }: Asked): OrderLine => ({
  ...{ line, partId: part.id, sku: part.sku, name: part.name, unit: part.unit, purchaseUnit: part.purchaseUnit },
  ...{ packMilli, quantityMilli, unitCostCents },
  totalCents: costOf(unitCostCents, quantityMilli),
  ...{ receivedMilli: 0, cancelledMilli: 0, receivedCents: 0, landedCents: 0, varianceCents: 0 },
});

export const totalOf = (lines: readonly { totalCents: number }[]): number =>
  lines.reduce((sum, { totalCents }) => sum + totalCents, 0);

type Ordered = { status: OrderStatus; locationId: number; jobId: number | null; items: readonly OrderLine[] };

/**
 * What of its parts is on order: all that has still to come, from the moment that it was submitted. By part, in the unit that it is stocked in. What
 * goes straight to a job never comes into stock.
 */
function onOrder({ status, jobId, items }: Ordered): Map<number, number> {
  const parts = new Map<number, number>();
  if (jobId !== null || !isOnOrder(status)) return parts;
  for (const line of items)
    parts.set(line.partId, (parts.get(line.partId) ?? 0) + inStock(outstandingOf(line), line.packMilli));
  return parts;
}

/** By how much more or less of its parts is on order after a step, where they are to arrive. */
export function onOrderChanges(before: Ordered, after: Ordered) {
  const [was, is] = [onOrder(before), onOrder(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((partId) => {
    const onOrderMilli = (is.get(partId) ?? 0) - (was.get(partId) ?? 0);
    return onOrderMilli === 0 ? [] : [{ partId, locationId: after.locationId, onOrderMilli }];
  });
}
