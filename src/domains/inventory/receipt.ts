import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { stockParts } from "./posting.ts";
import { costOf } from "./rules.ts";
import { receivedSerials } from "./serials.ts";
import type { StockPart } from "./tables.ts";

/** Stock that another domain receives, with what it cost. */
export type ReceiptLine = {
  partId: number;
  locationId: number;
  quantityMilli: number;
  serials?: readonly string[] | undefined;
} & ({ unitCostCents: number } | { totalCostCents: number });

export type Receipt = {
  reference: { type: string; id: string | number };
  notes?: string | null | undefined;
  lines: readonly ReceiptLine[];
  /** The parts as `partsOf` has them: whether each has serial numbers is checked, and whether one becomes low because less was on order than comes. */
  parts: readonly StockPart[];
  /** How much less is on order then, wherever it comes in. */
  onOrder?: readonly OrderChange[];
  /** Where a line's serial numbers are on the wire. */
  serialsField?: (place: number) => string;
};

/** What receiving stock puts into a commit. Run the action in `stockRetry`. */
export const receiptParts = (
  ctx: Ctx,
  { lines, parts, onOrder = [], serialsField, ...receipt }: Receipt,
): Part & { movementId: string } =>
  stockParts(ctx, {
    ...receipt,
    parts,
    serials: receivedSerials(lines, parts, serialsField),
    lines: [
      ...lines.map((line) => ({
        kind: "receipt" as const,
        partId: line.partId,
        locationId: line.locationId,
        quantityMilli: line.quantityMilli,
        valueCents: "totalCostCents" in line ? line.totalCostCents : costOf(line.unitCostCents, line.quantityMilli),
        ...(line.serials && { serials: line.serials }),
      })),
      ...onOrder.map((change) => ({ ...change, kind: null })),
    ],
  });

export type OrderChange = { partId: number; locationId: number; onOrderMilli: number };

/** What ordering parts, or giving up an order, puts into a commit: by how much more or less is on order. Run the action in `stockRetry`. */
export const onOrderParts = (ctx: Ctx, changes: readonly OrderChange[], loaded: readonly StockPart[]): Part =>
  stockParts(ctx, { lines: changes.map((change) => ({ ...change, kind: null })), parts: loaded });
