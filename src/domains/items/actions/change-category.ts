import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { categoryInItself, categoryTooDeep } from "../errors.ts";
import { deepestOf, moveBelow } from "../repo.ts";
import { depthOf, liesIn, MAX_DEPTH, pathBelow } from "../rules.ts";
import { type ItemCategory, itemCategories } from "../tables.ts";

type ChangeCategory = { id: number; parentId?: number | null | undefined } & Partial<
  Pick<ItemCategory, "name" | "sortOrder" | "isActive">
>;

/** Renames, sorts or retires a category, or moves it with all that lies below it. */
export async function changeCategory(ctx: Ctx, { id, ...change }: ChangeCategory): Promise<ItemCategory> {
  const { parentId } = change;
  const { category, parent, deepest } = await load(ctx, {
    category: itemCategories.one(ctx, id),
    parent: parentId ? itemCategories.one(ctx, parentId, "parent_id") : undefined,
    deepest: deepestOf(ctx, id),
  });
  itemCategories.assertCurrent(ctx, category);
  if (parentId === undefined || parentId === category.parentId) {
    const part = itemCategories.change(ctx, category, change);
    return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
  }
  if (parent && liesIn(parent.path, id)) throw categoryInItself(id);
  const path = pathBelow(parent?.path, id);
  if (depthOf(path) + deepest - depthOf(category.path) > MAX_DEPTH) throw categoryTooDeep(MAX_DEPTH);
  const part = itemCategories.change(ctx, category, { ...change, path });
  return await commit(ctx, {
    // whoever moves a category that this parent lies in changes the parent too, so no circle can close meanwhile
    parts: [part, moveBelow(ctx, category, path), parent && itemCategories.hold(ctx, parent)],
    audit: { action: "move", of: part },
    result: part.row,
  });
}
