import type { Ctx } from "#/ctx.ts";
import { type Candidate, Commission, calculateCommission, type Role, ratesFor } from "#/domains/commissions/index.ts";
import { type Item, items } from "#/domains/items/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type Technician, technicians, techniciansByIds } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { partOf } from "#/kernel/money.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { frozen } from "#/kernel/wire.ts";
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
  splits?: readonly { technicianId: number; shareBps: number; role: Role }[] | null | undefined;
};

/** What the pricing of a sale needs, for its load. */
export const pricingOf = (ctx: Ctx, { technicianId, itemId, splits, ...terms }: Terms) => ({
  technician: technicians.one(ctx, technicianId, "technician_id"),
  item: items.one(ctx, itemId, "item_id"),
  candidates: ratesFor(ctx, { technicianId, itemId, day: terms.saleDate ?? localDateOf(ctx.now, ctx.tenant.timezone) }),
  organization: organizationOf(ctx),
  sharing: splits ? techniciansByIds(ctx, JSON.stringify(splits.map((split) => split.technicianId))) : undefined,
});

export type Pricing = {
  technician: Technician;
  item: Item;
  candidates: Candidate[];
  organization: Parameters<typeof settingOf>[0];
  sharing: Technician[] | undefined;
};

/** Judges the terms of a sale and computes its commission by the rates of this moment. */
export function priced(ctx: Ctx, terms: Terms, { technician, item, candidates, organization, sharing = [] }: Pricing) {
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
  const discount = discountBps(
    salePriceCents - taxCents,
    partOf(item.listPriceCents, Math.round(quantity * 1000), 1000),
  );
  const limit = settingOf(organization, "require_reason_over_discount_bps");
  if (limit !== null && discount > limit && !discountReason) throw reasonNeeded(discount, limit);

  const role = splits?.find((split) => split.technicianId === technicianId)?.role;
  const commission = calculateCommission(candidates, { ...item, salePriceCents, taxCents, quantity }, role);
  return {
    saleDate,
    commission: frozen(Commission, commission),
    commissionCents: commission.totalCents,
    splits: splits ? splitsOf(commission.totalCents, splits) : null,
  };
}
