import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { documentNumber } from "#/domains/documents/index.ts";
import { partsOf, stockLocations } from "#/domains/inventory/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { expectedInPast, noDestination, supplierArchived } from "../errors.ts";
import { presented } from "../present.ts";
import { usualDestination } from "../repo.ts";
import type { CreatePurchaseOrder } from "../request-schemas.ts";
import { purchaseOrders, suppliers } from "../tables.ts";
import { linesFrom } from "./plan-lines.ts";
import { orderParts } from "./plan-order.ts";

/** Drafts an order, at the costs that are asked for or that the parts have. It has its number from here on. */
export async function createOrder(ctx: Ctx, asked: Inside<z.output<typeof CreatePurchaseOrder>>) {
  const { supplierId, items, locationId, jobId, expectedOn = null, ...texts } = asked;
  const { supplier, location, parts, organization } = await load(ctx, {
    supplier: suppliers.one(ctx, supplierId, "supplier_id"),
    location: locationId === undefined ? usualDestination(ctx) : stockLocations.one(ctx, locationId, "location_id"),
    parts: partsOf(
      ctx,
      items.map(({ partId }) => partId),
    ),
    job: jobId === undefined ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    organization: organizationOf(ctx),
  });
  if (supplier.archivedAt !== null) throw supplierArchived(supplierId);
  if (!location) throw noDestination();
  if (expectedOn !== null && expectedOn < localDateOf(ctx.now, ctx.tenant.timezone)) throw expectedInPast();
  const taken = documentNumber("purchase_order", organization);
  const {
    row,
    parts: own,
    ...work
  } = orderParts(ctx, {
    ...{ id: purchaseOrders.newId(), number: taken.number },
    ...{ supplier, organization, locationId: location.id, isAuto: false, items: linesFrom(items, parts) },
    ...{ ...texts, jobId, expectedOn },
  });
  return await commit(ctx, { ...work, parts: [{ writes: [], takes: taken.takes }, ...own], result: presented(row) });
}
