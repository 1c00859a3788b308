import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { locationInactive, receiptParts, type StockLocation, stockRetry } from "#/domains/inventory/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { receiptOf } from "../arrivals.ts";
import { receivedInFuture } from "../errors.ts";
import { orderEvents, receiptCreated } from "../events.ts";
import { onOrderChanges, type ReceiptLine } from "../lines.ts";
import { presented, presentedReceipt } from "../present.ts";
import { locationsOfOrder, partsOfOrder } from "../repo.ts";
import type { ReceivePurchaseOrder } from "../request-schemas.ts";
import { statusAfterReceipt } from "../rules.ts";
import { type PurchaseOrder, purchaseOrders, receipts } from "../tables.ts";
import { assertStep } from "./step-order.ts";

type Stocked = ReceiptLine & { locationId: number };
type Asked = Inside<z.output<typeof ReceivePurchaseOrder>> & { id: number };

/**
 * Receives a delivery: order, receipt, stock and events in one commit. What arrived goes into stock at what it really cost, with its share of freight and duty;
 * the difference to the ordered cost is kept beside it. Of an order for a job only what is put at a location that the request names goes into stock.
 */
export const receiveOrder = (ctx: Ctx, asked: Asked) => stockRetry(() => attempt(ctx, asked));

async function attempt(ctx: Ctx, { id, items: arrived, ...asked }: Asked) {
  const named = [asked.locationId, ...(arrived ?? []).map(({ locationId }) => locationId)];
  const { order, parts, locations, organization, receiptId } = await load(ctx, {
    order: purchaseOrders.one(ctx, id),
    parts: partsOfOrder(ctx, id),
    locations: locationsOfOrder(ctx, id, JSON.stringify(named.filter((one) => one !== undefined))),
    organization: organizationOf(ctx),
    receiptId: receipts.nextId(ctx),
  });
  assertStep(ctx, order, "receive");
  assertInUse(asked.locationId, locations, "location_id");
  for (const [i, { locationId }] of (arrived ?? []).entries())
    assertInUse(locationId, locations, `items.${i}.location_id`);
  const receivedOn = asked.receivedOn ?? localDateOf(ctx.now, ctx.tenant.timezone);
  if (receivedOn > localDateOf(ctx.now, ctx.tenant.timezone)) throw receivedInFuture();

  const landedCents = asked.landedCosts.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const { items, lines, goodsCents, varianceCents } = receiptOf(id, order.items, {
    ...{
      arrived,
      landedCents,
      allocateBy: asked.allocateBy,
      locationId: asked.locationId ?? (order.jobId === null ? order.locationId : null),
    },
    toleranceBps: settingOf(organization, "over_receipt_tolerance_bps"),
  });
  if (items.some(({ locationId }) => locationId === order.locationId))
    assertInUse(order.locationId, locations, "location_id");
  const part = purchaseOrders.change(
    ctx,
    order,
    afterReceipt(ctx, order, { lines, goodsCents, landedCents, varianceCents }),
  );
  const stocked = items.filter((item): item is Stocked => item.locationId !== null);
  const direct = items.filter(({ locationId }) => locationId === null);
  const receipt = receipts.insert(ctx, {
    ...(direct.length > 0 && {
      jobId: order.jobId,
      jobCents: direct.reduce((sum, item) => sum + item.costCents + item.landedCents, 0),
    }),
    ...{ id: receiptId, orderId: id, receivedOn, items, goodsCents, landedCents, varianceCents },
    ...{ supplierDocument: asked.supplierDocument, notes: asked.notes, totalCents: goodsCents + landedCents },
    landedCosts: asked.landedCosts.map(({ kind, amountCents, note = null }) => ({ kind, amountCents, note })),
  });
  const shown = presented(part.row);
  const isWhole = part.row.status === "received";
  return await commit(ctx, {
    parts: [
      part,
      receipt,
      (stocked.length > 0 || order.jobId === null) &&
        receiptParts(ctx, {
          ...{ reference: { type: "purchase_order_receipt", id: receiptId }, notes: order.number, parts },
          lines: stocked.map(({ stockMilli, costCents, landedCents: share, serials, ...item }) => ({
            ...{ partId: item.partId, locationId: item.locationId, quantityMilli: stockMilli },
            ...{ totalCostCents: costCents + share, ...(serials.length > 0 && { serials }) },
          })),
          onOrder: onOrderChanges(order, part.row),
          serialsField: (place) => `items.${items.indexOf(stocked[place] as Stocked)}.serials`,
        }),
    ],
    events: [
      (isWhole ? orderEvents.received : orderEvents.partiallyReceived)(shown, presented(order)),
      receiptCreated(presentedReceipt(receipt.row)),
    ],
    audit: { action: "receive", of: part, details: { receipt: receiptId } },
    result: { order: shown, receipt: presentedReceipt(receipt.row) },
  });
}

type Sums = Pick<PurchaseOrder, "landedCents" | "varianceCents"> & {
  lines: PurchaseOrder["items"];
  goodsCents: number;
};
function afterReceipt(ctx: Ctx, order: PurchaseOrder, { lines, goodsCents, landedCents, varianceCents }: Sums) {
  const status = statusAfterReceipt(lines);
  return {
    ...{ status, items: lines, firstReceivedAt: order.firstReceivedAt ?? ctx.now },
    ...(status === "received" && { receivedAt: ctx.now }),
    receivedCents: order.receivedCents + goodsCents,
    landedCents: order.landedCents + landedCents,
    varianceCents: order.varianceCents + varianceCents,
  };
}

/** Refuses a location that is not there, or not in use. */
function assertInUse(id: number | undefined, locations: readonly StockLocation[], field: string): void {
  if (id === undefined) return;
  const location = locations.find((one) => one.id === id);
  if (!location) throw notFound("stock_location", id, field);
  if (!location.isActive) throw locationInactive(id, field);
}
