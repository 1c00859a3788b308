import type { Ctx } from "#/ctx.ts";
import { documentNumber } from "#/domains/documents/index.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { orderEvents } from "../events.ts";
import { type OrderLine, totalOf } from "../lines.ts";
import { presented } from "../present.ts";
import { notePartsOf } from "../repo.ts";
import { purchaseOrders, type Supplier } from "../tables.ts";

type NewOrder = {
  supplier: Pick<Supplier, "id" | "name">;
  locationId: number;
  isAuto: boolean;
  items: OrderLine[];
  expectedOn?: LocalDate | null;
  supplierReference?: string | null | undefined;
  notes?: string | null | undefined;
  organization: Organization | undefined;
};

/** What drafting an order puts into a commit. Its number is taken there, so that the series has no holes: a draft is cancelled, never deleted. */
export function orderParts(ctx: Ctx, { supplier, organization, items, ...fields }: NewOrder) {
  const taken = documentNumber("purchase_order", organization);
  const part = purchaseOrders.insert(ctx, {
    ...{ ...fields, items, id: purchaseOrders.newId(), number: taken.number, status: "draft" },
    ...{ supplierId: supplier.id, supplierName: supplier.name, currency: settingOf(organization, "currency") },
    ...{ totalCents: totalOf(items), receivedCents: 0, landedCents: 0, varianceCents: 0 },
  });
  return {
    parts: [{ writes: [], takes: taken.takes }, part, ...notePartsOf(ctx, part.row, { isNew: true })],
    events: [orderEvents.created(presented(part.row))],
    audit: { action: "create", of: part },
    row: part.row,
  };
}
