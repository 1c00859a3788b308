import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { givenBack, takenBack } from "#/domains/commissions/index.ts";
import { saleRestored, saleVoided } from "../events.ts";
import { type Sale, sales } from "../tables.ts";
import { moveSale, standing, standingOf } from "./move-sale.ts";

type VoidSale = { id: number; voided: boolean; reason?: string | undefined };

/** Voids a sale, which takes its commission back, or restores it, which gives back what the void took. Nothing settled changes. */
export async function voidSale(ctx: Ctx, { id, voided, reason = "" }: VoidSale): Promise<Sale> {
  const loaded = standing(ctx, await load(ctx, standingOf(ctx, id)));
  const { sale, entries, days } = loaded;
  if (sale.voided === voided) return sale;
  sales.assertCurrent(ctx, sale);

  const change = voided
    ? { voided, voidedAt: ctx.now, voidedBy: actorName(ctx.actor), voidReason: reason || null }
    : { voided, voidedAt: null, voidedBy: null, voidReason: null };
  const posts = voided ? takenBack(entries, "void", days) : givenBack(entries, days);
  const told = voided ? { event: saleVoided, action: "void" } : { event: saleRestored, action: "restore" };
  return await moveSale(ctx, loaded, { change, posts }, told);
}
