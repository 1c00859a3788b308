import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, linkOf, matchCustomer, placeOf } from "#/domains/customers/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { pricingOf } from "../pricing.ts";
import type { RecordSale } from "../schemas.ts";
import { type Sale, sales } from "../tables.ts";
import { planSale } from "./plan-sale.ts";

/** Records a sale and freezes its commission by the rates of this moment. Where it is earned at once, it is posted at once. */
export async function recordSale(
  ctx: Ctx,
  { customerPhone: phone, customerEmail: email, ...input }: Inside<z.output<typeof RecordSale>>,
): Promise<Sale> {
  const { id, customer, customerSite, ...pricing } = await load(ctx, {
    ...pricingOf(ctx, input),
    ...matchCustomer(ctx, { ...input, phone, email }),
    id: sales.nextId(ctx),
  });
  const found = { customer, customerSite };
  const sale = { ...input, ...linkOf(input, found), place: placeOf(found), id };
  const { row, parts, ...plan } = planSale(ctx, sale, pricing);
  const held = customer ? holdCustomer(ctx, customer.id) : [];
  return await commit(ctx, { ...plan, parts: [...parts, ...held], result: row });
}
