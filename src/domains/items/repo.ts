import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import { type ItemCategory, itemCategories, itemCategoryTable, items, itemTable } from "./tables.ts";

export type ItemFilter = {
  sku?: string | undefined;
  isActive?: boolean | undefined;
  categoryId?: number | undefined;
  q?: string | undefined;
};

/** By name and SKU, and by category with all below it. */
export const listItems = (ctx: Ctx, { categoryId, q: text, sku, isActive, ...input }: ListInput & ItemFilter) =>
  items.list(ctx, input, { filters: conditions(ctx, { categoryId, q: text, sku, isActive }) });

/** The same, for a technician. */
export function listItemsToSell(ctx: Ctx, input: ListInput & ItemFilter) {
  technicianOf(ctx);
  return listItems(ctx, input);
}

const conditions = (ctx: Ctx, { categoryId, q: text, sku, isActive }: ItemFilter): (SQL | undefined)[] => [
  sku === undefined ? undefined : eq(itemTable.sku, sku),
  isActive === undefined ? undefined : eq(itemTable.isActive, isActive),
  categoryId === undefined ? undefined : within(ctx, categoryId),
  ...words(text),
];

/** The next items after an id that a list with these filters shows. */
export const itemsAfter = (ctx: Ctx, filter: ItemFilter, id: number, limit: number) =>
  q
    .select()
    .from(itemTable)
    .where(and(eq(itemTable.tenantId, ctx.tenant.id), gt(itemTable.id, id), ...conditions(ctx, filter)))
    .orderBy(asc(itemTable.id))
    .limit(limit);

/** Those whose id or whose SKU is in one of these JSON arrays. */
export const itemsNamed = (ctx: Ctx, ids: string, skus: string) =>
  q
    .select()
    .from(itemTable)
    .where(
      and(
        eq(itemTable.tenantId, ctx.tenant.id),
        sql`(${itemTable.id} in (select value from json_each(${ids})) or ${itemTable.sku} in (select value from json_each(${skus})))`,
      ),
    );

/** Every category; there are few (tables.ts). */
export const allCategories = (ctx: Ctx) =>
  q.select().from(itemCategoryTable).where(eq(itemCategoryTable.tenantId, ctx.tenant.id));

/** Every word begins a word of the name or SKU. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map(
      (word) =>
        sql`instr(' ' || coalesce(${itemTable.search}, lower(${itemTable.name} || ' ' || ${itemTable.sku})), ${` ${word}`}) > 0`,
    );

const within = (ctx: Ctx, categoryId: number): SQL =>
  sql`category_id in (select id from item_categories where tenant_id = ${ctx.tenant.id} and path like ${`%/${categoryId}/%`})`;

/** SQL that selects the ids of the items of a category and of all below it. */
export const itemsWithin = (ctx: Ctx, categoryId: number): SQL =>
  sql`select id from items where tenant_id = ${ctx.tenant.id} and ${within(ctx, categoryId)}`;

export const listCategories = (ctx: Ctx, { parentId, ...input }: ListInput & { parentId?: number | undefined }) =>
  itemCategories.list(ctx, input, { equals: { parentId } });

/** Nothing to write without a category; refuses one that is not there, or goes at the same moment. */
export const holdCategory = (ctx: Ctx, id: number | null | undefined): Write[] =>
  id === null || id === undefined ? [] : [touchCategory(ctx, id), must(notFound("item_category", id, "category_id"))];
const touchCategory = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  touch(itemCategoryTable, and(eq(itemCategoryTable.tenantId, tenantId), eq(itemCategoryTable.id, id))),
);

/** The deepest path below a category, itself included. */
export const deepestOf = (ctx: Ctx, id: number) =>
  mapped(
    q
      .select({ depth: sql<number>`max(length(path) - length(replace(path, '/', '')))`.as("depth") })
      .from(itemCategoryTable)
      .where(and(eq(itemCategoryTable.tenantId, ctx.tenant.id), sql`path like ${`%/${id}/%`}`)),
    (rows) => (rows[0]?.depth ?? 1) - 1,
  );

/** Moves all that lies below a category along with it. */
export const moveBelow = (ctx: Ctx, { id, path }: ItemCategory, newPath: string) =>
  q
    .update(itemCategoryTable)
    .set({ path: sql`${newPath} || substr(path, ${path.length + 1})`, ...touched(ctx, itemCategoryTable) })
    .where(
      and(
        eq(itemCategoryTable.tenantId, ctx.tenant.id),
        sql`path like ${`${path}%`}`,
        sql`${itemCategoryTable.id} <> ${id}`,
      ),
    );

/** Nothing lies in the category. */
export const isEmpty = (ctx: Ctx, id: number): SQL =>
  sql`not exists (select 1 from items where tenant_id = ${ctx.tenant.id} and category_id = ${id})
    and not exists (select 1 from item_categories below where below.tenant_id = ${ctx.tenant.id} and below.parent_id = ${id})`;

/** SQL that selects, for each thing of a JSON list that has an `itemId`, its place, itself, and the item's category and all that lies above, by depth. */
export const categoriesOfItems = (tenantId: Slot<string>, listed: Slot<string>): SQL => sql`
  select listed.key, listed.value, cast(above.value as integer), above.key + 1 from json_each(${listed}) listed
  cross join items sold on sold.tenant_id = ${tenantId} and sold.id = listed.value ->> 'itemId'
  cross join item_categories own on own.tenant_id = ${tenantId} and own.id = sold.category_id
  cross join json_each('[' || replace(trim(own.path, '/'), '/', ',') || ']') above`;

/** SQL that selects `id` and `name` of every item. */
export const itemNames = (tenantId: string): SQL => sql`(select id, name from items where tenant_id = ${tenantId})`;
