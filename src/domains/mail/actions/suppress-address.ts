import type { Ctx } from "#/ctx.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadySuppressed } from "../errors.ts";
import { insertSuppression, suppressionOf } from "../repo.ts";
import { mailSuppressions, type Suppression } from "../tables.ts";

/** Puts an address on the list: from now on it gets no mail of this business. */
export async function suppressAddress(
  ctx: Ctx,
  { address, reason }: Pick<Suppression, "address" | "reason">,
): Promise<Suppression> {
  const refusal = alreadySuppressed(address);
  const { existing } = await load(ctx, { existing: suppressionOf(ctx, address) });
  if (existing) throw refusal;

  const suppression: Suppression = { tenantId: ctx.tenant.id, address, reason, createdAt: ctx.now };
  return await commit(ctx, {
    parts: [
      {
        writes: [insertSuppression(suppression)],
        refusals: { "mail_suppressions.tenant_id, mail_suppressions.address": refusal },
      },
    ],
    audit: {
      action: "suppress",
      entity: "mail_suppression",
      id: address,
      changes: changesOf(mailSuppressions, null, suppression),
    },
    result: suppression,
  });
}
