import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { EntryReason } from "./ledger-rules.ts";
import type { Band, RateTerms, Tier } from "./rules.ts";
import type { Role } from "./terms.ts";

/** Superseded by `commission_rates`, which took its rows over: a table is never dropped. */
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

/** Commission rates: of a technician, an item, a category or the business, and of the pairs of them. */
export const commissionRates = sqliteTable(
  "commission_rates",
  {
    tenantId: tenantId(),
    id: id(),
    /** 0 in one of these three: it holds whatever that is. */
    technicianId: integer("technician_id").notNull(),
    itemId: integer("item_id").notNull(),
    categoryId: integer("category_id").notNull(),
    /** Empty: both roles. */
    role: text("role").$type<Role | "">().notNull(),
    /** Empty: from the beginning. Of several that have begun, the one that began last holds. */
    effectiveFrom: text("effective_from").$type<LocalDate | "">().notNull(),
    effectiveTo: localDate("effective_to"),
    rateType: text("rate_type").$type<RateTerms["rateType"]>().notNull(),
    commissionRateBps: integer("commission_rate_bps").notNull(),
    flatCents: cents("flat_cents"),
    tiers: text("tiers", { mode: "json" }).$type<Tier[]>(),
    ovRateBps: integer("ov_rate_bps").notNull(),
    discountScaleEnabled: flag("discount_scale_enabled").notNull(),
    discountScale: text("discount_scale", { mode: "json" }).$type<Band[]>(),
    base: text("base").$type<RateTerms["base"]>().notNull(),
    minCents: cents("min_cents"),
    maxCents: cents("max_cents"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("commission_rates_key").on(t.tenantId, t.technicianId, t.itemId, t.categoryId, t.role, t.effectiveFrom),
    index("commission_rates_by_item").on(t.tenantId, t.itemId, t.id),
    index("commission_rates_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

export const rates = resource("commission_config", commissionRates, { sequence: "commission_rate" });
export type CommissionRate = typeof commissionRates.$inferSelect;

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
