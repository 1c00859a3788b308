import type { Ctx } from "#/ctx.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { noSuchSuppression } from "../errors.ts";
import { deleteSuppression, suppressionOf } from "../repo.ts";
import { mailSuppressions, type Suppression } from "../tables.ts";

/** Takes an address off the list: it gets mail of this business again. */
export async function releaseAddress(ctx: Ctx, address: string): Promise<Suppression> {
  const { suppression } = await load(ctx, { suppression: suppressionOf(ctx, address) });
  if (!suppression) throw noSuchSuppression();
  return await commit(ctx, {
    parts: [deleteSuppression(ctx, address), must(noSuchSuppression())],
    audit: {
      action: "release",
      entity: "mail_suppression",
      id: address,
      changes: changesOf(mailSuppressions, suppression, null),
    },
    result: suppression,
  });
}
