import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { partInUse } from "../errors.ts";
import { partUpdated } from "../events.ts";
import { holdUnused } from "../part-repo.ts";
import { parts, type StockPart } from "../tables.ts";

/** Puts a part away that is no longer used, or takes it back. Its moves stay. */
export async function archivePart(ctx: Ctx, { id, archived }: { id: number; archived: boolean }): Promise<StockPart> {
  const { part } = await load(ctx, { part: parts.one(ctx, id) });
  parts.assertCurrent(ctx, part);
  if ((part.archivedAt !== null) === archived) return part;
  const changed = parts.change(ctx, part, { archivedAt: archived ? ctx.now : null });
  return await commit(ctx, {
    parts: [changed, ...(archived ? holdUnused(ctx, id, partInUse(id)) : [])],
    events: [partUpdated(changed.row, part)],
    audit: { action: archived ? "archive" : "restore", of: changed },
    result: changed.row,
  });
}
