import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import {
  allCategories,
  CreateItem,
  holdCategory,
  items,
  itemsNamed,
  namesDown,
  planItem,
  skuTaken,
} from "#/domains/items/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import { nameAmbiguous, nameUnknown } from "./errors.ts";
import { type Importer, idsUpTo, outcomeOf, requestOf, valuesOf } from "./importers.ts";

/** Items of the price book. A category is named from the top down, `Repair > Motors`; it must be there. */
export const importItems: Importer = async (ctx, rows, isDry) => {
  const { last, categories, taken } = await load(ctx, {
    last: isDry ? undefined : items.nextId(ctx, rows.length),
    categories: allCategories(ctx),
    taken: itemsNamed(ctx, "[]", valuesOf(rows, "sku")),
  });
  const ids = idsUpTo(last, rows.length);
  const skus = new Set(taken.map(({ sku }) => sku));
  const categoryOf = categoryFinder(namesDown(categories));
  const held = new Set<number>();
  return rows.map((row, i) =>
    outcomeOf(row, () => {
      const { category, category_id: given, is_active: isActive = true, ...fields } = row.fields;
      const categoryId = categoryOf(category as string | undefined, given as number | undefined); // safe: as the columns are read
      const input = requestOf(CreateItem, { ...fields, ...(categoryId !== undefined && { category_id: categoryId }) });
      if (skus.has(input.sku)) throw skuTaken(input.sku);
      const { part, events, audit } = planItem(ctx, { ...input, isActive: isActive === true, id: ids[i] ?? 0 });
      return { id: part.row.id, plan: { parts: [part, ...holdOnce(ctx, held, categoryId)], events, audit } };
    }),
  );
};

/** Nothing to write for a category that this slice holds already. */
function holdOnce(ctx: Ctx, held: Set<number>, id: number | undefined) {
  if (id === undefined || held.has(id)) return [];
  held.add(id);
  return holdCategory(ctx, id);
}

/** Finds a category by its names, else by its id; where several have the same names the id decides. */
function categoryFinder(namesById: ReadonlyMap<number, string>) {
  const folded = (text: string) => text.split(">").map(fold).join(">");
  const byNames = Map.groupBy(namesById, ([, names]) => folded(names));
  return (names: string | undefined, id: number | undefined): number | undefined => {
    if (names === undefined) {
      if (id !== undefined && !namesById.has(id)) throw notFound("item_category", id, "category_id");
      return id;
    }
    const found = (byNames.get(folded(names)) ?? []).map(([one]) => one);
    if (found.length === 1) return found[0];
    if (found.length === 0) throw nameUnknown("category", names);
    if (id !== undefined && found.includes(id)) return id;
    throw nameAmbiguous("category", names);
  };
}
