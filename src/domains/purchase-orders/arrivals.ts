import { MOST_PER_MILLI } from "#/domains/inventory/index.ts";
import {
  lineUnknown,
  nothingReceived,
  orderTooLarge,
  packOpened,
  partNotOrdered,
  partOnManyLines,
  tooMuchReceived,
} from "./errors.ts";
import { type Allocation, costOf, landedShares } from "./landed.ts";
import type { OrderLine, ReceiptLine } from "./lines.ts";
import { inStock, isWhole, mostOf, ONE, outstandingOf } from "./rules.ts";

export type Arrived = {
  line?: number | undefined;
  partId?: number | undefined;
  quantity: number;
  unitCostCents?: number | undefined;
  locationId?: number | undefined;
  serials?: readonly string[] | undefined;
};

type Delivery = {
  /** Undefined: all that is outstanding. */
  arrived: readonly Arrived[] | undefined;
  /** For the lines that name none; null: they go straight to the job. */
  locationId: number | null;
  landedCents: number;
  allocateBy: Allocation;
  toleranceBps: number;
};

/**
 * What a delivery makes of the lines of an order, and what it brings of each, with its share of the landed costs. Refuses, naming the field: lines that the order does
 * not have, opened packs, and more of a line than the business tolerates, however many entries it is spread over.
 */
export function receiptOf(orderId: number, lines: readonly OrderLine[], delivery: Delivery) {
  const arrived = delivery.arrived ?? allOutstanding(lines);
  if (arrived.length === 0) throw nothingReceived(orderId);
  const after = new Map(lines.map((line) => [line.line, line]));
  const received = arrived.map((entry, i): Omit<ReceiptLine, "landedCents"> => {
    const line = lineOf(entry, after, i);
    const quantityMilli = Math.round(entry.quantity * ONE);
    if (!isWhole(quantityMilli, line.packMilli)) throw packOpened(`items.${i}.quantity`, line.packMilli / ONE);
    const most = mostOf(line, delivery.toleranceBps);
    if (line.receivedMilli + quantityMilli > most)
      throw tooMuchReceived(`items.${i}.quantity`, {
        ...{ ordered: (line.quantityMilli - line.cancelledMilli) / ONE, received: line.receivedMilli / ONE },
        most: most / ONE,
      });
    const unitCostCents = entry.unitCostCents ?? line.unitCostCents;
    const costCents = costOf(unitCostCents, quantityMilli);
    const varianceCents = costCents - costOf(line.unitCostCents, quantityMilli);
    after.set(line.line, {
      ...line,
      receivedMilli: line.receivedMilli + quantityMilli,
      receivedCents: line.receivedCents + costCents,
      varianceCents: line.varianceCents + varianceCents,
    });
    return {
      ...{ line: line.line, partId: line.partId, locationId: entry.locationId ?? delivery.locationId, quantityMilli },
      ...{ stockMilli: inStock(quantityMilli, line.packMilli), unitCostCents, costCents, varianceCents },
      serials: [...(entry.serials ?? [])],
    };
  });
  const shares = landedShares(delivery.landedCents, received, delivery.allocateBy);
  const items = received.map((entry, i): ReceiptLine => {
    const landedCents = shares[i] ?? 0;
    if (entry.costCents + landedCents > entry.stockMilli * MOST_PER_MILLI) throw orderTooLarge(`items.${i}.quantity`);
    return { ...entry, landedCents };
  });
  return {
    items,
    lines: [...after.values()].map((line) => ({
      ...line,
      landedCents:
        line.landedCents +
        sumOf(
          items.filter((entry) => entry.line === line.line),
          "landedCents",
        ),
    })),
    goodsCents: sumOf(items, "costCents"),
    varianceCents: sumOf(items, "varianceCents"),
  };
}

const allOutstanding = (lines: readonly OrderLine[]): Arrived[] =>
  lines.flatMap((line) => {
    const milli = outstandingOf(line);
    return milli > 0 ? [{ line: line.line, quantity: milli / ONE }] : [];
  });

/** The line that an entry means, as the entries before have left it. */
function lineOf({ line: number, partId }: Arrived, lines: ReadonlyMap<number, OrderLine>, i: number): OrderLine {
  if (number !== undefined) {
    const line = lines.get(number);
    if (!line) throw lineUnknown(`items.${i}.line`, [...lines.keys()]);
    return line;
  }
  const all = [...lines.values()];
  const ofPart = all.filter((line) => line.partId === partId);
  const [only, ...others] = ofPart;
  const field = `items.${i}.part_id`;
  if (!only) throw partNotOrdered(field, [...new Set(all.map((line) => line.partId))]);
  if (others.length > 0)
    throw partOnManyLines(
      field,
      ofPart.map(({ line }) => line),
    );
  return only;
}

type Summed = "costCents" | "varianceCents" | "landedCents";
const sumOf = (items: readonly ReceiptLine[], name: Summed): number => items.reduce((sum, item) => sum + item[name], 0);
