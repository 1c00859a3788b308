import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { draftTaken, numberTaken, supplierNameTaken } from "./errors.ts";
import type { LandedCost } from "./landed.ts";
import type { OrderLine, ReceiptLine } from "./lines.ts";
import type { OrderStatus } from "./rules.ts";

export const supplierTable = sqliteTable(
  "suppliers",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    contactName: text("contact_name"),
    email: text("email"),
    phone: text("phone"),
    address: text("address"),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    /** The business' own number at the supplier. */
    accountNumber: text("account_number"),
    paymentTermsDays: integer("payment_terms_days"),
    /** Days from sending an order to its arrival. */
    leadTimeDays: integer("lead_time_days"),
    minimumOrderCents: cents("minimum_order_cents"),
    notes: text("notes"),
    archivedAt: instant("archived_at"),
    nameKey: text("name_key").notNull(),
    search: text("search").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("suppliers_name").on(t.tenantId, t.nameKey),
    index("suppliers_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** Those who deliver parts. Two that are in use have different names. */
export const suppliers = resource("supplier", supplierTable, {
  derived: (one) => ({
    nameKey: one.archivedAt === null ? fold(one.name) : `${fold(one.name)} archived ${one.id}`,
    search: fold([one.name, one.contactName, one.accountNumber, one.city, one.zip].filter(Boolean).join(" ")),
  }),
  unlogged: ["nameKey", "search"],
  refusals: ({ name }) => ({ "suppliers.tenant_id, suppliers.name_key": supplierNameTaken(name) }),
});
export type Supplier = typeof supplierTable.$inferSelect;

export const purchaseOrderTable = sqliteTable(
  "purchase_orders",
  {
    tenantId: tenantId(),
    id: id(),
    number: text("number").notNull(),
    supplierId: integer("supplier_id").notNull(),
    /** As they were called when it was made, or sent. */
    supplierName: text("supplier_name").notNull(),
    /** Where the parts arrive. */
    locationId: integer("location_id").notNull(),
    /** The job that its parts go straight to: they are never stocked, and what they cost is a cost of the job. */
    jobId: integer("job_id"),
    status: text("status").$type<OrderStatus>().notNull(),
    /** Made by a reorder, which adds to it while it is a draft. */
    isAuto: flag("is_auto").notNull(),
    /** The supplier whose one draft of reorders it is; null of every other order. */
    autoSupplierId: integer("auto_supplier_id"),
    currency: text("currency").notNull(),
    items: text("items", { mode: "json" }).$type<OrderLine[]>().notNull(),
    supplierReference: text("supplier_reference"),
    notes: text("notes"),
    orderedOn: localDate("ordered_on"),
    expectedOn: localDate("expected_on"),
    totalCents: cents("total_cents").notNull(),
    /** What came has cost, without what was paid beside it. */
    receivedCents: cents("received_cents").notNull(),
    landedCents: cents("landed_cents").notNull(),
    /** What came has cost more than it was ordered for; below zero: less. */
    varianceCents: cents("variance_cents").notNull(),
    submittedAt: instant("submitted_at"),
    submittedBy: text("submitted_by"),
    approvedAt: instant("approved_at"),
    approvedBy: text("approved_by"),
    sentAt: instant("sent_at"),
    firstReceivedAt: instant("first_received_at"),
    receivedAt: instant("received_at"),
    closedAt: instant("closed_at"),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    createdBy: text("created_by").notNull(),
    search: text("search").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("purchase_orders_number").on(t.tenantId, t.number),
    uniqueIndex("purchase_orders_auto_draft").on(t.tenantId, t.autoSupplierId).where(sql`auto_supplier_id is not null`),
    index("purchase_orders_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("purchase_orders_by_status").on(t.tenantId, t.status, t.id),
    index("purchase_orders_by_supplier").on(t.tenantId, t.supplierId, t.id),
    index("purchase_orders_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
  ],
);

/** Which orders are of a part. */
export const orderedPartTable = sqliteTable(
  "purchase_order_parts",
  {
    tenantId: tenantId(),
    partId: integer("part_id").notNull(),
    orderId: integer("order_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.partId, t.orderId] }),
    index("purchase_order_parts_by_order").on(t.tenantId, t.orderId),
  ],
);

/** Orders of parts from suppliers. Totals are kept of all, and by status. */
export const purchaseOrders = resource("purchase_order", purchaseOrderTable, {
  derived: (one) => ({
    autoSupplierId: one.isAuto && one.status === "draft" ? one.supplierId : null,
    search: fold([one.number, one.supplierName, one.supplierReference].filter(Boolean).join(" ")),
  }),
  unlogged: ["search", "autoSupplierId"],
  totals: ({ status }) => [status],
  refusals: ({ number, supplierId }) => ({
    "purchase_orders.tenant_id, purchase_orders.number": numberTaken(number),
    "purchase_orders.tenant_id, purchase_orders.auto_supplier_id": draftTaken(supplierId),
  }),
});
export type PurchaseOrder = typeof purchaseOrderTable.$inferSelect;

export const receiptTable = sqliteTable(
  "purchase_order_receipts",
  {
    tenantId: tenantId(),
    id: id(),
    orderId: integer("order_id").notNull(),
    receivedOn: localDate("received_on").notNull(),
    /** Number of the delivery note or bill that came along. */
    supplierDocument: text("supplier_document"),
    notes: text("notes"),
    items: text("items", { mode: "json" }).$type<ReceiptLine[]>().notNull(),
    landedCosts: text("landed_costs", { mode: "json" }).$type<LandedCost[]>().notNull(),
    goodsCents: cents("goods_cents").notNull(),
    landedCents: cents("landed_cents").notNull(),
    totalCents: cents("total_cents").notNull(),
    varianceCents: cents("variance_cents").notNull(),
    /** The job that got what was not stocked, and what of the total that is. */
    jobId: integer("job_id"),
    jobCents: cents("job_cents").notNull().default(0),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("purchase_order_receipts_by_order").on(t.tenantId, t.orderId, t.id),
    index("purchase_order_receipts_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    index("purchase_order_receipts_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** What arrived of an order, and what it cost. Never changed. Totals are kept by order. */
export const receipts = resource("purchase_order_receipt", receiptTable, {
  totals: ({ orderId }) => [String(orderId)],
});
export type Receipt = typeof receiptTable.$inferSelect;
