import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { partsOf, stockLocations } from "#/domains/inventory/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { supplierArchived, wrongState } from "../errors.ts";
import { orderEvents } from "../events.ts";
import { totalOf } from "../lines.ts";
import { presented } from "../present.ts";
import { notePartsOf } from "../repo.ts";
import type { ChangePurchaseOrder } from "../request-schemas.ts";
import { mayStep } from "../rules.ts";
import { purchaseOrders, suppliers } from "../tables.ts";
import { linesFrom } from "./plan-lines.ts";

type Change = Inside<z.output<typeof ChangePurchaseOrder>> & { id: number };

/** Changes a draft. A person who gives it another supplier makes it an order of their own: reorders add to it no longer. */
export async function changeOrder(ctx: Ctx, { id, items: asked, supplierId, locationId, jobId, ...fields }: Change) {
  const { order, supplier, parts } = await load(ctx, {
    order: purchaseOrders.one(ctx, id),
    supplier: supplierId === undefined ? undefined : suppliers.one(ctx, supplierId, "supplier_id"),
    location: locationId === undefined ? undefined : stockLocations.one(ctx, locationId, "location_id"),
    job: jobId == null ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    parts:
      asked &&
      partsOf(
        ctx,
        asked.map(({ partId }) => partId),
      ),
  });
  purchaseOrders.assertCurrent(ctx, order);
  if (!mayStep(order.status, "change")) throw wrongState(id, order.status, "change");
  const isOther = supplier !== undefined && supplier.id !== order.supplierId;
  if (isOther && supplier.archivedAt !== null) throw supplierArchived(supplier.id);
  const items = asked && linesFrom(asked, parts ?? []);
  const part = purchaseOrders.change(ctx, order, {
    ...{ ...fields, locationId, jobId, items, totalCents: items && totalOf(items) },
    ...(jobId != null && { isAuto: false }), // reorders are for the stock
    ...(isOther && { supplierId: supplier.id, supplierName: supplier.name, isAuto: false }),
  });
  return await commit(ctx, {
    parts: [part, ...(items ? notePartsOf(ctx, part.row, { isNew: false }) : [])],
    events: [orderEvents.updated(presented(part.row), presented(order))],
    audit: { action: "change", of: part },
    result: presented(part.row),
  });
}
