import type { Ctx } from "#/ctx.ts";
import { saleNotPending } from "../errors.ts";
import { saleRejected } from "../events.ts";
import type { Sale } from "../tables.ts";
import { loadSale, moveSale } from "./move-sale.ts";

/** Rejects a sale that waits for its approval. It earns nothing; it may be changed and resubmitted. */
export async function rejectSale(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<Sale> {
  const loaded = await loadSale(ctx, id);
  const { sale } = loaded;
  if (sale.approvalStatus === "rejected") return sale;
  if (sale.approvalStatus === "approved") throw saleNotPending(id);
  const change = { approvalStatus: "rejected" as const, rejectionReason: reason };
  return await moveSale(ctx, loaded, { change }, { event: saleRejected, action: "reject" });
}
