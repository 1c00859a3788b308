import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notDraft, wasSentBefore } from "../errors.ts";
import { estimates } from "../tables.ts";

/** Deletes a draft that nobody has seen. What was sent once has a number, and is archived instead. */
export async function deleteEstimate(ctx: Ctx, id: number) {
  const { estimate } = await load(ctx, { estimate: estimates.one(ctx, id) });
  estimates.assertCurrent(ctx, estimate);
  if (estimate.number !== null) throw wasSentBefore(id);
  if (estimate.status !== "draft") throw notDraft(id, estimate.status);
  const part = estimates.remove(ctx, estimate);
  return await commit(ctx, {
    parts: [part],
    audit: { action: "delete", of: part },
    result: { id, deleted: true as const },
  });
}
