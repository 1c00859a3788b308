import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
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
  const { customerName, notes, paymentType, ...terms } = given(change);
  if (Object.keys(terms).length === 0)
    return await moveSale(ctx, loaded, { change: given({ customerName, notes, paymentType }) }, told);
  return await reprice(ctx, { ...sale, ...given(change) }, { id, change });
}

const told = { event: saleUpdated, action: "change" };
const given = <T extends object>(change: T): T =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T; // safe: absent and undefined are the same here

/** The prices of the new terms need another trip: the sale tells which technician and item they name. */
async function reprice(ctx: Ctx, terms: Terms, { id, change }: { id: number; change: Change }): Promise<Sale> {
  const { sale, entries, openFrom, ...pricing } = await load(ctx, { ...pricingOf(ctx, terms), ...standingOf(ctx, id) });
  const of = standing(ctx, { sale, entries, openFrom, organization: pricing.organization });
  if (sale.voided) throw saleVoided(id);
  if (sale.approvalStatus === "approved") throw saleNotPending(id);
  if (terms.salePriceCents < sale.paidCents) throw priceBelowPaid(sale.paidCents);
  const part = planMove(ctx, of, { change: { ...given(change), ...priced(ctx, terms, pricing) } });
  const { technicianId, itemId, saleDate, commission } = part.row;
  return await commit(ctx, {
    parts: [part],
    events: [saleUpdated(part.row), commissionCalculated({ saleId: id, technicianId, itemId, saleDate, commission })],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
