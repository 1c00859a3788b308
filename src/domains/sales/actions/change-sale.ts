import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import {
  type Customer,
  type CustomerSite,
  holdCustomer,
  linkOf,
  matchCustomer,
  placeOf,
} from "#/domains/customers/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { priceBelowPaid, saleNotPending, saleVoided } from "../errors.ts";
import { commissionCalculated, saleUpdated } from "../events.ts";
import { priced, pricingOf, type Terms } from "../pricing.ts";
import type { ChangeSale } from "../schemas.ts";
import type { Sale } from "../tables.ts";
import { loadSale, moveSale, planMove, standing, standingOf } from "./move-sale.ts";

type Change = Inside<z.output<typeof ChangeSale>>;

/** Changes a sale. What its commission follows from may change only until it is approved; the commission is then computed again. */
export async function changeSale(ctx: Ctx, { id, ...change }: Change & { id: number }): Promise<Sale> {
  const loaded = await loadSale(ctx, id);
  const { sale } = loaded;
  const { customerName, notes, paymentType, customerId, siteId, ...terms } = given(change);
  if (Object.keys(terms).length > 0) return await reprice(ctx, { ...sale, ...given(change) }, { id, change });
  const named = customerId === undefined && siteId === undefined ? {} : await load(ctx, matchCustomer(ctx, change));
  const { link, held } = linked(ctx, change, named);
  const rest = { ...given({ customerName, notes, paymentType }), ...link };
  return await moveSale(ctx, loaded, { change: rest, writes: held }, told);
}

type Named = Partial<Record<"customer", Customer> & Record<"customerSite", CustomerSite>>;
/** What the sale keeps of the customer that a change names, and what holds that customer until it is written. */
const linked = (ctx: Ctx, change: Change, { customer, customerSite }: { [K in keyof Named]: Named[K] | undefined }) => {
  const link = linkOf(change, { customer, customerSite });
  return {
    link: { ...link, ...("customerId" in link && { place: placeOf({ customer, customerSite }) }) },
    held: customer ? holdCustomer(ctx, customer.id) : [],
  };
};

const told = { event: saleUpdated, action: "change" };
const given = <T extends object>(change: T): T =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T; // safe: absent and undefined are the same here

/** The prices of the new terms need another trip: the sale tells which technician and item they name. */
async function reprice(ctx: Ctx, terms: Terms, { id, change }: { id: number; change: Change }): Promise<Sale> {
  const { sale, entries, openFrom, customer, customerSite, ...pricing } = await load(ctx, {
    ...pricingOf(ctx, terms),
    ...standingOf(ctx, id),
    ...matchCustomer(ctx, change),
  });
  const of = standing(ctx, { sale, entries, openFrom, organization: pricing.organization });
  if (sale.voided) throw saleVoided(id);
  if (sale.approvalStatus === "approved") throw saleNotPending(id);
  if (terms.salePriceCents < sale.paidCents) throw priceBelowPaid(sale.paidCents);
  const { link, held } = linked(ctx, change, { customer, customerSite });
  const part = planMove(ctx, of, {
    change: { ...given(change), ...link, ...priced(ctx, terms, pricing) },
    writes: held,
  });
  const { technicianId, itemId, saleDate, commission } = part.row;
  return await commit(ctx, {
    parts: [part],
    events: [
      saleUpdated(part.row, part.before),
      commissionCalculated({ saleId: id, technicianId, itemId, saleDate, commission }),
    ],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
