import {
  Bps,
  Cents,
  DateField,
  Email,
  FlagText,
  Id,
  IdText,
  InstantField,
  InstantOut,
  line,
  namesAField,
  prose,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { leadPriorities, leadStatuses } from "./rules.ts";

export const LeadStatus = z.enum(leadStatuses);
const LeadPriority = z.enum(leadPriorities);

const Labels = z
  .record(line(64), line(256))
  .refine((map) => Object.keys(map).length <= 20, "must have at most 20 names");
const ExternalIds = Labels.openapi({
  description: "ids of other systems, by the name of the system",
  example: { crm: "L-88" },
});
const Utm = Labels.openapi({ description: "of the link that brought them", example: { utm_source: "google" } });

const given = {
  source: "website",
  campaign_id: 3,
  channel: "form",
  first_name: "Jane",
  last_name: "Jennings",
  company: null,
  phone: "(813) 555-0142",
  email: "jane@example.com",
  address: "12 Oak Street",
  city: "Tampa",
  state: "FL",
  zip: "33601",
  trade: "HVAC",
  summary: "AC blows warm air since yesterday",
  priority: "high" as const,
  value_cents: 480000,
  probability_bps: 4000,
  expected_close_on: "2026-04-10",
  owner_id: 1,
  next_follow_up_at: "2026-03-29T14:00:00.000Z",
};
export const leadExample = {
  id: 12,
  status: "qualified" as const,
  status_at: "2026-03-28T13:00:00.000Z",
  ...given,
  phone_e164: "+18135550142",
  phone_extension: null,
  zone_id: 2,
  transcript_key: null,
  lost_reason: null,
  duplicate_of: null,
  converted_customer_id: null,
  converted_job_id: null,
  converted_estimate_id: null,
  converted_at: null,
  referral_id: null,
  external_ids: { crm: "L-88" },
  utm: { utm_source: "google" },
  first_response_at: "2026-03-28T12:20:00.000Z",
  created_on: "2026-03-28",
  created_by: "user:1",
  created_at: "2026-03-28T12:00:00.000Z",
  updated_at: "2026-03-28T13:00:00.000Z",
  version: 3,
};

export const Lead = z
  .object({
    id: z.int(),
    status: LeadStatus,
    status_at: InstantOut,
    source: z.string().nullable(),
    campaign_id: z.int().nullable(),
    channel: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    company: z.string().nullable(),
    phone: z.string().nullable(),
    phone_e164: z.string().nullable(),
    phone_extension: z.string().nullable(),
    email: z.string().nullable(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string().nullable(),
    zone_id: z.int().nullable(),
    trade: z.string().nullable(),
    summary: z.string().nullable(),
    transcript_key: z.string().nullable(),
    priority: LeadPriority,
    value_cents: z.int().nullable(),
    probability_bps: z.int().nullable(),
    expected_close_on: z.string().nullable().openapi({ format: "date" }),
    owner_id: z.int().nullable(),
    next_follow_up_at: InstantOut.nullable(),
    lost_reason: z.string().nullable(),
    duplicate_of: z.int().nullable(),
    converted_customer_id: z.int().nullable(),
    converted_job_id: z.int().nullable(),
    converted_estimate_id: z.int().nullable(),
    converted_at: InstantOut.nullable(),
    referral_id: z.string().nullable(),
    external_ids: z.record(z.string(), z.string()),
    utm: z.record(z.string(), z.string()),
    first_response_at: InstantOut.nullable(),
    created_on: z.string().openapi({ format: "date" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("Lead", { example: leadExample });
export const LeadPage = pageOf("LeadPage", Lead);

export const AddedLead = Lead.extend({
  duplicate: z.boolean().openapi({
    description:
      "true, with 200: this is the lead that the phone had already, and the enquiry is one of its activities",
  }),
}).openapi("AddedLead", { example: { ...leadExample, duplicate: false } });

const fields = {
  source: line(80).openapi({ description: "where they come from" }),
  campaign_id: Id,
  channel: line(40).openapi({ description: "how they came: phone, form, chat, walk-in" }),
  first_name: line(80),
  last_name: line(80),
  company: line(160),
  phone: line(40).openapi({ description: "one number; without a country code it is of the United States" }),
  email: Email,
  address: line(200),
  city: line(80),
  state: line(40),
  zip: line(12),
  zone_id: Id.openapi({ description: "absent: the zone that covers the ZIP" }),
  trade: line(60),
  summary: prose(4000),
  transcript_key: line(200),
  value_cents: Cents,
  probability_bps: Bps,
  expected_close_on: DateField,
  owner_id: Id.openapi({ description: "the user who follows it up" }),
  next_follow_up_at: InstantField,
};
type Fields = typeof fields;
const optional = z.object(fields).partial().shape;
/** A union, since `nullable()` of a field with a documented type leaves null out of the document. */
const nullable = Object.fromEntries(
  Object.entries(fields).map(([name, field]) => [name, z.union([field, z.null()]).optional()]),
) as { [K in keyof Fields]: z.ZodOptional<z.ZodUnion<[Fields[K], z.ZodNull]>> }; // safe: each field of it, and no other

export const CreateLead = z
  .strictObject({
    ...optional,
    priority: LeadPriority.default("normal"),
    external_ids: ExternalIds.default({}),
    utm: Utm.default({}),
    allow_duplicate: z.boolean().default(false).openapi({
      description: "true: a lead of its own, whoever else has the phone; `duplicate_of` names the earlier one",
    }),
  })
  .openapi("CreateLead", { example: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) });

export const ChangeLead = z
  .strictObject({
    ...nullable,
    priority: LeadPriority.optional(),
    external_ids: ExternalIds.optional(),
    utm: Utm.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeLead", { example: { owner_id: 1, next_follow_up_at: "2026-03-30T14:00:00Z" } });

export const LeadQuery = PageQuery.extend({
  status: LeadStatus.optional(),
  owner_id: IdText.optional(),
  source: line(80).optional(),
  campaign_id: IdText.optional(),
  channel: line(40).optional(),
  trade: line(60).optional(),
  priority: LeadPriority.optional(),
  zone_id: IdText.optional(),
  zip: line(12).optional(),
  customer_id: IdText.optional().openapi({ description: "leads that were converted to this customer" }),
  referral_id: line(40).optional(),
  phone: line(40).optional().openapi({ description: "this very number, however it is written" }),
  is_open: FlagText.optional().openapi({ description: "true: neither won nor lost nor disqualified" }),
  follow_up_until: InstantField.optional().openapi({ description: "follow-ups that are due by then" }),
  date_from: DateField.optional().openapi({ description: "leads of this local day or later" }),
  date_to: DateField.optional().openapi({ description: "leads of this local day or earlier" }),
  search: line(80).optional().openapi({
    description:
      "words that begin a word of name, company, e-mail, place, trade or an id of another system, without regard to case and accents; or four digits or more of the phone number",
  }),
  sort: sortBy("id", "updated_at", "next_follow_up_at", "value_cents"),
}).refine((query) => !query.date_from || !query.date_to || query.date_from <= query.date_to, {
  path: ["date_to"],
  error: "must not be before date_from",
});
