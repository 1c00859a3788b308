import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadySuppressed } from "../errors.ts";
import { findSuppression, insertSuppression, type Suppression } from "../repo.ts";

/** From now on an address gets no mail of this business. */
export async function suppressAddress(
  ctx: Ctx,
  { address, reason }: Pick<Suppression, "address" | "reason">,
): Promise<Suppression> {
  const [existing] = await load(ctx, [findSuppression(ctx, address)]);
  if (existing) throw alreadySuppressed(address);
  const suppression: Suppression = { tenantId: ctx.tenant.id, address, reason, createdAt: ctx.now };
  return await commit(ctx, {
    writes: [insertSuppression(suppression)],
    audit: { action: "suppress", entity: "mail_suppression", id: address, changes: { reason } },
    result: suppression,
    refusals: { "mail_suppressions.tenant_id, mail_suppressions.address": alreadySuppressed(address) },
  });
}
