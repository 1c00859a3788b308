import type { Ctx } from "#/ctx.ts";
import { saleNotRejected } from "../errors.ts";
import { saleUpdated } from "../events.ts";
import type { Sale } from "../tables.ts";
import { loadSale, moveSale } from "./move-sale.ts";

/** A rejected sale waits for its approval again. */
export async function resubmitSale(ctx: Ctx, { id }: { id: number }): Promise<Sale> {
  const loaded = await loadSale(ctx, id);
  const { sale } = loaded;
  if (sale.approvalStatus === "pending") return sale;
  if (sale.approvalStatus !== "rejected") throw saleNotRejected(id, sale.approvalStatus);
  const change = { approvalStatus: "pending" as const, rejectionReason: null };
  return await moveSale(ctx, loaded, { change }, { event: saleUpdated, action: "resubmit" });
}
