import { index, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { skuTaken } from "./errors.ts";

export const itemTable = sqliteTable(
  "items",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    sku: text("sku").notNull(),
    category: text("category"),
    listPriceCents: cents("list_price_cents").notNull(),
    costCents: cents("cost_cents"),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("items_sku").on(t.tenantId, t.sku),
    index("items_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** The price book. */
export const items = resource("item", itemTable, {
  refusals: ({ sku }) => ({ "items.tenant_id, items.sku": skuTaken(sku) }),
});
export type Item = typeof itemTable.$inferSelect;
