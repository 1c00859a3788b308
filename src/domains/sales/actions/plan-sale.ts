import type { Ctx } from "#/ctx.ts";
import type { Place } from "#/db/tenant/place-sums.ts";
import { earned, post } from "#/domains/commissions/index.ts";
import { settingOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { commissionCalculated, saleCreated } from "../events.ts";
import { type Pricing, priced } from "../pricing.ts";
import { approvalOf, earnedDay, sharesOf } from "../rules.ts";
import type { RecordSale } from "../schemas.ts";
import { sales } from "../tables.ts";

type Request = Inside<z.output<typeof RecordSale>>;
type NewSale = Omit<Request, "customerId" | "siteId" | "customerPhone" | "customerEmail"> & {
  id: number;
  customerId?: number | null | undefined;
  siteId?: number | null | undefined;
  place?: Place | null;
};

/** What recording a sale puts into a commit, by what was loaded of its technician, item and rates. */
export function planSale(ctx: Ctx, { id, ...input }: NewSale, pricing: Pricing) {
  const { organization } = pricing;
  const terms = priced(ctx, input, pricing);
  const sale = {
    ...input,
    ...terms,
    ...approvalOf(input.salePriceCents, ctx.now, {
      requireSaleApproval: settingOf(organization, "require_sale_approval"),
      autoApproveUnderCents: settingOf(organization, "auto_approve_under_cents"),
    }),
    id,
    paymentStatus: "unpaid" as const,
    paidCents: 0,
    paymentDate: null,
    voided: false,
    earnedOn: null,
  };
  const earnedOn = earnedDay(sale, settingOf(organization, "earn_on"), localDateOf(ctx.now, ctx.tenant.timezone));
  const part = sales.insert(ctx, { ...sale, earnedOn });
  const { technicianId, itemId } = input;
  const { saleDate, commission } = terms;
  return {
    parts: [part, ...(earnedOn ? post(ctx, id, earned(sharesOf(part.row), earnedOn)) : [])],
    events: [saleCreated(part.row), commissionCalculated({ saleId: id, technicianId, itemId, saleDate, commission })],
    audit: { action: "record", of: part },
    row: part.row,
  };
}
