import type { Ctx } from "#/ctx.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { orderEvents } from "../events.ts";
import { type OrderLine, totalOf } from "../lines.ts";
import { presented } from "../present.ts";
import { notePartsOf } from "../repo.ts";
import { purchaseOrders, type Supplier } from "../tables.ts";

type NewOrder = {
  id: number;
  number: string;
  supplier: Pick<Supplier, "id" | "name">;
  locationId: number;
  jobId?: number | undefined;
  isAuto: boolean;
  items: OrderLine[];
  expectedOn?: LocalDate | null;
  supplierReference?: string | null | undefined;
  notes?: string | null | undefined;
  organization: Organization | undefined;
};

/** What drafting an order puts into a commit, which takes its id and number. A draft is cancelled, never deleted, so that the numbers have no holes. */
export function orderParts(ctx: Ctx, { supplier, organization, items, ...fields }: NewOrder) {
  const part = purchaseOrders.insert(ctx, {
    ...{ ...fields, items, status: "draft" },
    ...{ supplierId: supplier.id, supplierName: supplier.name, currency: settingOf(organization, "currency") },
    ...{ totalCents: totalOf(items), receivedCents: 0, landedCents: 0, varianceCents: 0 },
  });
  return {
    parts: [part, ...notePartsOf(ctx, part.row, { isNew: true })],
    events: [orderEvents.created(presented(part.row))],
    audit: { action: "create", of: part },
    row: part.row,
  };
}
