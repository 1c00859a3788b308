import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "../../columns.ts";

export type TenantStatus = "pending" | "active" | "suspended";
export type Branding = Record<string, string>;

/** The directory: which business lives on which shard. */
export const tenants = sqliteTable(
  "tenants",
  {
    id: text("id").primaryKey(),
    businessCode: text("business_code").notNull().unique("tenants_business_code"),
    businessName: text("business_name").notNull(),
    shard: text("shard").notNull(),
    status: text("status").$type<TenantStatus>().notNull(),
    timezone: text("timezone").notNull(),
    branding: text("branding", { mode: "json" }).$type<Branding>().notNull(),
    createdAt: instant("created_at").notNull(),
    /** Which version of the business' own row name, timezone and branding were copied from; 0 before the first change. */
    organizationVersion: integer("organization_version").notNull().default(0),
  },
  (t) => [index("tenants_by_status").on(t.status, t.createdAt)],
);

/** How full each shard is; `draining` takes no new tenants. A shard without a row is empty. */
export const shards = sqliteTable("shards", {
  name: text("name").primaryKey(),
  tenantCount: integer("tenant_count").notNull(),
  draining: integer("draining", { mode: "boolean" }).notNull(),
});

/** Idempotency-Keys of sign-ups, each with the tenant that it has opened or is about to open. The answer is stored on the tenant's shard. */
export const signUpKeys = sqliteTable(
  "sign_up_keys",
  {
    key: text("key").primaryKey(),
    fingerprint: text("fingerprint").notNull(),
    tenantId: text("tenant_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("sign_up_keys_by_tenant").on(t.tenantId), index("sign_up_keys_by_expiry").on(t.expiresAt)],
);

/** In which businesses the identity of a provider's account is linked: for a log-in that names no business. The shard's row is the truth. */
export const identityListings = sqliteTable(
  "identity_listings",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    tenantId: text("tenant_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject, t.tenantId] })],
);
