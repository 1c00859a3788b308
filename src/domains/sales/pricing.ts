import type { Ctx } from "#/ctx.ts";
import { calculateCommission, type Role, rateOf } from "#/domains/commissions/index.ts";
import { type Item, items } from "#/domains/items/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type Technician, technicians, techniciansByIds } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { shareOf } from "#/kernel/money.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import {
  itemInactive,
  reasonNeeded,
  saleInFuture,
  taxAbovePrice,
  technicianInactive,
  technicianNotInSplits,
} from "./errors.ts";
import { discountBps, splitsOf } from "./rules.ts";

/** What is sold, who earns on it, and for how much. */
export type Terms = {
  technicianId: number;
  itemId: number;
  salePriceCents: number;
  quantity: number;
  taxCents: number;
  saleDate?: LocalDate | undefined;
  discountReason?: string | null | undefined;
  splits?: readonly { technicianId: number; shareBps: number; role?: Role | undefined }[] | null | undefined;
};

/** What the pricing of a sale needs, for its load. */
export const pricingOf = (ctx: Ctx, { technicianId, itemId, splits }: Terms) => ({
  technician: technicians.one(ctx, technicianId, "technician_id"),
  item: items.one(ctx, itemId, "item_id"),
  rate: rateOf(ctx, { technicianId, itemId }),
  organization: organizationOf(ctx),
  sharing: splits ? techniciansByIds(ctx, JSON.stringify(splits.map((split) => split.technicianId))) : undefined,
});

type Pricing = {
  technician: Technician;
  item: Item;
  rate: Parameters<typeof calculateCommission>[0];
  organization: Parameters<typeof settingOf>[0];
  sharing: Technician[] | undefined;
};

/** Judges the terms of a sale and computes its commission by the rates of this moment. */
export function priced(ctx: Ctx, terms: Terms, { technician, item, rate, organization, sharing = [] }: Pricing) {
  const { technicianId, itemId, salePriceCents, quantity, taxCents, discountReason, splits } = terms;
  if (!technician.isActive) throw technicianInactive(technicianId);
  if (!item.isActive) throw itemInactive(itemId);
  if (splits && !splits.some((split) => split.technicianId === technicianId)) throw technicianNotInSplits(technicianId);
  for (const [i, split] of (splits ?? []).entries()) {
    const field = `splits.${i}.technician_id`;
    const found = sharing.find(({ id }) => id === split.technicianId);
    if (!found) throw notFound("technician", split.technicianId, field);
    if (!found.isActive) throw technicianInactive(split.technicianId, field);
  }
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const saleDate = terms.saleDate ?? today;
  if (saleDate > today) throw saleInFuture(today);
  if (taxCents > salePriceCents) throw taxAbovePrice();
  const discount = discountBps(salePriceCents - taxCents, shareOf(item.listPriceCents, quantity * 10_000));
  const limit = settingOf(organization, "require_reason_over_discount_bps");
  if (limit !== null && discount > limit && !discountReason) throw reasonNeeded(discount, limit);

  const commission = calculateCommission(rate, { ...item, salePriceCents: salePriceCents - taxCents });
  return {
    saleDate,
    commission,
    commissionCents: commission.totalCents,
    splits: splits ? splitsOf(commission.totalCents, splits) : null,
  };
}
