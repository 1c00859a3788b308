import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { pricingOf } from "../pricing.ts";
import type { RecordSale } from "../schemas.ts";
import { type Sale, sales } from "../tables.ts";
import { planSale } from "./plan-sale.ts";

/** Records a sale and freezes its commission by the rates of this moment. Where it is earned at once, it is posted at once. */
export async function recordSale(ctx: Ctx, input: Inside<z.output<typeof RecordSale>>): Promise<Sale> {
  const { id, ...pricing } = await load(ctx, { ...pricingOf(ctx, input), id: sales.nextId(ctx) });
  const { row, ...plan } = planSale(ctx, { ...input, id }, pricing);
  return await commit(ctx, { ...plan, result: row });
}
