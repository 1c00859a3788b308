import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { Changes } from "#/db/tenant/tables.ts";
import { fold } from "#/kernel/fold.ts";
import { campaignNameTaken, referralTaken, tooManyCampaigns } from "./errors.ts";
import {
  type ActivityKind,
  type LeadPriority,
  type LeadStatus,
  leadName,
  type MatchedBy,
  searchTextOf,
  weighted,
} from "./rules.ts";

export const leadTable = sqliteTable(
  "leads",
  {
    tenantId: tenantId(),
    id: id(),
    status: text("status").$type<LeadStatus>().notNull(),
    statusAt: instant("status_at").notNull(),
    source: text("source"),
    campaignId: integer("campaign_id"),
    channel: text("channel"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    company: text("company"),
    /** As it was typed. */
    phone: text("phone"),
    phoneE164: text("phone_e164"),
    phoneExtension: text("phone_extension"),
    email: text("email"),
    address: text("address"),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    zoneId: integer("zone_id"),
    trade: text("trade"),
    summary: text("summary"),
    /** Where the transcript of the call lies, for whoever stored it. */
    transcriptKey: text("transcript_key"),
    priority: text("priority").$type<LeadPriority>().notNull(),
    valueCents: cents("value_cents"),
    probabilityBps: integer("probability_bps"),
    expectedCloseOn: localDate("expected_close_on"),
    /** The user who follows it up. */
    ownerId: integer("owner_id"),
    nextFollowUpAt: instant("next_follow_up_at"),
    /** Why it was lost or disqualified. */
    lostReason: text("lost_reason"),
    /** The lead that was there before, of whoever wanted two. */
    duplicateOf: integer("duplicate_of"),
    /** The customer that it was converted to; `converted_customer_id` on the wire. */
    customerId: integer("customer_id"),
    /** By what that customer was known already; null: they were made. */
    customerMatchedBy: text("customer_matched_by").$type<MatchedBy>(),
    convertedJobId: integer("converted_job_id"),
    convertedEstimateId: integer("converted_estimate_id"),
    convertedAt: instant("converted_at"),
    /** The referral that it comes from: JOB-... */
    referralId: text("referral_id"),
    externalIds: text("external_ids", { mode: "json" }).$type<Record<string, string>>().notNull(),
    utm: text("utm", { mode: "json" }).$type<Record<string, string>>().notNull(),
    firstResponseAt: instant("first_response_at"),
    /** Seconds from the lead to the first response. */
    responseSeconds: integer("response_seconds"),
    /** The local day of the lead: what figures count it for. */
    createdOn: localDate("created_on").notNull(),
    /** When it is due, `~` where nobody has set a time: the key of an index. */
    followUpSlot: text("follow_up_slot").notNull(),
    /** What sorts by value. */
    valueKey: integer("value_key").notNull(),
    /** Value by probability, rounded once. */
    weightedCents: integer("weighted_cents").notNull(),
    /** The name as it is compared with those of customers. */
    nameKey: text("name_key").notNull(),
    /** Names and place as they are searched. */
    search: text("search").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("leads_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("leads_by_status").on(t.tenantId, t.status, t.id),
    index("leads_by_owner").on(t.tenantId, t.ownerId, t.id).where(sql`owner_id is not null`),
    index("leads_by_follow_up").on(t.tenantId, t.followUpSlot, t.id),
    index("leads_by_value").on(t.tenantId, t.valueKey, t.id),
    index("leads_by_campaign").on(t.tenantId, t.campaignId, t.status, t.id).where(sql`campaign_id is not null`),
    index("leads_by_day").on(t.tenantId, t.createdOn, t.id),
    index("leads_by_phone").on(t.tenantId, t.phoneE164, t.id).where(sql`phone_e164 is not null`),
    index("leads_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [leadTable];

/** What happened with a lead: every change, note and call. Only ever added to. */
export const activityTable = sqliteTable(
  "lead_activities",
  {
    tenantId: tenantId(),
    id: id(),
    leadId: integer("lead_id").notNull(),
    kind: text("kind").$type<ActivityKind>().notNull(),
    text: text("text"),
    direction: text("direction").$type<"inbound" | "outbound">(),
    outcome: text("outcome"),
    durationSeconds: integer("duration_seconds"),
    occurredAt: instant("occurred_at").notNull(),
    fromStatus: text("from_status").$type<LeadStatus>(),
    toStatus: text("to_status").$type<LeadStatus>(),
    changes: text("changes", { mode: "json" }).$type<Changes>(),
    /** Of an enquiry: what it said, in the fields of a lead. */
    enquiry: text("enquiry", { mode: "json" }).$type<Record<string, unknown>>(),
    /** Of an enquiry by a referral: each has one. */
    referralId: text("referral_id"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("lead_activities_by_lead").on(t.tenantId, t.leadId, t.id),
    uniqueIndex("lead_activities_by_referral").on(t.tenantId, t.referralId).where(sql`referral_id is not null`),
  ],
);

/** What brings leads, and what it costs. */
export const campaignTable = sqliteTable(
  "lead_campaigns",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** The folded name: two campaigns have different ones. */
    nameKey: text("name_key").notNull(),
    channel: text("channel"),
    costCents: cents("cost_cents").notNull(),
    startsOn: localDate("starts_on"),
    endsOn: localDate("ends_on"),
    isActive: flag("is_active").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("lead_campaigns_name").on(t.tenantId, t.nameKey),
    index("lead_campaigns_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** People who may become customers. Totals are kept of all, and by status. */
export const leads = resource("lead", leadTable, {
  derived: (lead) => ({
    followUpSlot: lead.nextFollowUpAt ?? "~",
    valueKey: lead.valueCents ?? 0,
    nameKey: fold(leadName(lead) ?? ""),
    weightedCents: weighted(lead),
    search: searchTextOf(lead),
  }),
  unlogged: ["followUpSlot", "valueKey", "nameKey", "weightedCents", "search", "statusAt", "responseSeconds"],
  totals: ({ status }) => [status],
});
export type Lead = typeof leadTable.$inferSelect;

export const leadActivities = resource("lead_activity", activityTable, {
  refusals: ({ referralId }) => ({
    "lead_activities.tenant_id, lead_activities.referral_id": referralTaken(referralId ?? ""),
  }),
});
export type LeadActivity = typeof activityTable.$inferSelect;

/** A page of figures shows them all. */
const MOST_CAMPAIGNS = 500;

export const leadCampaigns = resource("lead_campaign", campaignTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  limit: { most: MOST_CAMPAIGNS, refusal: tooManyCampaigns(MOST_CAMPAIGNS) },
  refusals: ({ name }) => ({ "lead_campaigns.tenant_id, lead_campaigns.name_key": campaignNameTaken(name) }),
});
export type LeadCampaign = typeof campaignTable.$inferSelect;
