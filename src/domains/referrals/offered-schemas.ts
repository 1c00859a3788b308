import { InstantOut, line, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { offerStatuses } from "./progress-rules.ts";
import { sectors } from "./sector/sectors.ts";

const OfferStatus = z.enum(offerStatuses).openapi({
  description:
    "offered: wants an answer. accepted, scheduled, completed, paid: how the work goes on. declined, expired, withdrawn: nothing came of it. returned: the business cancelled the job after it had accepted",
});
const sectorNames = [...sectors, "UNKNOWN"] as const;

const example = {
  id: 3,
  public_id: "JOB-a1b2c3d4e5",
  status: "accepted" as const,
  sector: "HVAC" as const,
  summary: "AC not cooling properly",
  city: "Beverly Hills",
  state: "CA",
  zip: "90210",
  fee_cents: 4500,
  fee_tier: "standard",
  fee_owed_cents: 0,
  offered_at: "2026-03-28T14:30:03.000Z",
  expires_at: "2026-03-28T14:50:03.000Z",
  answered_at: "2026-03-28T14:41:00.000Z",
  answered_by: "user:1",
  reason: null,
  lead_id: 12,
  job_id: 7,
  customer_id: 4,
  sale_id: null,
  created_at: "2026-03-28T14:30:03.000Z",
  updated_at: "2026-03-28T14:41:00.000Z",
  version: 2,
};

export const OfferedReferral = z
  .object({
    id: z.int(),
    public_id: z.string(),
    status: OfferStatus,
    sector: z.string(),
    summary: z.string(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string(),
    fee_cents: z.int(),
    fee_tier: z.string().nullable(),
    fee_owed_cents: z.int(),
    offered_at: InstantOut,
    expires_at: InstantOut,
    answered_at: InstantOut.nullable(),
    answered_by: z.string().nullable(),
    reason: z.string().nullable(),
    lead_id: z.int().nullable(),
    job_id: z.int().nullable(),
    customer_id: z.int().nullable(),
    sale_id: z.int().nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("OfferedReferral", { example });
export const OfferedReferralPage = pageOf("OfferedReferralPage", OfferedReferral);

export const OfferedReferralQuery = PageQuery.extend({
  status: z.enum(offerStatuses).optional(),
  sector: z.enum(sectorNames).optional(),
  sort: sortBy("id", "updated_at"),
});

export const DeclineReferral = z
  .strictObject({ reason: line(500).openapi({ description: "kept with the offer; the referrer does not see it" }) })
  .openapi("DeclineReferral", { example: { reason: "Booked out until Thursday" } });
export const SetReferralSale = z
  .strictObject({ sale_id: z.int().positive().nullable().openapi({ description: "null: no sale" }) })
  .openapi("SetReferralSale", { example: { sale_id: 42 } });

export const ReferralSummary = z
  .object({
    open_offers: z.int(),
    by_status: z.array(z.object({ status: OfferStatus, count: z.int() })),
    acceptance_bps: z.int().nullable(),
    fees_owed_cents: z.int(),
    fees_pending_cents: z.int(),
    fees_received_cents: z.int(),
  })
  .openapi("ReferralSummary", {
    example: {
      open_offers: 1,
      by_status: [
        { status: "offered" as const, count: 1 },
        { status: "completed" as const, count: 6 },
      ],
      acceptance_bps: 8571,
      fees_owed_cents: 27000,
      fees_pending_cents: 4500,
      fees_received_cents: 9000,
    },
  });

const MOST_ZIPS = 1000;
const Zip = z.string().regex(/^\d{5}$/, "must be a ZIP code of five digits");
const BY_ZONES = "whether the active service zones count too, beside ZIP codes and circle; their changes are followed";
const participation = {
  takes_referrals: true,
  sectors: ["HVAC" as const, "Plumbing" as const],
  zip_codes: ["90210", "90211"],
  place_zip: "90210",
  radius_miles: 25,
  use_service_zones: true,
  daily_limit: 5,
  offer_minutes: 20,
};
export const ReferralParticipation = z
  .object({
    takes_referrals: z.boolean(),
    sectors: z.array(z.string()),
    zip_codes: z.array(z.string()),
    place_zip: z.string().nullable(),
    radius_miles: z.int().nullable(),
    use_service_zones: z.boolean().openapi({ description: BY_ZONES }),
    service_zones_pending: z.boolean().openapi({
      description: "whether the network has still to learn a change of the service zones; it takes seconds",
    }),
    daily_limit: z.int(),
    offer_minutes: z.int(),
    accepted: z.int(),
    declined: z.int(),
    expired: z.int(),
    last_offered_at: InstantOut.nullable(),
    updated_at: InstantOut.nullable().openapi({ description: "null: the business has never taken part" }),
  })
  .openapi("ReferralParticipation", {
    example: {
      ...participation,
      service_zones_pending: false,
      ...{ accepted: 6, declined: 1, expired: 0 },
      last_offered_at: "2026-03-28T14:30:03.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
    },
  });
export const SetReferralParticipation = z
  .strictObject({
    takes_referrals: z.boolean(),
    sectors: z.array(z.enum(sectors)).max(sectors.length).openapi({ description: "work that the business does" }),
    zip_codes: z.array(Zip).max(MOST_ZIPS).default([]).openapi({ description: "where it works" }),
    place_zip: Zip.nullable().default(null).openapi({ description: "middle of the circle in which it works" }),
    radius_miles: z.int().min(1).max(150).nullable().default(null),
    use_service_zones: z.boolean().default(false).openapi({ description: BY_ZONES }),
    daily_limit: z.int().min(1).max(200).openapi({ description: "referrals of one day, open offers included" }),
    offer_minutes: z
      .int()
      .min(5)
      .max(240)
      .default(20)
      .openapi({ description: "how long an offer lasts, in minutes of the business hours" }),
  })
  .refine(({ place_zip, radius_miles }) => (place_zip === null) === (radius_miles === null), {
    path: ["radius_miles"],
    error: "belongs to place_zip: name both or neither",
  })
  .refine(({ takes_referrals, sectors: named }) => !takes_referrals || named.length > 0, {
    path: ["sectors"],
    error: "must name at least one where referrals are taken",
  })
  .openapi("SetReferralParticipation", { example: participation });

const tier = { sector: "HVAC" as const, tier: "standard", fee_cents: 4500 };
export const ReferralFees = z
  .object({
    tiers: z.array(
      z.object({
        sector: z.string(),
        tier: z.string(),
        fee_cents: z.int(),
        updated_at: InstantOut,
        updated_by: z.string(),
      }),
    ),
  })
  .openapi("ReferralFees", {
    example: { tiers: [{ ...tier, updated_at: "2026-03-01T12:00:00.000Z", updated_by: "admin:pad_01JZX" }] },
  });
export const SetReferralFees = z
  .strictObject({
    tiers: z
      .array(
        z.strictObject({
          sector: z.enum(sectors),
          tier: line(40).openapi({ description: "what people call it" }),
          fee_cents: z.int().min(0).max(10_000_000),
        }),
      )
      .max(sectors.length)
      .refine(
        (tiers) => new Set(tiers.map(({ sector }) => sector)).size === tiers.length,
        "must name each sector once",
      ),
  })
  .openapi("SetReferralFees", { example: { tiers: [tier] } });

const Month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "must be a month, YYYY-MM");
export const StatementQuery = z.object({
  referrer: line(60).openapi({ description: "id of a key, a company or a person who refers", example: "rky_01JZX" }),
  month: Month.openapi({ description: "in UTC", example: "2026-03" }),
});
export const OwnStatementQuery = StatementQuery.pick({ month: true });

export const ReferralStatement = z
  .object({
    referrer: z.string(),
    month: z.string(),
    entries: z.array(
      z.object({
        public_id: z.string(),
        number: z.int(),
        kind: z.enum(["credit", "claw_back", "restored"]),
        amount_cents: z.int(),
        sector: z.string().nullable(),
        tier: z.string().nullable(),
        at: InstantOut,
      }),
    ),
    credited_cents: z.int(),
    clawed_back_cents: z.int(),
    restored_cents: z.int(),
    net_cents: z.int(),
  })
  .openapi("ReferralStatement", {
    example: {
      referrer: "rky_01JZX",
      month: "2026-03",
      entries: [
        {
          ...{ public_id: "JOB-a1b2c3d4e5", number: 1, kind: "credit" as const, amount_cents: 4500 },
          ...{ sector: "HVAC", tier: "standard", at: "2026-03-29T18:00:00.000Z" },
        },
      ],
      ...{ credited_cents: 4500, clawed_back_cents: 0, restored_cents: 0, net_cents: 4500 },
    },
  });
