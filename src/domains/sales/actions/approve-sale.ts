import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { ownApproval, saleRejected } from "../errors.ts";
import { saleApproved } from "../events.ts";
import { sharesOf } from "../rules.ts";
import type { Sale } from "../tables.ts";
import { loadSale, type Move, moveSale } from "./move-sale.ts";

/** Approves a sale that waits for it. Somebody who does not earn on it must do so. */
export async function approveSale(ctx: Ctx, { id }: { id: number }): Promise<Sale> {
  const loaded = await loadSale(ctx, id);
  const { sale } = loaded;
  if (sale.approvalStatus === "approved") return sale;
  return await moveSale(ctx, loaded, approval(ctx, sale), { event: saleApproved, action: "approve" });
}

/** What an approval changes; refuses where there is nothing to approve, and a technician who would approve their own commission. */
export function approval(ctx: Ctx, sale: Sale): Move {
  if (sale.approvalStatus === "rejected") throw saleRejected(sale.id);
  const own = ctx.actor.kind === "user" ? ctx.actor.technicianId : null;
  if (own !== null && sharesOf(sale).some(({ technicianId }) => technicianId === own)) throw ownApproval(sale.id);
  return { change: { approvalStatus: "approved", approvedAt: ctx.now, approvedBy: actorName(ctx.actor) } };
}
