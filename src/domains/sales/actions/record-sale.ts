import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { calculateCommission, rateOf } from "#/domains/commissions/index.ts";
import { items } from "#/domains/items/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { itemInactive, saleInFuture, technicianInactive } from "../errors.ts";
import { commissionCalculated, saleCreated } from "../events.ts";
import type { RecordSale } from "../schemas.ts";
import { type Sale, sales } from "../tables.ts";

/** Records a sale and freezes its commission by the rates of this moment. */
export async function recordSale(ctx: Ctx, input: Inside<z.output<typeof RecordSale>>): Promise<Sale> {
  const { technicianId, itemId, salePriceCents } = input;
  const { technician, item, rate, id } = await load(ctx, {
    technician: technicians.one(ctx, technicianId, "technician_id"),
    item: items.one(ctx, itemId, "item_id"),
    rate: rateOf(ctx, input),
    id: sales.nextId(ctx),
  });
  if (!technician.isActive) throw technicianInactive(technicianId);
  if (!item.isActive) throw itemInactive(itemId);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const saleDate = input.saleDate ?? today;
  if (saleDate > today) throw saleInFuture(today);

  const commission = calculateCommission(rate, { ...item, salePriceCents });
  const part = sales.insert(ctx, {
    ...input,
    id,
    paymentStatus: "unpaid",
    approvalStatus: "approved",
    voided: false,
    saleDate,
    commissionCents: commission.totalCents,
    commission,
  });
  return await commit(ctx, {
    parts: [part],
    events: [saleCreated(part.row), commissionCalculated({ saleId: id, technicianId, itemId, saleDate, commission })],
    audit: { action: "record", of: part },
    result: part.row,
  });
}
