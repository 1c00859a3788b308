import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { cents, flag, id, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { CommissionSnapshot } from "#/domains/commissions/index.ts";

export const paymentTypes = ["cash", "check", "credit_card", "debit_card", "ach", "financing", "other"] as const;
export const paymentStatuses = ["unpaid", "partial", "paid", "refunded", "written_off"] as const;
export const approvalStatuses = ["pending", "approved", "rejected"] as const;

export const saleTable = sqliteTable(
  "sales",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    itemId: integer("item_id").notNull(),
    salePriceCents: cents("sale_price_cents").notNull(),
    customerName: text("customer_name").notNull(),
    notes: text("notes"),
    paymentType: text("payment_type").$type<(typeof paymentTypes)[number]>().notNull(),
    paymentStatus: text("payment_status").$type<(typeof paymentStatuses)[number]>().notNull(),
    approvalStatus: text("approval_status").$type<(typeof approvalStatuses)[number]>().notNull(),
    voided: flag("voided").notNull(),
    /** Local day of the sale in the tenant's zone. */
    saleDate: localDate("sale_date").notNull(),
    commissionCents: cents("commission_cents").notNull(),
    /** Inputs, rates and steps of the commission as they were when the sale was made; never recomputed. */
    commission: text("commission", { mode: "json" }).$type<CommissionSnapshot>().notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // the narrower first: where two indexes look alike to SQLite, which keeps no statistics here, it takes the one made first
    index("sales_by_technician").on(t.tenantId, t.technicianId, t.saleDate, t.id),
    index("sales_by_date").on(t.tenantId, t.saleDate, t.id),
    index("sales_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** What was sold. Totals are kept by day, so that a range of days is counted without its rows. */
export const sales = resource("sale", saleTable, { day: ({ saleDate }) => saleDate, unlogged: ["commission"] });
export type Sale = typeof saleTable.$inferSelect;
