import { integer, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import { flag, stamps, tenantId } from "../../columns.ts";

/** A commission as it was decided at the moment of sale: what went in, which rate was found, what came out. */
export type CommissionSnapshot = {
  totalCents: number;
  /** Share of the price up to list price. */
  baseCents: number;
  /** Share of what was sold above list price. */
  overageCents: number;
  commissionRateBps: number;
  ovRateBps: number;
  discountScaleEnabled: boolean;
  /** Which rung of the rate hierarchy was found. */
  rateSource: "technician_item" | "none";
  salePriceCents: number;
  listPriceCents: number;
  costCents: number | null;
  rounding: "half_even";
  engineVersion: number;
};

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
