import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, instant, stamps } from "../../columns.ts";

// Who takes referrals, who was asked to, and what is owed for them. What happens in a provider's business is on its shard; these rows say
// what the network knows of it and has still to tell.

/** Businesses that take referrals, or did. */
export const referralProviders = sqliteTable(
  "referral_providers",
  {
    tenantId: text("tenant_id").primaryKey(),
    takesReferrals: flag("takes_referrals").notNull(),
    sectors: text("sectors", { mode: "json" }).$type<string[]>().notNull(),
    zipCodes: text("zip_codes", { mode: "json" }).$type<string[]>().notNull(),
    /** The middle of the circle that it serves: of a ZIP code. */
    placeZip: text("place_zip"),
    latitude: real("latitude"),
    longitude: real("longitude"),
    radiusMiles: integer("radius_miles"),
    /** Referrals that it takes on one local day, those that it is being asked about included. */
    dailyLimit: integer("daily_limit").notNull(),
    /** How long an offer lasts, in minutes in which the business is open. */
    offerMinutes: integer("offer_minutes").notNull(),
    accepted: integer("accepted").notNull(),
    declined: integer("declined").notNull(),
    expired: integer("expired").notNull(),
    lastOfferedAt: instant("last_offered_at"),
    /** Whether it is looked up by its service zones too. */
    usesServiceZones: flag("uses_service_zones").notNull().default(false),
    /** When the copy of its zones is due; null: the copy has all changes. Each change and each attempt counts one on. */
    zonesDueAt: instant("zones_due_at"),
    zonesAttempts: integer("zones_attempts").notNull().default(0),
    ...stamps(),
  },
  (t) => [index("referral_providers_zones_due").on(t.zonesDueAt)],
);
export type ReferralProvider = typeof referralProviders.$inferSelect;

/** Where businesses are looked up by place: a ZIP code or a square degree (matching-rules.ts). */
export const referralAreas = sqliteTable(
  "referral_areas",
  { area: text("area").notNull(), tenantId: text("tenant_id").notNull() },
  (t) => [primaryKey({ columns: [t.area, t.tenantId] }), index("referral_areas_by_provider").on(t.tenantId)],
);

/** Service zones of businesses that are looked up by them: copies, of the version that the zone had on the business' shard. */
export const referralZones = sqliteTable(
  "referral_zones",
  {
    tenantId: text("tenant_id").notNull(),
    zoneId: integer("zone_id").notNull(),
    /** Grows with each change of the zone: an older copy never replaces a newer one. */
    version: integer("version").notNull(),
    kind: text("kind").$type<"zips" | "polygon" | "radius">().notNull(),
    polygon: text("polygon", { mode: "json" }).$type<{ type: "Polygon"; coordinates: [number, number][][] }>(),
    latitude: real("latitude"),
    longitude: real("longitude"),
    radiusM: integer("radius_m"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.zoneId] })],
);
export type ReferralZone = typeof referralZones.$inferSelect;

/** Where such zones are looked up; a zone that is not active is nowhere. */
export const referralZoneAreas = sqliteTable(
  "referral_zone_areas",
  {
    area: text("area").notNull(),
    tenantId: text("tenant_id").notNull(),
    zoneId: integer("zone_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.area, t.tenantId, t.zoneId] }),
    index("referral_zone_areas_by_zone").on(t.tenantId, t.zoneId),
  ],
);

/** How an offer ended, or how it stands. */
export const networkOfferStatuses = ["open", "accepted", "declined", "expired", "withdrawn", "returned"] as const;
export type NetworkOfferStatus = (typeof networkOfferStatuses)[number];

/** Offers, one after another for each referral, and each business once. */
export const referralOffers = sqliteTable(
  "referral_offers",
  {
    id: text("id").primaryKey(),
    referralId: text("referral_id").notNull(),
    tenantId: text("tenant_id").notNull(),
    status: text("status").$type<NetworkOfferStatus>().notNull(),
    /** What the business was told last; null: nothing yet. */
    told: text("told").$type<NetworkOfferStatus>(),
    score: integer("score").notNull(),
    /** Why this business: each part of the score in words. */
    scoreParts: text("score_parts", { mode: "json" })
      .$type<{ name: string; points: number; words: string }[]>()
      .notNull(),
    feeCents: cents("fee_cents").notNull(),
    feeTier: text("fee_tier"),
    offeredAt: instant("offered_at").notNull(),
    /** Null until the business has the offer: its time begins there. */
    expiresAt: instant("expires_at"),
    answeredAt: instant("answered_at"),
    reason: text("reason"),
    /** When there is something to tell, or the offer runs out; null: neither. */
    nextAttemptAt: instant("next_attempt_at"),
    attempts: integer("attempts").notNull(),
    error: text("error"),
  },
  (t) => [
    uniqueIndex("referral_offers_once").on(t.referralId, t.tenantId),
    index("referral_offers_by_provider").on(t.tenantId, t.offeredAt),
    index("referral_offers_due").on(t.nextAttemptAt),
  ],
);
export type ReferralOffer = typeof referralOffers.$inferSelect;

/** The ledger of fees, numbered within the referral. Only ever added to; no money is moved. */
export const referralFees = sqliteTable(
  "referral_fees",
  {
    referralId: text("referral_id").notNull(),
    number: integer("number").notNull(),
    kind: text("kind").$type<"credit" | "claw_back" | "restored">().notNull(),
    /** Negative where the fee goes back. */
    amountCents: cents("amount_cents").notNull(),
    sector: text("sector"),
    tier: text("tier"),
    keyId: text("key_id").notNull(),
    companyId: text("company_id"),
    referrerId: text("referrer_id"),
    /** The business that owes it. */
    providerTenantId: text("provider_tenant_id").notNull(),
    at: instant("at").notNull(),
    /** `YYYY-MM` of `at`, in UTC. */
    month: text("month").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.referralId, t.number] }),
    index("referral_fees_by_key").on(t.keyId, t.month),
    index("referral_fees_by_company").on(t.companyId, t.month),
    index("referral_fees_by_referrer").on(t.referrerId, t.month),
    index("referral_fees_by_provider").on(t.providerTenantId, t.month),
  ],
);
export type ReferralFee = typeof referralFees.$inferSelect;

/** What a completed referral of a sector is worth. A change counts for offers that are made after it. */
export const referralFeeTiers = sqliteTable("referral_fee_tiers", {
  sector: text("sector").primaryKey(),
  tier: text("tier").notNull(),
  feeCents: cents("fee_cents").notNull(),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: text("updated_by").notNull(),
});
export type ReferralFeeTier = typeof referralFeeTiers.$inferSelect;
