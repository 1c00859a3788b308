import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { revokeLinks } from "#/domains/documents/index.ts";
import { presented } from "../present.ts";
import { estimates } from "../tables.ts";

/** Puts an estimate out of the way, or back. An archived one is offered no longer: its links end. */
export async function archiveEstimate(ctx: Ctx, { id, archived }: { id: number; archived: boolean }) {
  const { estimate } = await load(ctx, { estimate: estimates.one(ctx, id) });
  estimates.assertCurrent(ctx, estimate);
  if (archived === (estimate.archivedAt !== null)) return presented(estimate);
  const part = estimates.change(ctx, estimate, { archivedAt: archived ? ctx.now : null });
  return await commit(ctx, {
    parts: [part, archived && revokeLinks(ctx, "estimate", id)],
    audit: { action: archived ? "archive" : "unarchive", of: part },
    result: presented(part.row),
  });
}
