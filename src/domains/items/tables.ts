import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { categoryNameTaken, skuTaken, tooManyCategories } from "./errors.ts";

export const itemTable = sqliteTable(
  "items",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    sku: text("sku").notNull(),
    /** Unused since categories are a tree: a column is never dropped. */
    category: text("category"),
    categoryId: integer("category_id"),
    description: text("description"),
    unit: text("unit"),
    /** Name and SKU as they are searched. */
    search: text("search"),
    memberPriceCents: cents("member_price_cents"),
    paysCommission: flag("pays_commission").notNull().default(true),
    taxable: flag("taxable").notNull().default(true),
    listPriceCents: cents("list_price_cents").notNull(),
    costCents: cents("cost_cents"),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("items_sku").on(t.tenantId, t.sku),
    index("items_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("items_by_category").on(t.tenantId, t.categoryId, t.id),
  ],
);

/** The tree of the price book. */
export const itemCategoryTable = sqliteTable(
  "item_categories",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    parentId: integer("parent_id"),
    /** The ids from the root down to itself: `/1/3/17/`. */
    path: text("path").notNull(),
    /** Parent and folded name: siblings have different names. */
    siblingKey: text("sibling_key").notNull(),
    sortOrder: integer("sort_order").notNull(),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("item_categories_siblings").on(t.tenantId, t.siblingKey),
    index("item_categories_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("item_categories_by_path").on(t.tenantId, t.path),
  ],
);

/** The price book. */
export const items = resource("item", itemTable, {
  derived: ({ name, sku }) => ({ search: `${fold(name)} ${fold(sku)}` }),
  unlogged: ["search"],
  refusals: ({ sku }) => ({ "items.tenant_id, items.sku": skuTaken(sku) }),
});
export type Item = typeof itemTable.$inferSelect;

/** A business needs no more, and each is counted in the commit that adds it. */
const MOST_CATEGORIES = 500;
export const itemCategories = resource("item_category", itemCategoryTable, {
  derived: ({ parentId, name }) => ({ siblingKey: `${parentId ?? 0}/${fold(name)}` }),
  unlogged: ["siblingKey", "path"],
  limit: { most: MOST_CATEGORIES, refusal: tooManyCategories(MOST_CATEGORIES) },
  refusals: ({ name }) => ({ "item_categories.tenant_id, item_categories.sibling_key": categoryNameTaken(name) }),
});
export type ItemCategory = typeof itemCategoryTable.$inferSelect;
