import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, quantity, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { categoryNameTaken, tooManyCategories } from "./errors.ts";
import type { ExpenseKind, ExpenseStatus, PaymentSource } from "./rules.ts";

export const expenseTable = sqliteTable(
  "expenses",
  {
    tenantId: tenantId(),
    id: id(),
    /** Who claims it. */
    technicianId: integer("technician_id").notNull(),
    kind: text("kind").$type<ExpenseKind>().notNull(),
    status: text("status").$type<ExpenseStatus>().notNull(),
    expenseCategoryId: integer("expense_category_id"),
    vendor: text("vendor"),
    /** The folded vendor, empty where none is named: what tells that two expenses are alike. */
    vendorKey: text("vendor_key").notNull(),
    incurredOn: localDate("incurred_on").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** The tax in the amount. */
    taxCents: cents("tax_cents").notNull(),
    /** Of a mileage claim, with the rate that the business paid when it was entered. */
    miles: quantity("miles_milli"),
    mileageRateMillicents: integer("mileage_rate_millicents"),
    paymentSource: text("payment_source").$type<PaymentSource>().notNull(),
    billable: flag("billable").notNull(),
    jobId: integer("job_id"),
    customerId: integer("customer_id"),
    note: text("note"),
    /** How many files there are. */
    receipts: integer("receipts").notNull(),
    submittedAt: instant("submitted_at"),
    submittedBy: text("submitted_by"),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    decisionReason: text("decision_reason"),
    approvedCents: cents("approved_cents"),
    /** The local day that picks the pay period which pays it back; null: none does. */
    countsOn: localDate("counts_on"),
    /** The same for what is taken back again. */
    takenBackOn: localDate("taken_back_on"),
    payPeriodId: integer("pay_period_id"),
    reimbursedOn: localDate("reimbursed_on"),
    voidedAt: instant("voided_at"),
    voidReason: text("void_reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("expenses_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("expenses_by_status").on(t.tenantId, t.status, t.id),
    index("expenses_by_technician").on(t.tenantId, t.technicianId, t.id),
    index("expenses_by_day").on(t.tenantId, t.incurredOn, t.id),
    index("expenses_by_amount").on(t.tenantId, t.amountCents, t.incurredOn),
    index("expenses_by_category")
      .on(t.tenantId, t.expenseCategoryId, t.technicianId, t.incurredOn)
      .where(sql`expense_category_id is not null`),
    index("expenses_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    index("expenses_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    index("expenses_by_pay_day").on(t.tenantId, t.countsOn).where(sql`counts_on is not null`),
    index("expenses_by_take_back").on(t.tenantId, t.takenBackOn).where(sql`taken_back_on is not null`),
    index("expenses_by_pay_period").on(t.tenantId, t.payPeriodId).where(sql`pay_period_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [expenseTable];

/** What expenses are for, and how much of it the business pays. */
export const categoryTable = sqliteTable(
  "expense_categories",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** The folded name: two categories have different ones. */
    nameKey: text("name_key").notNull(),
    limitCents: cents("limit_cents"),
    monthlyLimitCents: cents("monthly_limit_cents"),
    receiptOverCents: cents("receipt_over_cents"),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("expense_categories_name").on(t.tenantId, t.nameKey),
    index("expense_categories_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** Receipts; what is in them lies in R2. */
export const receiptTable = sqliteTable(
  "expense_receipts",
  {
    tenantId: tenantId(),
    id: id(),
    expenseId: integer("expense_id").notNull(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    /** Where the file lies (db/files.ts). */
    fileKey: text("file_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("expense_receipts_by_expense").on(t.tenantId, t.expenseId, t.id),
    index("expense_receipts_by_content").on(t.tenantId, t.sha256, t.expenseId),
  ],
);

/** What technicians have paid for the business, and want back. Totals are kept of all and by technician. */
export const expenses = resource("expense", expenseTable, {
  derived: ({ vendor }) => ({ vendorKey: fold(vendor ?? "") }),
  unlogged: ["vendorKey"],
  totals: ({ technicianId }) => [`technician/${technicianId}`],
});
export type Expense = typeof expenseTable.$inferSelect;

/** A phone shows them all. */
const MOST_CATEGORIES = 200;

export const expenseCategories = resource("expense_category", categoryTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  limit: { most: MOST_CATEGORIES, refusal: tooManyCategories(MOST_CATEGORIES) },
  refusals: ({ name }) => ({ "expense_categories.tenant_id, expense_categories.name_key": categoryNameTaken(name) }),
});
export type ExpenseCategory = typeof categoryTable.$inferSelect;

export const expenseReceipts = resource("expense_receipt", receiptTable, { unlogged: ["sha256"] });
export type ExpenseReceipt = typeof receiptTable.$inferSelect;
