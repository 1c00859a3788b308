import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { categoryTooDeep } from "../errors.ts";
import { depthOf, MAX_DEPTH, pathBelow } from "../rules.ts";
import { type ItemCategory, itemCategories } from "../tables.ts";

type AddCategory = { name: string; parentId?: number | null | undefined; sortOrder: number };

/** Adds a category at the top of the price book or below another. */
export async function addCategory(ctx: Ctx, { name, parentId = null, sortOrder }: AddCategory): Promise<ItemCategory> {
  const { parent, id } = await load(ctx, {
    parent: parentId === null ? undefined : itemCategories.one(ctx, parentId, "parent_id"),
    id: itemCategories.nextId(ctx),
  });
  const path = pathBelow(parent?.path, id);
  if (depthOf(path) > MAX_DEPTH) throw categoryTooDeep(MAX_DEPTH);
  const part = itemCategories.insert(ctx, { id, name, parentId, path, sortOrder, isActive: true });
  return await commit(ctx, {
    parts: [part, parent && itemCategories.hold(ctx, parent)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
