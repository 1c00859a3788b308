import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sales } from "#/domains/sales/index.ts";
import { referralUpdated } from "../events.ts";
import { notAccepted, saleTaken } from "../offer-errors.ts";
import { isAccepted } from "../progress-rules.ts";
import { type OfferedReferral, offered } from "../tables.ts";

/** The office says which sale is that of a referral. The event of it makes the network look at job and sale again. */
export async function setSale(
  ctx: Ctx,
  { id, saleId }: { id: number; saleId: number | null },
): Promise<OfferedReferral> {
  const { row } = await load(ctx, {
    row: offered.one(ctx, id),
    sale: saleId === null ? undefined : sales.one(ctx, saleId, "sale_id"),
  });
  offered.assertCurrent(ctx, row);
  if (!isAccepted(row.status)) throw notAccepted(row.status);
  const part = offered.change(ctx, row, { saleId });
  return await commit(ctx, {
    parts: [{ ...part, refusals: { "offered_referrals.tenant_id, offered_referrals.sale_id": saleTaken() } }],
    events: [referralUpdated(part.row)],
    audit: { action: "set_sale", of: part },
    result: part.row,
  });
}
