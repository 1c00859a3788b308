import { actorName, type Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { calculateCommission, findRate } from "#/domains/commissions/index.ts";
import { findItem } from "#/domains/items/index.ts";
import { findTechnician } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { toWire } from "#/kernel/wire.ts";
import { itemInactive, saleInFuture, technicianInactive } from "../errors.ts";
import { insertSale, type Sale } from "../repo.ts";
import { CommissionCalculated, Sale as SaleOnWire } from "../schemas.ts";

export type RecordSaleInput = Pick<
  Sale,
  "technicianId" | "itemId" | "salePriceCents" | "customerName" | "paymentType"
> & {
  notes?: string;
  saleDate?: LocalDate;
};

/** Records a sale and freezes its commission by the rates of this moment. */
export async function recordSale(ctx: Ctx, input: RecordSaleInput): Promise<Sale> {
  const { technicianId, itemId } = input;
  const [technician, item, rate, { id }] = await load(ctx, [
    findTechnician(ctx, technicianId),
    findItem(ctx, itemId),
    findRate(ctx, input),
    nextId(ctx, "sale"),
  ]);
  if (!technician) throw notFound("technician", technicianId, "technician_id");
  if (!item) throw notFound("item", itemId, "item_id");
  if (!technician.isActive) throw technicianInactive(technicianId);
  if (!item.isActive) throw itemInactive(itemId);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const saleDate = input.saleDate ?? today;
  if (saleDate > today) throw saleInFuture(today);

  const commission = calculateCommission(rate, { ...item, salePriceCents: input.salePriceCents });
  const sale: Sale = {
    ...input,
    tenantId: ctx.tenant.id,
    id,
    notes: input.notes ?? null,
    paymentStatus: "unpaid",
    approvalStatus: "approved",
    voided: false,
    saleDate,
    commissionCents: commission.totalCents,
    commission,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };

  return await commit(ctx, {
    writes: [insertSale(sale), count(ctx, "sale", saleDate)],
    events: [
      { type: "sale.created", data: toWire(SaleOnWire, sale) },
      {
        type: "commission.calculated",
        data: toWire(CommissionCalculated, { saleId: id, technicianId, itemId, saleDate, commission }),
      },
    ],
    audit: {
      action: "record",
      entity: "sale",
      id,
      changes: { sale_price_cents: sale.salePriceCents, commission_cents: sale.commissionCents },
    },
    result: sale,
  });
}
