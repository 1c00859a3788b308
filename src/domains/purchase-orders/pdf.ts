import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { documentPdf } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { PdfFile } from "#/integrations/pdf/index.ts";
import { locationsOfOrder, supplierOfOrder } from "./repo.ts";
import { purchaseOrders } from "./tables.ts";
import { orderView, type Shown } from "./view.ts";

/** An order as PDF. */
export async function orderPdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const { order, supplier, locations, organization } = await read(ctx, {
    order: purchaseOrders.one(ctx, id),
    supplier: supplierOfOrder(ctx, id),
    locations: locationsOfOrder(ctx, id),
    organization: organizationOf(ctx),
  });
  return await pdfOf(ctx, { order, supplier, location: locations[0], organization });
}

/** An order on paper. */
export async function pdfOf(ctx: Ctx, shown: Shown): Promise<PdfFile> {
  const { order, organization } = shown;
  const bytes = await documentPdf(ctx, organization, orderView(ctx, shown), order.sentAt ?? order.updatedAt);
  return { name: `${order.number}.pdf`, bytes };
}
