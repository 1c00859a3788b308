import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { OfferStatus } from "./progress-rules.ts";

/** Referrals that a business was offered, as the business knows them. The homeowner's name and phone come with the lead, when it accepts. */
export const offeredReferrals = sqliteTable(
  "offered_referrals",
  {
    tenantId: tenantId(),
    id: id(),
    /** The network's offer: one row each. */
    offerId: text("offer_id").notNull(),
    referralId: text("referral_id").notNull(),
    publicId: text("public_id").notNull(),
    status: text("status").$type<OfferStatus>().notNull(),
    sector: text("sector").notNull(),
    summary: text("summary").notNull(),
    city: text("city"),
    state: text("state"),
    zip: text("zip").notNull(),
    /** What the business owes the referrer when the job is completed, and what it owes by now. */
    feeCents: cents("fee_cents").notNull(),
    feeTier: text("fee_tier"),
    feeOwedCents: cents("fee_owed_cents").notNull(),
    offeredAt: instant("offered_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    answeredAt: instant("answered_at"),
    answeredBy: text("answered_by"),
    reason: text("reason"),
    leadId: integer("lead_id"),
    jobId: integer("job_id"),
    customerId: integer("customer_id"),
    /** The sale whose payment and refund the fee follows. */
    saleId: integer("sale_id"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("offered_referrals_offer").on(t.tenantId, t.offerId),
    index("offered_referrals_by_status").on(t.tenantId, t.status, t.id),
    index("offered_referrals_by_update").on(t.tenantId, t.updatedAt, t.id),
    uniqueIndex("offered_referrals_by_job").on(t.tenantId, t.jobId).where(sql`job_id is not null`),
    uniqueIndex("offered_referrals_by_sale").on(t.tenantId, t.saleId).where(sql`sale_id is not null`),
    index("offered_referrals_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [offeredReferrals];

/** Referrals offered to a business. Totals are kept of all, and by status. */
export const offered = resource("referral", offeredReferrals, {
  sequence: "offered_referral",
  totals: ({ status }) => [status],
  unlogged: ["offerId", "referralId"],
});
export type OfferedReferral = typeof offeredReferrals.$inferSelect;
