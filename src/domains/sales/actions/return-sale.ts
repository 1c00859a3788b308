import type { Ctx } from "#/ctx.ts";
import { saleNotApproved, saleRefunded, saleSettled } from "../errors.ts";
import { saleUpdated } from "../events.ts";
import type { Sale } from "../tables.ts";
import { loadSale, moveSale } from "./move-sale.ts";

/** An approved sale waits for its approval again, so that it can be corrected; not once its commission is settled. */
export async function returnSale(ctx: Ctx, { id }: { id: number }): Promise<Sale> {
  const loaded = await loadSale(ctx, id);
  const { sale, entries, days } = loaded;
  const { openFrom } = days;
  if (sale.approvalStatus === "pending") return sale;
  if (sale.approvalStatus !== "approved") throw saleNotApproved(id, sale.approvalStatus);
  if (openFrom && entries.some(({ countsOn }) => countsOn < openFrom)) throw saleSettled(id);
  if (sale.refundedCents > 0) throw saleRefunded(id, "it cannot wait for an approval again");
  const change = { approvalStatus: "pending" as const, approvedAt: null, approvedBy: null };
  return await moveSale(ctx, loaded, { change, withdraws: true }, { event: saleUpdated, action: "return" });
}
