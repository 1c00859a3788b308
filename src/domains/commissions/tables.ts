import { integer, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import { flag, stamps, tenantId } from "#/db/columns.ts";

/** Commission rates of one technician for one price book item. */
export const commissionConfigs = sqliteTable(
  "commission_configs",
  {
    tenantId: tenantId(),
    technicianId: integer("technician_id").notNull(),
    itemId: integer("item_id").notNull(),
    commissionRateBps: integer("commission_rate_bps").notNull(),
    ovRateBps: integer("ov_rate_bps").notNull(),
    discountScaleEnabled: flag("discount_scale_enabled").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.technicianId, t.itemId] })],
);
