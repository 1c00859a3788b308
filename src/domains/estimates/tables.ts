import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { fold } from "#/kernel/fold.ts";
import { NOBODY } from "#/kernel/technician-counts.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Content, TaxLine } from "./content.ts";
import { numberTaken } from "./errors.ts";
import type { EstimateStatus } from "./rules.ts";
import type { Signature } from "./signature.ts";

/** What a version of an estimate says to the customer. Both tables have it: an old version reads as the present one does. */
const saying = () => ({
  title: text("title"),
  customerName: text("customer_name").notNull(),
  customerEmail: text("customer_email"),
  customerPhone: text("customer_phone"),
  serviceAddress: text("service_address"),
  serviceCity: text("service_city"),
  serviceState: text("service_state"),
  serviceZip: text("service_zip"),
  issuedOn: localDate("issued_on").notNull(),
  validUntil: localDate("valid_until"),
  notes: text("notes"),
  terms: text("terms"),
  content: text("content", { mode: "json" }).$type<Content>().notNull(),
  /** Of the one option, or of what was accepted; null while there are several to choose from: their sum means nothing. */
  subtotalCents: cents("subtotal_cents"),
  discountCents: cents("discount_cents"),
  taxCents: cents("tax_cents"),
  totalCents: cents("total_cents"),
  taxBreakdown: text("tax_breakdown", { mode: "json" }).$type<TaxLine[]>(),
});

export const estimateTable = sqliteTable(
  "estimates",
  {
    tenantId: tenantId(),
    id: id(),
    /** EST-00042; null until it is first sent. */
    number: text("number"),
    /** Counts what was sent to the customer: each has a version of its own, and keeps its number. */
    revision: integer("revision").notNull(),
    status: text("status").$type<EstimateStatus>().notNull(),
    customerId: integer("customer_id"),
    siteId: integer("site_id"),
    /** The job on which it was made. */
    jobId: integer("job_id"),
    leadId: integer("lead_id"),
    /** Who has made it in the field, and earns on its sale unless another is named. */
    technicianId: integer("technician_id"),
    ...saying(),
    acceptedOption: text("accepted_option"),
    /** Optional lines of that option which the customer wanted, counted from 1. */
    acceptedLines: text("accepted_lines", { mode: "json" }).$type<number[]>(),
    /** SHA-256 of what was accepted. */
    contentHash: text("content_hash"),
    /** Where the last mail with it went, if one did. */
    sentTo: text("sent_to"),
    firstSentAt: instant("first_sent_at"),
    sentAt: instant("sent_at"),
    firstViewedAt: instant("first_viewed_at"),
    lastViewedAt: instant("last_viewed_at"),
    viewCount: integer("view_count").notNull().default(0),
    acceptedAt: instant("accepted_at"),
    declinedAt: instant("declined_at"),
    declineReason: text("decline_reason"),
    expiredAt: instant("expired_at"),
    convertedAt: instant("converted_at"),
    convertedJobId: integer("converted_job_id"),
    convertedSaleId: integer("converted_sale_id"),
    convertedInvoiceId: integer("converted_invoice_id"),
    /** The last day that the customer was reminded of. */
    remindedFor: localDate("reminded_for"),
    archivedAt: instant("archived_at"),
    /** Number, title, customer and place as they are searched. */
    search: text("search").notNull(),
    /** What sorts by total: the highest that can be accepted. */
    valueKey: integer("value_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("estimates_number").on(t.tenantId, t.number).where(sql`number is not null`),
    index("estimates_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("estimates_by_status").on(t.tenantId, t.status, t.id),
    index("estimates_by_value").on(t.tenantId, t.valueKey, t.id),
    index("estimates_by_day").on(t.tenantId, t.issuedOn, t.id),
    index("estimates_by_end").on(t.tenantId, t.validUntil, t.id).where(sql`status in ('sent', 'viewed')`),
    index("estimates_by_first_sent").on(t.tenantId, t.firstSentAt, t.id).where(sql`first_sent_at is not null`),
    index("estimates_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    index("estimates_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    index("estimates_by_converted_job").on(t.tenantId, t.convertedJobId, t.id).where(sql`converted_job_id is not null`),
    index("estimates_by_technician").on(t.tenantId, t.technicianId, t.id).where(sql`technician_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [estimateTable];

/** Earlier versions, as they were when the next one was begun. Only ever added to. */
export const revisionTable = sqliteTable(
  "estimate_revisions",
  {
    tenantId: tenantId(),
    estimateId: integer("estimate_id").notNull(),
    revision: integer("revision").notNull(),
    status: text("status").$type<EstimateStatus>().notNull(),
    ...saying(),
    sentAt: instant("sent_at"),
    firstViewedAt: instant("first_viewed_at"),
    viewCount: integer("view_count").notNull(),
    declinedAt: instant("declined_at"),
    declineReason: text("decline_reason"),
    expiredAt: instant("expired_at"),
    closedAt: instant("closed_at").notNull(),
    closedBy: text("closed_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.estimateId, t.revision] })],
);

/** Who has accepted what, and by which signature. One for an estimate, by its key; never changed. */
export const acceptanceTable = sqliteTable(
  "estimate_acceptances",
  {
    tenantId: tenantId(),
    estimateId: integer("estimate_id").notNull(),
    revision: integer("revision").notNull(),
    signerName: text("signer_name").notNull(),
    /** Null only where staff accepted for the customer. */
    signature: text("signature", { mode: "json" }).$type<Signature>(),
    /** Staff did it for the customer, in the way that `note` tells. */
    onBehalf: flag("on_behalf").notNull(),
    note: text("note"),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    /** The text whose SHA-256 is `content_hash`. */
    document: text("document").notNull(),
    contentHash: text("content_hash").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
    acceptedBy: text("accepted_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.estimateId] })],
);

/** An estimate counts for who made it, or for the team alone, on the day on which it was first sent: later it is accepted or not. */
export const scoredEstimate = (
  {
    technicianId,
    firstSentAt,
    acceptedAt,
  }: Pick<typeof estimateTable.$inferSelect, "technicianId" | "firstSentAt" | "acceptedAt">,
  { tenant }: { tenant: { timezone: string } },
): TechnicianSums =>
  firstSentAt
    ? [
        {
          technicianId: technicianId ?? NOBODY,
          day: localDateOf(firstSentAt, tenant.timezone),
          offered: 1,
          accepted: acceptedAt ? 1 : 0,
        },
      ]
    : [];

/** Offers to customers. Totals are kept of all, and by status. */
export const estimates = resource("estimate", estimateTable, {
  derived: (one) => ({
    search: fold(
      [one.number, one.title, one.customerName, one.customerEmail, one.serviceAddress, one.serviceCity, one.serviceZip]
        .filter(Boolean)
        .join(" "),
    ),
    valueKey: one.totalCents ?? Math.max(0, ...one.content.options.map((option) => option.total_cents)),
  }),
  unlogged: ["search", "valueKey", "viewCount", "lastViewedAt", "content", "taxBreakdown"],
  totals: ({ status }) => [status],
  byTechnician: scoredEstimate,
  refusals: ({ number }) => ({ "estimates.tenant_id, estimates.number": numberTaken(number ?? "") }),
});
export type Estimate = typeof estimateTable.$inferSelect;
export type Revision = typeof revisionTable.$inferSelect;
export type Acceptance = typeof acceptanceTable.$inferSelect;
