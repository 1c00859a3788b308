import { MOST_PER_MILLI, partArchived, type StockPart } from "#/domains/inventory/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { MAX_CENTS } from "#/kernel/money.ts";
import { costMissing, orderTooLarge, packOpened } from "../errors.ts";
import { costOf } from "../landed.ts";
import { newLine, type OrderLine, totalOf } from "../lines.ts";
import { inStock, isWhole, ONE } from "../rules.ts";

export type AskedLine = {
  partId: number;
  quantity: number;
  unitCostCents?: number | undefined;
  packSize?: number | undefined;
};

/** The most of a part that one line brings: what a location can hold is not far beyond. */
const MOST_STOCK_MILLI = 1_000_000 * ONE;
export const milliOf = (quantity: number): number => Math.round(quantity * ONE);

/** What a pack of a part costs, as the part says; null where it says nothing. */
export const packCostOf = ({ costCents }: Pick<StockPart, "costCents">, packMilli: number): number | null =>
  costCents === null ? null : costOf(costCents, packMilli);

/** The lines that are asked for, as they are stored. Refuses parts that are not there or archived, opened packs, and what comes to too much. */
export function linesFrom(asked: readonly AskedLine[], parts: readonly StockPart[]): OrderLine[] {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const lines = asked.map(({ partId, quantity, unitCostCents, packSize }, i) => {
    const at = (name: string) => `items.${i}.${name}`;
    const part = byId.get(partId);
    if (!part) throw notFound("part", partId, at("part_id"));
    if (part.archivedAt !== null) throw partArchived(partId, at("part_id"));
    const [quantityMilli, packMilli] = [milliOf(quantity), milliOf(packSize ?? part.packSize)];
    if (!isWhole(quantityMilli, packMilli)) throw packOpened(at("quantity"), packMilli / ONE);
    if (inStock(quantityMilli, packMilli) > MOST_STOCK_MILLI) throw orderTooLarge(at("quantity"));
    const cost = unitCostCents ?? packCostOf(part, packMilli);
    if (cost === null) throw costMissing(at("unit_cost_cents"));
    if (cost * ONE > packMilli * MOST_PER_MILLI) throw orderTooLarge(at("unit_cost_cents"));
    return newLine(i + 1, part, { quantityMilli, packMilli, unitCostCents: cost });
  });
  assertKeepable(lines);
  return lines;
}

/** Refuses an order whose amounts cannot be kept. */
export function assertKeepable(lines: readonly OrderLine[]): void {
  if (totalOf(lines) > MAX_CENTS) throw orderTooLarge("items");
}
