import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { cents, flag, frozenJson, id, instant, localDate, quantity, stamps, tenantId } from "#/db/columns.ts";
import { type Place, type PlaceSum, placeSumsMoved } from "#/db/tenant/place-sums.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { type CommissionOnWire, type Role, renewedCommission } from "#/domains/commissions/index.ts";
import { type CustomerWorth, customerSumsMoved, renewDays } from "#/domains/customers/index.ts";
import { allot } from "#/kernel/money.ts";

export const paymentTypes = ["cash", "check", "credit_card", "debit_card", "ach", "financing", "other"] as const;
export const paymentStatuses = ["unpaid", "partial", "paid", "refunded", "partially_refunded", "written_off"] as const;
/** `payment_undone` and `refund_undone` take back what was entered, or matched, by mistake. */
export const paymentKinds = ["payment", "refund", "payment_undone", "write_off", "refund_undone"] as const;
export const approvalStatuses = ["pending", "approved", "rejected"] as const;

/** Parts per ten thousand; those of a sale sum to 10,000. */
export type Split = { technicianId: number; shareBps: number; role: Role; commissionCents: number };

/** Somebody still owes something for the sale: the condition of an index, which SQLite uses where this very condition is asked. */
export const owing = sql`paid_cents < sale_price_cents and payment_status in ('unpaid', 'partial') and voided = 0`;

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
    commission: frozenJson<CommissionOnWire>("commission", renewedCommission).notNull(),
    createdBy: text("created_by").notNull(),
    quantity: quantity("quantity").notNull().default(sql`1000`),
    /** Part of the price: it earns no commission. */
    taxCents: cents("tax_cents").notNull().default(0),
    /** Who shares the commission; null where one technician earns all of it. */
    splits: text("splits", { mode: "json" }).$type<Split[]>(),
    /** Why it was sold below list, where the business wants to know. */
    discountReason: text("discount_reason"),
    paidCents: cents("paid_cents").notNull().default(0),
    refundedCents: cents("refunded_cents").notNull().default(0),
    /** Local day of the last payment or refund. */
    paymentDate: localDate("payment_date"),
    /** Local day on which the commission became payable, by the business' `earn_on`; null until then. */
    earnedOn: localDate("earned_on"),
    approvedAt: instant("approved_at"),
    /** An actor, or `auto`. */
    approvedBy: text("approved_by"),
    rejectionReason: text("rejection_reason"),
    voidedAt: instant("voided_at"),
    voidedBy: text("voided_by"),
    voidReason: text("void_reason"),
    /** Whose it is, where the customer is known beyond the name. */
    customerId: integer("customer_id"),
    siteId: integer("site_id"),
    /** Where the customer was served then: what the map counts it for. */
    place: text("place", { mode: "json" }).$type<Place>(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // the narrower first: where two indexes look alike to SQLite, which keeps no statistics here, it takes the one made first
    index("sales_by_technician").on(t.tenantId, t.technicianId, t.saleDate, t.id),
    index("sales_by_date").on(t.tenantId, t.saleDate, t.id),
    index("sales_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("sales_owing").on(t.tenantId, t.saleDate, t.id).where(owing),
    index("sales_by_customer").on(t.tenantId, t.customerId, t.saleDate, t.id).where(sql`customer_id is not null`),
    index("sales_pending").on(t.tenantId, t.saleDate).where(sql`approval_status = 'pending' and voided = 0`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [saleTable];

/** Each payment and refund of a sale. Only ever added to. */
export const salePayments = sqliteTable(
  "sale_payments",
  {
    tenantId: tenantId(),
    saleId: integer("sale_id").notNull(),
    /** Place among the payments of the sale, from 1. */
    n: integer("n").notNull(),
    kind: text("kind").$type<(typeof paymentKinds)[number]>().notNull(),
    /** Always positive: `kind` tells the direction. */
    amountCents: cents("amount_cents").notNull(),
    /** Local day. */
    paidOn: localDate("paid_on").notNull(),
    method: text("method"),
    /** What the payment provider or the cheque calls it. */
    reference: text("reference"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.saleId, t.n] })],
);

/** What was sold. Totals are kept by day, so that a range of days is counted without its rows. */
export const sales = resource("sale", saleTable, {
  day: ({ saleDate }) => saleDate,
  sums: (sale) => (sale.voided ? [] : [{ day: sale.saleDate, n: 1, cents: revenueOf(sale) }]),
  byTechnician: scoredSale,
  keeps: (ctx, before, after) => [
    ...placeSumsMoved(ctx, before && atPlace(before), after && atPlace(after)),
    ...customerSumsMoved(ctx, before && ofCustomer(before), after && ofCustomer(after), renewSaleDays),
  ],
  unlogged: ["commission", "place"],
});

const atPlace = (sale: Sale): PlaceSum | null =>
  sale.voided ? null : { place: sale.place, month: sale.saleDate.slice(0, 7), sales: 1, cents: revenueOf(sale) };

const ofCustomer = ({ customerId, voided, saleDate, paymentStatus, ...sale }: Sale): CustomerWorth | null =>
  voided
    ? null
    : {
        ...{ customerId, sales: 1, when: saleDate, spendCents: sale.paidCents - sale.refundedCents },
        outstandingCents:
          paymentStatus === "unpaid" || paymentStatus === "partial" ? sale.salePriceCents - sale.paidCents : 0,
      };

/** Renews when a customer first and last bought. */
export const renewSaleDays = renewDays(
  "sale",
  (tenantId, id, order) =>
    sql`(select sale_date from sales where tenant_id = ${tenantId} and customer_id = ${id} and voided = 0 order by sale_date ${sql.raw(order)} limit 1)`,
);

/** Of the revenue each who shares the sale has a part, in cents that sum to it. */
export function scoredSale(sale: Scored): TechnicianSums {
  if (sale.voided) return [];
  const { technicianId, saleDate: day } = sale;
  const shares = sale.splits ?? [{ technicianId, shareBps: 10_000 }];
  const parts = allot(
    revenueOf(sale),
    shares.map(({ shareBps }) => shareBps),
  );
  return shares.map((share, i) => ({ technicianId: share.technicianId, day, revenueCents: parts[i] ?? 0 }));
}
type Scored = Revenue & Pick<Sale, "voided" | "technicianId" | "saleDate" | "splits">;

/** What a sale brings in: its price less what was refunded, without the tax in that. `salesByDay` (day-repo.ts) computes the same in SQL. */
export function revenueOf({ salePriceCents, refundedCents, taxCents }: Revenue): number {
  const kept = salePriceCents - refundedCents;
  return taxCents === 0 ? kept : kept - Number((BigInt(taxCents) * BigInt(kept)) / BigInt(salePriceCents));
}
type Revenue = Record<"salePriceCents" | "refundedCents" | "taxCents", number>;
export type Sale = typeof saleTable.$inferSelect;
export type SalePayment = typeof salePayments.$inferSelect;
export type PaymentStatus = Sale["paymentStatus"];
export type ApprovalStatus = Sale["approvalStatus"];
export type PaymentKind = SalePayment["kind"];
