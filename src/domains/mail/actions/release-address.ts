import type { Ctx } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { noSuchSuppression } from "../errors.ts";
import { deleteSuppression, findSuppression, type Suppression } from "../repo.ts";

/** An address gets mail of this business again. */
export async function releaseAddress(ctx: Ctx, address: string): Promise<Suppression> {
  const [suppression] = await load(ctx, [findSuppression(ctx, address)]);
  if (!suppression) throw noSuchSuppression();
  return await commit(ctx, {
    writes: [deleteSuppression(ctx, address), must(noSuchSuppression())],
    audit: { action: "release", entity: "mail_suppression", id: address, changes: { reason: suppression.reason } },
    result: suppression,
  });
}
