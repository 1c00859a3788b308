import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { revokeLinks } from "#/domains/documents/index.ts";
import { onOrderParts, stockRetry } from "#/domains/inventory/index.ts";
import { orderEmpty, wrongState } from "../errors.ts";
import { orderEvents } from "../events.ts";
import { onOrderChanges } from "../lines.ts";
import { presented } from "../present.ts";
import { partsOfOrder } from "../repo.ts";
import { mayStep, outstandingOf, type Step } from "../rules.ts";
import { type PurchaseOrder, purchaseOrders } from "../tables.ts";

/** Refuses a step that the order's state does not allow, or another version of it than was asked for. */
export function assertStep(ctx: Ctx, order: PurchaseOrder, step: Step): void {
  purchaseOrders.assertCurrent(ctx, order);
  if (!mayStep(order.status, step)) throw wrongState(order.id, order.status, step);
}

/** Submits a draft for approval. From here on its parts are on order: nothing reorders them meanwhile. */
export const submitOrder = (ctx: Ctx, id: number) =>
  stockRetry(async () => {
    const { order, parts } = await load(ctx, { order: purchaseOrders.one(ctx, id), parts: partsOfOrder(ctx, id) });
    assertStep(ctx, order, "submit");
    if (order.items.length === 0) throw orderEmpty(id);
    const part = purchaseOrders.change(ctx, order, {
      ...{ status: "submitted", submittedAt: ctx.now, submittedBy: actorName(ctx.actor) },
    });
    return await commit(ctx, {
      parts: [part, onOrderParts(ctx, onOrderChanges(order, part.row), parts)],
      events: [orderEvents.submitted(presented(part.row), presented(order))],
      audit: { action: "submit", of: part },
      result: presented(part.row),
    });
  });

/** Approves what was submitted: now it may be sent. */
export async function approveOrder(ctx: Ctx, id: number) {
  const { order } = await load(ctx, { order: purchaseOrders.one(ctx, id) });
  assertStep(ctx, order, "approve");
  const part = purchaseOrders.change(ctx, order, {
    ...{ status: "approved", approvedAt: ctx.now, approvedBy: actorName(ctx.actor) },
  });
  return await commit(ctx, {
    parts: [part],
    events: [orderEvents.approved(presented(part.row), presented(order))],
    audit: { action: "approve", of: part },
    result: presented(part.row),
  });
}

/** Closes an order of which all has arrived. */
export async function closeOrder(ctx: Ctx, id: number) {
  const { order } = await load(ctx, { order: purchaseOrders.one(ctx, id) });
  assertStep(ctx, order, "close");
  const part = purchaseOrders.change(ctx, order, { status: "closed", closedAt: ctx.now });
  return await commit(ctx, {
    parts: [part],
    events: [orderEvents.closed(presented(part.row), presented(order))],
    audit: { action: "close", of: part },
    result: presented(part.row),
  });
}

/**
 * Gives up what has not arrived. An order of which something came keeps that, and is closed; one of which nothing came is cancelled. What is on order
 * no longer is, so that a part may be low again.
 */
export const cancelOrder = (ctx: Ctx, { id, reason = null }: { id: number; reason?: string | undefined | null }) =>
  stockRetry(async () => {
    const { order, parts } = await load(ctx, { order: purchaseOrders.one(ctx, id), parts: partsOfOrder(ctx, id) });
    assertStep(ctx, order, "cancel");
    const isPartly = order.status === "partially_received";
    const part = purchaseOrders.change(ctx, order, {
      items: order.items.map((line) => ({ ...line, cancelledMilli: line.cancelledMilli + outstandingOf(line) })),
      ...(isPartly ? { status: "closed" as const, closedAt: ctx.now } : { status: "cancelled" as const }),
      ...{ cancelledAt: ctx.now, cancelReason: reason },
    });
    const changes = onOrderChanges(order, part.row);
    return await commit(ctx, {
      parts: [
        part,
        changes.length > 0 && onOrderParts(ctx, changes, parts),
        !isPartly && revokeLinks(ctx, "purchase_order", id),
      ],
      events: [(isPartly ? orderEvents.closed : orderEvents.cancelled)(presented(part.row), presented(order))],
      audit: { action: "cancel", of: part },
      result: presented(part.row),
    });
  });
