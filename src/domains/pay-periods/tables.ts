import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, id, instant, localDate, quantity, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { frequencies, lineKinds, periodStatuses, Totals } from "./terms.ts";

export const paySchedules = sqliteTable("pay_schedules", {
  tenantId: text("tenant_id").primaryKey(),
  frequency: text("frequency").$type<(typeof frequencies)[number]>().notNull(),
  startsOn: localDate("starts_on").notNull(),
  payDelayDays: integer("pay_delay_days").notNull(),
  ...stamps(),
});

export const payPeriodTable = sqliteTable(
  "pay_periods",
  {
    tenantId: tenantId(),
    id: id(),
    startsOn: localDate("starts_on").notNull(),
    endsOn: localDate("ends_on").notNull(),
    payOn: localDate("pay_on").notNull(),
    frequency: text("frequency").$type<(typeof frequencies)[number]>().notNull(),
    status: text("status").$type<(typeof periodStatuses)[number]>().notNull(),
    closedAt: instant("closed_at"),
    closedBy: text("closed_by"),
    paidOn: localDate("paid_on"),
    /** Of its statements, once it is closed. */
    totals: text("totals", { mode: "json" }).$type<Totals>(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("pay_periods_by_start").on(t.tenantId, t.startsOn),
    index("pay_periods_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
/** What a close before there were hours and reimbursements did not sum up. */
const NOTHING = { hoursCents: 0, overtimeCents: 0, reimbursementCents: 0, regularMinutes: 0, overtimeMinutes: 0 };
export const payPeriods = resource("pay_period", payPeriodTable, {
  read: (row) => (row.totals ? { ...row, totals: { ...NOTHING, ...row.totals } } : row),
});
export type PayPeriod = typeof payPeriodTable.$inferSelect;

export const payAdjustmentTable = sqliteTable(
  "pay_adjustments",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    /** Local day that picks the pay period. */
    countsOn: localDate("counts_on").notNull(),
    amountCents: cents("amount_cents").notNull(),
    memo: text("memo").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("pay_adjustments_by_day").on(t.tenantId, t.countsOn, t.id),
  ],
);
export const payAdjustments = resource("pay_adjustment", payAdjustmentTable);
export type PayAdjustment = typeof payAdjustmentTable.$inferSelect;

/** The lines of closed periods, copied by value: nothing that happens later changes them. */
export const payLines = sqliteTable(
  "pay_lines",
  {
    tenantId: tenantId(),
    payPeriodId: integer("pay_period_id").notNull(),
    technicianId: integer("technician_id").notNull(),
    /** Sorts the lines of a statement, and names each. */
    line: text("line").notNull(),
    kind: text("kind").$type<(typeof lineKinds)[number]>().notNull(),
    day: localDate("day").notNull(),
    /** Local day of what caused it: before `day` where its own period was closed by then. */
    causedOn: localDate("caused_on").notNull(),
    reason: text("reason").notNull(),
    saleId: integer("sale_id"),
    description: text("description").notNull(),
    customerName: text("customer_name"),
    saleDate: localDate("sale_date"),
    salePriceCents: cents("sale_price_cents"),
    shareBps: integer("share_bps"),
    role: text("role"),
    amountCents: cents("amount_cents").notNull(),
    /** Of what is paid by the unit: minutes, kilometres. */
    quantity: quantity("quantity"),
    unit: text("unit"),
    /** For an hour, or for one of the unit. */
    rateCents: cents("rate_cents"),
    /** What it comes from: `sale/42`. Null on lines of closes before there were other sources. */
    source: text("source"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.payPeriodId, t.technicianId, t.line] })],
);
export type PayLine = typeof payLines.$inferSelect;

export const payStatements = sqliteTable(
  "pay_statements",
  {
    tenantId: tenantId(),
    payPeriodId: integer("pay_period_id").notNull(),
    technicianId: integer("technician_id").notNull(),
    technicianName: text("technician_name").notNull(),
    lines: integer("lines").notNull(),
    commissionCents: cents("commission_cents").notNull(),
    adjustmentCents: cents("adjustment_cents").notNull(),
    broughtForwardCents: cents("brought_forward_cents").notNull(),
    grossCents: cents("gross_cents").notNull(),
    payCents: cents("pay_cents").notNull(),
    carriedForwardCents: cents("carried_forward_cents").notNull(),
    hoursCents: cents("hours_cents").notNull().default(0),
    overtimeCents: cents("overtime_cents").notNull().default(0),
    reimbursementCents: cents("reimbursement_cents").notNull().default(0),
    regularMinutes: integer("regular_minutes").notNull().default(0),
    overtimeMinutes: integer("overtime_minutes").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.payPeriodId, t.technicianId] })],
);
export type PayStatement = typeof payStatements.$inferSelect;
