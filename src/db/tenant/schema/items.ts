import { index, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, stamps, tenantId } from "../../columns.ts";

/** The price book. */
export const items = sqliteTable(
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
