import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { categoryNotEmpty } from "../errors.ts";
import { isEmpty } from "../repo.ts";
import { type ItemCategory, itemCategories } from "../tables.ts";

/** Removes a category in which nothing lies. */
export async function removeCategory(ctx: Ctx, id: number): Promise<ItemCategory> {
  const { category } = await load(ctx, { category: itemCategories.one(ctx, id) });
  itemCategories.assertCurrent(ctx, category);
  const part = itemCategories.remove(ctx, category, isEmpty(ctx, id), categoryNotEmpty(id));
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: category });
}
