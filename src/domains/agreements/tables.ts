import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, frozenJson, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import type { BillingFrequency, BillingTiming } from "./calendar.ts";
import { alreadyRenewed, periodBilled, planNameTaken } from "./errors.ts";
import type { PlanTerms } from "./plan-schemas.ts";
import { monthlyCentsOf } from "./rules.ts";
import type { AgreementStatus, RecurringStatus, RenewalPriceRule } from "./statuses.ts";

const billing = () => ({
  priceCents: cents("price_cents").notNull(),
  billingFrequency: text("billing_frequency").$type<BillingFrequency>().notNull(),
  billingTiming: text("billing_timing").$type<BillingTiming>().notNull(),
});

export const planTable = sqliteTable(
  "agreement_plans",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    /** null: goes on until it is cancelled. */
    termMonths: integer("term_months"),
    ...billing(),
    visitsPerYear: integer("visits_per_year").notNull(),
    visitMinutes: integer("visit_minutes"),
    leadDays: integer("lead_days").notNull(),
    windowDays: integer("window_days").notNull(),
    preferredMonths: text("preferred_months", { mode: "json" }).$type<number[]>().notNull(),
    discountBps: integer("discount_bps").notNull(),
    includedItems: text("included_items", { mode: "json" }).$type<string[]>().notNull(),
    taxable: flag("taxable").notNull(),
    autoRenew: flag("auto_renew").notNull(),
    renewalPriceRule: text("renewal_price_rule").$type<RenewalPriceRule>().notNull(),
    renewalPriceBps: integer("renewal_price_bps").notNull(),
    noticeDays: integer("notice_days").notNull(),
    archivedAt: instant("archived_at"),
    nameKey: text("name_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("agreement_plans_by_update").on(t.tenantId, t.updatedAt, t.id),
    uniqueIndex("agreement_plans_name").on(t.tenantId, t.nameKey),
  ],
);
export type AgreementPlan = typeof planTable.$inferSelect;

/** One term of an agreement; its renewal is a row of its own. */
export const agreementTable = sqliteTable(
  "service_agreements",
  {
    tenantId: tenantId(),
    id: id(),
    status: text("status").$type<AgreementStatus>().notNull(),
    customerId: integer("customer_id").notNull(),
    siteId: integer("site_id"),
    customerName: text("customer_name").notNull(),
    planId: integer("plan_id").notNull(),
    planName: text("plan_name").notNull(),
    /** The terms of the plan as they were, in wire format. */
    planSnapshot: frozenJson<PlanTerms>("plan_snapshot", (kept) => kept).notNull(),
    ...billing(),
    /** What it brings in a month. */
    monthlyCents: cents("monthly_cents").notNull(),
    visitsPerYear: integer("visits_per_year").notNull(),
    discountBps: integer("discount_bps").notNull(),
    termMonths: integer("term_months"),
    startsOn: localDate("starts_on").notNull(),
    endsOn: localDate("ends_on"),
    /** The first day of the first term: every day of every term is counted from it. */
    anchorOn: localDate("anchor_on").notNull(),
    offsetMonths: integer("offset_months").notNull(),
    autoRenew: flag("auto_renew").notNull(),
    /** The technician who sold it. */
    soldBy: integer("sold_by"),
    paymentMethodRef: text("payment_method_ref"),
    notes: text("notes"),
    termNo: integer("term_no").notNull(),
    renewedFromId: integer("renewed_from_id"),
    renewedToId: integer("renewed_to_id"),
    activatedAt: instant("activated_at"),
    suspendedOn: localDate("suspended_on"),
    suspendReason: text("suspend_reason"),
    /** The last day, where it was cancelled for the end of a period that has not come yet. */
    cancelsOn: localDate("cancels_on"),
    cancelledOn: localDate("cancelled_on"),
    cancelReason: text("cancel_reason"),
    /** The last local day on which it was in force. */
    lastDay: localDate("last_day"),
    /** The least number of days before the end that was told: 60, 30 or 7. */
    expiringTold: integer("expiring_told"),
    /** Months of the term whose visits are planned. */
    visitMonths: integer("visit_months").notNull(),
    /** The local day on which those of another year are planned; null: all are. */
    planVisitsOn: localDate("plan_visits_on"),
    /** Place in lists by end: the day on which it ends or is cancelled, or `~`. */
    endSlot: text("end_slot").notNull(),
    search: text("search").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("service_agreements_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("service_agreements_by_end").on(t.tenantId, t.endSlot, t.id),
    index("service_agreements_by_status").on(t.tenantId, t.status, t.endSlot, t.id),
    index("service_agreements_by_customer").on(t.tenantId, t.customerId, t.id),
    index("service_agreements_by_last_day").on(t.tenantId, t.lastDay).where(sql`last_day is not null`),
    index("service_agreements_plan_visits").on(t.tenantId, t.planVisitsOn).where(sql`plan_visits_on is not null`),
    uniqueIndex("service_agreements_renewed_from")
      .on(t.tenantId, t.renewedFromId)
      .where(sql`renewed_from_id is not null`),
  ],
);
export type ServiceAgreement = typeof agreementTable.$inferSelect;

/** How an agreement is billed: what was billed is in its periods, what comes next is here. */
export const recurringTable = sqliteTable(
  "recurring_invoices",
  {
    tenantId: tenantId(),
    id: id(),
    agreementId: integer("agreement_id").notNull(),
    customerId: integer("customer_id").notNull(),
    customerName: text("customer_name").notNull(),
    title: text("title").notNull(),
    status: text("status").$type<RecurringStatus>().notNull(),
    ...billing(),
    nextPeriodNo: integer("next_period_no"),
    nextPeriodStart: localDate("next_period_start"),
    nextPeriodEnd: localDate("next_period_end"),
    nextInvoiceOn: localDate("next_invoice_on"),
    /** Periods that were due beyond the most that one run bills: a person looks first. */
    periodsLeft: integer("periods_left").notNull(),
    invoicesMade: integer("invoices_made").notNull(),
    lastInvoiceId: integer("last_invoice_id"),
    lastInvoicedOn: localDate("last_invoiced_on"),
    pausedOn: localDate("paused_on"),
    pauseReason: text("pause_reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("recurring_invoices_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("recurring_invoices_by_status").on(t.tenantId, t.status, t.nextInvoiceOn, t.id),
    index("recurring_invoices_by_customer").on(t.tenantId, t.customerId, t.id),
    uniqueIndex("recurring_invoices_by_agreement").on(t.tenantId, t.agreementId),
  ],
);
export type RecurringInvoice = typeof recurringTable.$inferSelect;

/** The billed periods of an agreement. Its key is what bills each of them once. */
export const periodTable = sqliteTable(
  "agreement_periods",
  {
    tenantId: tenantId(),
    agreementId: integer("agreement_id").notNull(),
    periodNo: integer("period_no").notNull(),
    periodStart: localDate("period_start").notNull(),
    periodEnd: localDate("period_end").notNull(),
    billedOn: localDate("billed_on").notNull(),
    priceCents: cents("price_cents").notNull(),
    invoiceId: integer("invoice_id").notNull(),
    /** Of the price, taken back when the agreement was cancelled. */
    refundedCents: cents("refunded_cents").notNull(),
    /** The day on which a cancelled agreement ended: nothing is earned later. */
    closedOn: localDate("closed_on"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.agreementId, t.periodNo] }),
    index("agreement_periods_by_end").on(t.tenantId, t.periodEnd),
  ],
);
export type AgreementPeriod = typeof periodTable.$inferSelect;

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [agreementTable, recurringTable];

const NO_DAY = "~";

export const agreementPlans = resource("agreement_plan", planTable, {
  derived: ({ id: number, name, archivedAt }) => ({ nameKey: archivedAt === null ? fold(name) : `archived ${number}` }),
  unlogged: ["nameKey"],
  refusals: ({ name }) => ({ "agreement_plans.tenant_id, agreement_plans.name_key": planNameTaken(name) }),
});

export const agreements = resource("service_agreement", agreementTable, {
  derived: (row) => ({
    monthlyCents: monthlyCentsOf(row),
    endSlot: row.cancelsOn ?? row.endsOn ?? NO_DAY,
    search: fold(`${row.customerName} ${row.planName}`),
  }),
  totals: ({ status }) => [status],
  unlogged: ["planSnapshot", "endSlot", "search", "visitMonths", "planVisitsOn"],
  refusals: ({ renewedFromId }) => ({
    "service_agreements.tenant_id, service_agreements.renewed_from_id": alreadyRenewed(renewedFromId ?? 0),
  }),
});

export const recurringInvoices = resource("recurring_invoice", recurringTable, {
  totals: ({ status }) => [status],
  refusals: ({ agreementId }) => ({
    "recurring_invoices.tenant_id, recurring_invoices.agreement_id": periodBilled(agreementId),
  }),
});
