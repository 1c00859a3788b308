import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { localDateOf } from "#/kernel/time.ts";
import { accountTaken } from "./errors.ts";

export const portalAccountTable = sqliteTable(
  "portal_accounts",
  {
    tenantId: tenantId(),
    id: id(),
    email: text("email").notNull(),
    /** The address as it is compared: one account for each. */
    emailKey: text("email_key").notNull(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    phone: text("phone"),
    /** Empty: they sign in by links alone. */
    passwordHash: text("password_hash").notNull(),
    status: text("status").$type<"active" | "closed">().notNull(),
    /** When they showed that the address is theirs; null: nobody can sign in yet. */
    emailVerifiedAt: instant("email_verified_at"),
    /** Whose record it opens; null: none is known by this address, or several are. */
    customerId: integer("customer_id"),
    invitedAt: instant("invited_at"),
    lastSignedInAt: instant("last_signed_in_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("portal_accounts_email").on(t.tenantId, t.emailKey),
    index("portal_accounts_by_customer").on(t.tenantId, t.customerId).where(sql`customer_id is not null`),
  ],
);

/** What customers ask for in the portal, and what became of it. */
export const serviceRequestTable = sqliteTable(
  "service_requests",
  {
    tenantId: tenantId(),
    id: id(),
    portalAccountId: integer("portal_account_id").notNull(),
    customerId: integer("customer_id"),
    summary: text("summary").notNull(),
    description: text("description"),
    preferredTime: text("preferred_time"),
    address: text("address"),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    leadId: integer("lead_id"),
    jobId: integer("job_id"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("service_requests_by_account").on(t.tenantId, t.portalAccountId, t.id),
    index("service_requests_by_customer").on(t.tenantId, t.customerId).where(sql`customer_id is not null`),
  ],
);

/** What customers say of a completed job: once for each. */
export const reviewTable = sqliteTable(
  "reviews",
  {
    tenantId: tenantId(),
    id: id(),
    jobId: integer("job_id").notNull(),
    customerId: integer("customer_id"),
    technicianId: integer("technician_id"),
    rating: integer("rating").notNull(),
    comment: text("comment"),
    answer: text("answer"),
    answeredAt: instant("answered_at"),
    hiddenAt: instant("hidden_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("reviews_job").on(t.tenantId, t.jobId),
    index("reviews_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("reviews_by_customer").on(t.tenantId, t.customerId).where(sql`customer_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [portalAccountTable, serviceRequestTable, reviewTable];

export const portalAccounts = resource("portal_account", portalAccountTable, {
  unlogged: ["emailKey"],
  refusals: () => ({ "portal_accounts.tenant_id, portal_accounts.email_key": accountTaken() }),
});
export type PortalAccount = typeof portalAccountTable.$inferSelect;

export const serviceRequests = resource("service_request", serviceRequestTable);

/** A review counts for who did the job, on the day on which it was posted; one that is hidden counts too. */
export const scoredReview = (
  { technicianId, rating, createdAt }: Pick<Review, "technicianId" | "rating" | "createdAt">,
  { tenant }: { tenant: { timezone: string } },
): TechnicianSums =>
  technicianId === null
    ? []
    : [{ technicianId, day: localDateOf(createdAt, tenant.timezone), reviews: 1, stars: rating }];

export const reviews = resource("review", reviewTable, { byTechnician: scoredReview });
export type Review = typeof reviewTable.$inferSelect;
