import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, frozenJson, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { type CustomerWorth, customerSumsMoved } from "#/domains/customers/index.ts";
import type { LineOnWire, TaxOnWire } from "#/domains/documents/index.ts";
import { fold } from "#/kernel/fold.ts";
import { numberTaken, settledBefore, sourceTaken } from "./errors.ts";
import { statusOf } from "./rules.ts";
import type { EntryKind, PaymentMethod, StoredStatus } from "./statuses.ts";

/** Somebody still owes something: the condition of an index, which SQLite uses where this very condition is asked. */
export const owing = sql`status in ('sent', 'viewed', 'partially_paid')`;
/** Money that belongs to nothing yet. */
export const unapplied = sql`unapplied_cents > 0`;

const asItIs = (text: string): string => text;

/** Whose document it is, copied by value: what was sent never changes. */
const party = () => ({
  customerId: integer("customer_id"),
  siteId: integer("site_id"),
  customerName: text("customer_name").notNull(),
  customerEmail: text("customer_email"),
  customerPhone: text("customer_phone"),
  billingAddress: text("billing_address"),
  billingCity: text("billing_city"),
  billingState: text("billing_state"),
  billingZip: text("billing_zip"),
});

/** What it is about, and what that comes to. */
const amounts = () => ({
  currency: text("currency").notNull(),
  /** Lines and taxes in wire format, with the rates as they were. */
  lineItems: frozenJson<LineOnWire[]>("line_items", asItIs).notNull(),
  taxBreakdown: frozenJson<TaxOnWire[]>("tax_breakdown", asItIs).notNull(),
  subtotalCents: cents("subtotal_cents").notNull(),
  discountCents: cents("discount_cents").notNull(),
  taxCents: cents("tax_cents").notNull(),
  totalCents: cents("total_cents").notNull(),
});

export const invoiceTable = sqliteTable(
  "invoices",
  {
    tenantId: tenantId(),
    id: id(),
    /** Taken in the commit that sends it; null while a draft. */
    number: text("number"),
    status: text("status").$type<StoredStatus>().notNull(),
    ...party(),
    jobId: integer("job_id"),
    /** What it was made of, once: `estimate:7`, `agreement:3:2`, `job:12`. */
    source: text("source"),
    title: text("title"),
    purchaseOrder: text("purchase_order"),
    notes: text("notes"),
    ...amounts(),
    /** The discount as it was asked for: cents or basis points. */
    asked: text("asked", { mode: "json" }).$type<{ discountCents?: number; discountBps?: number }>().notNull(),
    /** Local days; both are there once it is sent. */
    invoiceDate: localDate("invoice_date"),
    dueDate: localDate("due_date"),
    /** Payments and credit notes that were applied, less what was taken off again. */
    amountPaidCents: cents("amount_paid_cents").notNull().default(0),
    creditedCents: cents("credited_cents").notNull().default(0),
    writtenOffCents: cents("written_off_cents").notNull().default(0),
    /** Always the sum of its entries in the ledger. */
    balanceCents: cents("balance_cents").notNull().default(0),
    /** Sum of the credit notes that were issued for it. */
    creditNotesCents: cents("credit_notes_cents").notNull().default(0),
    sentAt: instant("sent_at"),
    viewedAt: instant("viewed_at"),
    paidAt: instant("paid_at"),
    /** The local day on which it was noted that the due day had passed. */
    overdueOn: localDate("overdue_on"),
    voidedAt: instant("voided_at"),
    voidReason: text("void_reason"),
    writtenOffAt: instant("written_off_at"),
    writeOffReason: text("write_off_reason"),
    /** The version before it, and the one after it. */
    replacesId: integer("replaces_id"),
    replacedById: integer("replaced_by_id"),
    remindersSent: integer("reminders_sent").notNull().default(0),
    lastRemindedOn: localDate("last_reminded_on"),
    /** Places in lists by day: the day, or `~` while it has none. */
    dateSlot: text("date_slot").notNull(),
    dueSlot: text("due_slot").notNull(),
    /** Number, customer and title as they are searched. */
    search: text("search").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("invoices_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("invoices_by_date").on(t.tenantId, t.dateSlot, t.id),
    index("invoices_by_due").on(t.tenantId, t.dueSlot, t.id),
    index("invoices_by_status").on(t.tenantId, t.status, t.dateSlot, t.id),
    index("invoices_owing").on(t.tenantId, t.dueSlot, t.id).where(owing),
    index("invoices_by_customer").on(t.tenantId, t.customerId, t.dateSlot, t.id).where(sql`customer_id is not null`),
    index("invoices_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    uniqueIndex("invoices_by_number").on(t.tenantId, t.number).where(sql`number is not null`),
    uniqueIndex("invoices_by_source").on(t.tenantId, t.source).where(sql`source is not null`),
  ],
);

/** Money that a customer gave. What of it is applied to invoices is in the ledger. */
export const paymentTable = sqliteTable(
  "invoice_payments",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: integer("customer_id"),
    customerName: text("customer_name").notNull(),
    currency: text("currency").notNull(),
    amountCents: cents("amount_cents").notNull(),
    appliedCents: cents("applied_cents").notNull().default(0),
    refundedCents: cents("refunded_cents").notNull().default(0),
    /** The customer's credit: always the sum of its entries in the ledger. */
    unappliedCents: cents("unapplied_cents").notNull().default(0),
    method: text("method").$type<PaymentMethod>().notNull(),
    /** What the bank or the cheque calls it. */
    reference: text("reference"),
    /** Of a payment online: the provider and its id of the payment, which is settled once. */
    provider: text("provider"),
    providerRef: text("provider_ref"),
    receivedOn: localDate("received_on").notNull(),
    notes: text("notes"),
    reversedAt: instant("reversed_at"),
    reverseReason: text("reverse_reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("invoice_payments_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("invoice_payments_by_day").on(t.tenantId, t.receivedOn, t.id),
    index("invoice_payments_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    index("invoice_payments_unapplied").on(t.tenantId, t.id).where(unapplied),
    uniqueIndex("invoice_payments_by_provider")
      .on(t.tenantId, t.provider, t.providerRef)
      .where(sql`provider_ref is not null`),
  ],
);

/** Takes back a part of a sent invoice, which itself never changes. */
export const creditNoteTable = sqliteTable(
  "credit_notes",
  {
    tenantId: tenantId(),
    id: id(),
    number: text("number").notNull(),
    invoiceId: integer("invoice_id").notNull(),
    invoiceNumber: text("invoice_number").notNull(),
    ...party(),
    ...amounts(),
    reason: text("reason").notNull(),
    issuedOn: localDate("issued_on").notNull(),
    appliedCents: cents("applied_cents").notNull().default(0),
    refundedCents: cents("refunded_cents").notNull().default(0),
    /** The customer's credit: always the sum of its entries in the ledger. */
    unappliedCents: cents("unapplied_cents").notNull().default(0),
    createdBy: text("created_by").notNull(),
    ...stamps(),
    ...{ voidedAt: instant("voided_at"), voidReason: text("void_reason") },
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("credit_notes_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("credit_notes_by_day").on(t.tenantId, t.issuedOn, t.id),
    index("credit_notes_by_invoice").on(t.tenantId, t.invoiceId, t.id),
    index("credit_notes_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    index("credit_notes_unapplied").on(t.tenantId, t.id).where(unapplied),
    uniqueIndex("credit_notes_by_number").on(t.tenantId, t.number),
  ],
);

/**
 * Every move of money or debt, only ever added to. An invoice's balance is the sum of its `invoice_cents`; the credit of a payment or credit note that
 * of its `credit_cents`; what a customer owes is the first less the second.
 */
export const ledgerTable = sqliteTable(
  "invoice_ledger",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    kind: text("kind").$type<EntryKind>().notNull(),
    /** The local day that it counts for. */
    entryOn: localDate("entry_on").notNull(),
    customerId: integer("customer_id"),
    invoiceId: integer("invoice_id"),
    paymentId: integer("payment_id"),
    creditNoteId: integer("credit_note_id"),
    invoiceCents: cents("invoice_cents").notNull(),
    creditCents: cents("credit_cents").notNull(),
    /** Of a refund. */
    method: text("method").$type<PaymentMethod>(),
    reference: text("reference"),
    reason: text("reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("invoice_ledger_by_invoice").on(t.tenantId, t.invoiceId, t.id).where(sql`invoice_id is not null`),
    index("invoice_ledger_by_payment").on(t.tenantId, t.paymentId, t.id).where(sql`payment_id is not null`),
    index("invoice_ledger_by_credit_note").on(t.tenantId, t.creditNoteId, t.id).where(sql`credit_note_id is not null`),
    index("invoice_ledger_by_customer")
      .on(t.tenantId, t.customerId, t.entryOn, t.id)
      .where(sql`customer_id is not null`),
    index("invoice_ledger_by_day").on(t.tenantId, t.entryOn, t.id),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [invoiceTable, paymentTable, creditNoteTable, ledgerTable];

export type Invoice = typeof invoiceTable.$inferSelect;
export type InvoicePayment = typeof paymentTable.$inferSelect;
export type CreditNote = typeof creditNoteTable.$inferSelect;
export type LedgerEntry = typeof ledgerTable.$inferSelect;

const NO_DAY = "~";

export const invoices = resource("invoice", invoiceTable, {
  derived: (invoice) => ({
    status: statusOf(invoice),
    dateSlot: invoice.invoiceDate ?? NO_DAY,
    dueSlot: invoice.dueDate ?? NO_DAY,
    search: fold([invoice.number, invoice.customerName, invoice.customerEmail, invoice.title].join(" ")),
  }),
  totals: ({ status }) => [status],
  keeps: (ctx, before, after) => customerSumsMoved(ctx, before && owedBy(before), after && owedBy(after)),
  unlogged: ["lineItems", "taxBreakdown", "search", "dateSlot", "dueSlot"],
  refusals: ({ source, number }) => ({
    "invoices.tenant_id, invoices.source": sourceTaken(source ?? ""),
    "invoices.tenant_id, invoices.number": numberTaken(number ?? ""),
  }),
});

const owedBy = ({ customerId, status, ...invoice }: Invoice): CustomerWorth | null =>
  status === "draft" || status === "void"
    ? null
    : {
        customerId,
        invoicedCents: invoice.totalCents - invoice.creditNotesCents,
        outstandingCents: invoice.balanceCents,
      };

/** What a payment is still worth: one that never came is worth nothing of what was left of it. */
const paidBy = ({ customerId, amountCents, refundedCents, reversedAt }: InvoicePayment): CustomerWorth => ({
  customerId,
  spendCents: reversedAt === null ? amountCents - refundedCents : 0,
});

export const invoicePayments = resource("invoice_payment", paymentTable, {
  keeps: (ctx, before, after) => customerSumsMoved(ctx, before && paidBy(before), after && paidBy(after)),
  refusals: ({ providerRef }) => ({
    "invoice_payments.tenant_id, invoice_payments.provider, invoice_payments.provider_ref": settledBefore(
      providerRef ?? "",
    ),
  }),
});

/** What a credit note gave back of what was paid. */
const backTo = ({ customerId, refundedCents }: CreditNote): CustomerWorth => ({
  customerId,
  spendCents: -refundedCents,
});

export const creditNotes = resource("credit_note", creditNoteTable, {
  keeps: (ctx, before, after) => customerSumsMoved(ctx, before && backTo(before), after && backTo(after)),
  unlogged: ["lineItems", "taxBreakdown"],
});
