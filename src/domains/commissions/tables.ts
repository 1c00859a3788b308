import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import type { EntryReason, Role } from "./ledger-rules.ts";

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

/** The ledger of commissions: only ever added to. In the order of its key lies what counts in a pay period. */
export const commissionEntries = sqliteTable(
  "commission_entries",
  {
    tenantId: tenantId(),
    /** Local day that picks the pay period. */
    countsOn: localDate("counts_on").notNull(),
    technicianId: integer("technician_id").notNull(),
    saleId: integer("sale_id").notNull(),
    /** Place among the entries of the sale, from 0. */
    n: integer("n").notNull(),
    /** Local day of what caused it: before `counts_on` when its pay period was closed by then. */
    causedOn: localDate("caused_on").notNull(),
    amountCents: cents("amount_cents").notNull(),
    reason: text("reason").$type<EntryReason>().notNull(),
    shareBps: integer("share_bps").notNull(),
    role: text("role").$type<Role>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.countsOn, t.technicianId, t.saleId, t.n] }),
    uniqueIndex("commission_entries_by_sale").on(t.tenantId, t.saleId, t.n),
  ],
);

/** The first day of a business that no closed pay period holds. */
export const commissionLocks = sqliteTable("commission_locks", {
  tenantId: text("tenant_id").primaryKey(),
  openFrom: localDate("open_from").notNull(),
});
