import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, stamps } from "../../columns.ts";

// The referral network spans businesses, so it lives in the control database: who refers, what was referred, and what became of it.

/** Keys of referrers. A key is shown once; only its SHA-256 is kept. */
export const referralKeys = sqliteTable(
  "referral_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** The first characters of the key, by which people recognize it. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique("referral_keys_hash"),
    /** The key before the last rotation, which works until its end. */
    previousHash: text("previous_hash").unique("referral_keys_previous_hash"),
    previousEndsAt: instant("previous_ends_at"),
    /** Referrals of a test key are accepted and go no further. */
    isTest: flag("is_test").notNull(),
    /** What answers and lists name as the origin of this key's referrals. */
    source: text("source").notNull(),
    /** The company of a referral that names none. */
    companyId: text("company_id"),
    createdBy: text("created_by").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    ...stamps(),
  },
  (t) => [index("referral_keys_by_company").on(t.companyId)],
);
export type ReferralKey = typeof referralKeys.$inferSelect;

/** Companies and locations that refer, by the ids under which referrers name them; `tenant_id` when they are a business here too. */
export const referralCompanies = sqliteTable(
  "referral_companies",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    serviceTitanTenantId: text("service_titan_tenant_id").unique("referral_companies_service_titan"),
    brandLocationId: text("brand_location_id").unique("referral_companies_brand_location"),
    tenantId: text("tenant_id"),
    ...stamps(),
  },
  (t) => [index("referral_companies_by_tenant").on(t.tenantId)],
);
export type ReferralCompany = typeof referralCompanies.$inferSelect;

/** People who refer, one row per address, and the invitation that each of them gets once. */
export const referrers = sqliteTable(
  "referrers",
  {
    id: text("id").primaryKey(),
    /** In lower case: addresses are compared without regard to case. */
    email: text("email").notNull().unique("referrers_email"),
    name: text("name").notNull(),
    status: text("status").$type<"queued" | "sent" | "failed" | "suppressed">().notNull(),
    attempts: integer("attempts").notNull(),
    error: text("error"),
    nextAttemptAt: instant("next_attempt_at"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [index("referrers_due").on(t.status, t.nextAttemptAt)],
);
export type Referrer = typeof referrers.$inferSelect;

export const referralStatuses = [
  "HOMEOWNER_ACCEPTED",
  "MATCHING",
  "OFFERED",
  "PROVIDER_DECLINED",
  "PROVIDER_ACCEPTED",
  "SCHEDULED",
  "COMPLETED",
  "PAID",
  "HOMEOWNER_CANCELLED",
  "EXPIRED",
  "UNSERVICEABLE",
] as const;
export type ReferralStatus = (typeof referralStatuses)[number];
export const attributions = ["call_center_agent", "referring_user", "api_key"] as const;

/** Referrals. What they say of people is sealed, in `referral_details`. */
export const referrals = sqliteTable(
  "referrals",
  {
    /** `newId`: in the order of their making. */
    id: text("id").primaryKey(),
    publicId: text("public_id").notNull().unique("referrals_public_id"),
    keyId: text("key_id").notNull(),
    source: text("source").notNull(),
    isTest: flag("is_test").notNull(),
    status: text("status").$type<ReferralStatus>().notNull(),
    /** The earlier referral of this key for the same phone. This one then only adds an activity to its lead, and its status is that one's. */
    duplicateOf: text("duplicate_of"),
    companyId: text("company_id"),
    /** As the request named them, whether or not there is such a company. */
    serviceTitanTenantId: text("service_titan_tenant_id"),
    brandLocationId: text("brand_location_id"),
    attribution: text("attribution").$type<(typeof attributions)[number]>().notNull(),
    /** The row of the person who is credited, where their address is known. */
    referrerId: text("referrer_id"),
    externalIds: text("external_ids", { mode: "json" }).$type<Record<string, string>>().notNull(),
    /** HMAC of the phone: finds the referrals of one homeowner without telling who they are. */
    phoneHash: text("phone_hash").notNull(),
    zip: text("zip").notNull(),
    latitude: real("latitude"),
    longitude: real("longitude"),

    // from here on the network's
    sector: text("sector"),
    sectorConfidenceBps: integer("sector_confidence_bps"),
    /** The business that was asked and has not answered. */
    offeredTo: text("offered_to"),
    providerTenantId: text("provider_tenant_id"),
    leadId: integer("lead_id"),
    jobId: integer("job_id"),
    feeCents: integer("fee_cents"),
    feeTier: text("fee_tier"),
    /** The last event of the provider's outbox that was followed. */
    eventsSequence: integer("events_sequence").notNull().default(0),
    /** When the network goes on with it; null: it waits for someone, or is closed. */
    nextAttemptAt: instant("next_attempt_at"),
    attempts: integer("attempts").notNull().default(0),
    /** What the last step failed with. */
    error: text("error"),
    /** The number of its last row in `referral_history`. */
    historySequence: integer("history_sequence").notNull(),
    closedAt: instant("closed_at"),
    /** When a platform administrator had the homeowner's data erased. */
    erasedAt: instant("erased_at"),
    ...stamps(),
  },
  (t) => [
    index("referrals_by_key").on(t.keyId, t.id),
    index("referrals_by_change").on(t.keyId, t.updatedAt, t.id),
    index("referrals_by_phone").on(t.keyId, t.phoneHash, t.createdAt),
    index("referrals_of_phone").on(t.phoneHash),
    index("referrals_by_duplicate").on(t.duplicateOf),
    index("referrals_due").on(t.nextAttemptAt),
    index("referrals_by_provider").on(t.providerTenantId, t.jobId),
  ],
);
export type Referral = typeof referrals.$inferSelect;

/** What a referral says of people, sealed JSON (`ReferralDetails` of the domain): homeowner, summary, transcript, agent, referring user. Erasing deletes the row. */
export const referralDetails = sqliteTable("referral_details", {
  referralId: text("referral_id").primaryKey(),
  sealed: text("sealed").notNull(),
});

/** Which referral a request under an idempotency key has made, and what of its answer may be another later. Kept for good. */
export const referralAnswers = sqliteTable(
  "referral_answers",
  {
    keyId: text("key_id").notNull(),
    endpoint: text("endpoint").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    referralId: text("referral_id").notNull(),
    /** The referral's status in that answer; all else of the answer never changes. */
    status: text("status").$type<ReferralStatus>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.keyId, t.endpoint, t.idempotencyKey] })],
);

/** Every change of a referral's status, the first included: numbered from 1 within the referral. */
export const referralHistory = sqliteTable(
  "referral_history",
  {
    referralId: text("referral_id").notNull(),
    sequence: integer("sequence").notNull(),
    status: text("status").$type<ReferralStatus>().notNull(),
    at: instant("at").notNull(),
    /** `key:rky_...`, `admin:pad_...`, `tenant:<id>` or `network`. */
    by: text("by").notNull(),
    reason: text("reason"),
  },
  (t) => [primaryKey({ columns: [t.referralId, t.sequence] })],
);

/** Where a referrer wants to hear of changes: one address for each key. */
export const referralWebhooks = sqliteTable("referral_webhooks", {
  keyId: text("key_id").primaryKey(),
  url: text("url").notNull(),
  sealedSecret: text("sealed_secret").notNull(),
  disabledAt: instant("disabled_at"),
  disabledReason: text("disabled_reason").$type<"gone">(),
  ...stamps(),
});

/** Messages to such an address, and how each went. */
export const referralDeliveries = sqliteTable(
  "referral_deliveries",
  {
    id: text("id").primaryKey(),
    keyId: text("key_id").notNull(),
    /** Null: a test. */
    referralId: text("referral_id"),
    /** The row of `referral_history` that it tells of. */
    sequence: integer("sequence"),
    status: text("status").$type<"pending" | "delivered" | "failed">().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    responseStatus: integer("response_status"),
    error: text("error"),
    createdAt: instant("created_at").notNull(),
    deliveredAt: instant("delivered_at"),
  },
  (t) => [
    index("referral_deliveries_due").on(t.status, t.nextAttemptAt),
    index("referral_deliveries_by_key").on(t.keyId, t.id),
    uniqueIndex("referral_deliveries_of_change").on(t.keyId, t.referralId, t.sequence),
  ],
);
export type ReferralDelivery = typeof referralDeliveries.$inferSelect;
