import { attributions, referralStatuses } from "#/db/control/schema/referrals.ts";
import { Email, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import type { Inside } from "#/kernel/wire.ts";
import { UsPhone } from "./phone-field.ts";

// The document's own fields are exact, others are refused. Of agent, call and referring user it names none, or one: what else comes there is kept.

/** As much as a call of several hours. */
const TRANSCRIPT = 200_000;

const Homeowner = z.strictObject({
  first_name: line(100),
  last_name: line(100),
  phone: UsPhone,
  email: Email.nullish().openapi({ description: "optional but recommended" }),
  zip_code: z
    .string()
    .regex(/^\d{5}$/, "must be a ZIP code of five digits")
    .openapi({ description: "five digits", example: "90210" }),
  street: line(200).nullish(),
  city: line(100).nullish(),
  state: line(50).nullish().openapi({ description: "its abbreviation or full name" }),
});

/** A person who refers. */
const Person = z.looseObject({
  first_name: line(100).nullish(),
  last_name: line(100).nullish(),
  name: line(200).nullish().openapi({ description: "the whole name, where it is not in two parts" }),
  email: Email.nullish().openapi({ description: "where the invitation goes, if they are new here" }),
  phone: line(40).nullish(),
  external_id: z
    .union([line(256), z.int()])
    .nullish()
    .openapi({ description: "what your system calls them" }),
});
export type Person = z.output<typeof Person>;

const Call = z.looseObject({
  transcript: prose(TRANSCRIPT).nullish().openapi({ description: "what was said; needed where there is no `summary`" }),
});

const OthersId = z.union([line(128), z.int().nonnegative()]);
const says = (text: string | null | undefined): boolean => /\S/.test(text ?? "");

const example = {
  homeowner: {
    first_name: "John",
    last_name: "Doe",
    phone: "5551234567",
    email: "john.doe@example.com",
    zip_code: "90210",
  },
  summary: "Customer needs HVAC repair - AC not cooling properly",
};

export const CreateOpenJob = z
  .strictObject({
    homeowner: Homeowner,
    call_center: z
      .strictObject({
        agent: Person.nullish().openapi({ description: "is credited with the job, before `referring_user`" }),
        call: Call.nullish().openapi({ description: "the call; its further fields are kept as they are" }),
      })
      .nullish()
      .openapi({ description: "who took the call, and the call itself" }),
    referring_user: Person.nullish().openapi({
      description: "an employee, partner or other who referred the job; invited by mail when new here",
    }),
    summary: prose(10_000).nullish().openapi({ description: "what is needed; needed where there is no `transcript`" }),
    service_titan_tenant_id: OthersId.nullish().openapi({
      description: "ServiceTitan tenant of the company that refers; before `brand_location_id`",
    }),
    brand_location_id: OthersId.nullish().openapi({
      description: "public id of the company or location that refers, where it has no ServiceTitan tenant",
    }),
    idempotency_key: prose(255)
      .min(1)
      .nullish()
      .openapi({ description: "made once per job, best a UUID v4; kept for good: a repetition gets the first answer" }),
    external_ids: z
      .record(z.string().min(1).max(64), prose(256))
      .refine((ids) => Object.keys(ids).length <= 20, "must have at most 20 entries")
      .nullish()
      .openapi({ description: "what your systems call the job; at most 20, kept as they are" }),
  })
  .refine(({ summary, call_center }) => says(summary) || says(call_center?.call?.transcript), {
    path: ["summary"],
    error: "is required when there is no call_center.call.transcript",
  })
  .openapi("CreateOpenJob", { example });
export type IntakeBody = Inside<z.output<typeof CreateOpenJob>>;

const Status = z.enum(referralStatuses).openapi({
  description:
    "HOMEOWNER_ACCEPTED: received. MATCHING: a provider is looked for. OFFERED: one was asked. PROVIDER_DECLINED: they declined, the next one is asked. PROVIDER_ACCEPTED, SCHEDULED, COMPLETED, PAID: how the work goes on. HOMEOWNER_CANCELLED, EXPIRED, UNSERVICEABLE: nothing comes of it",
});

export const OpenJobReceipt = z
  .object({
    public_id: z.string(),
    status: Status,
    source: z.string(),
    duplicate: z.literal(true).optional().openapi({
      description: "a job for this phone came in the last 30 days and was not cancelled: this one is added to it",
    }),
  })
  .openapi("OpenJobReceipt", {
    example: { public_id: "JOB-a1b2c3d4e5", status: "HOMEOWNER_ACCEPTED", source: "CUSTOM_SOURCE" },
  });

const jobExample = {
  public_id: "JOB-a1b2c3d4e5",
  status: "PROVIDER_ACCEPTED" as const,
  source: "CUSTOM_SOURCE",
  duplicate_of: null,
  test: false,
  zip_code: "90210",
  sector: "HVAC",
  sector_confidence_bps: 9_600,
  company: { name: "Bright Plumbing", service_titan_tenant_id: "1234567", brand_location_id: null },
  service_titan_tenant_id: "1234567",
  brand_location_id: null,
  attributed_to: { type: "referring_user" as const, email: "sue@brightplumbing.example" },
  provider: { name: "Smith HVAC" },
  external_ids: { crm: "lead-4711" },
  fee_cents: null,
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-28T15:10:00.000Z",
  closed_at: null,
};

const Job = z.object({
  public_id: z.string(),
  status: Status,
  source: z.string(),
  duplicate_of: z
    .string()
    .nullable()
    .openapi({ description: "`public_id` of the job to which this one was added; its status is that one's" }),
  test: z.boolean().openapi({ description: "made with a test key: it goes no further" }),
  zip_code: z.string(),
  sector: z.string().nullable().openapi({ description: "trade, as read from summary or transcript; null until then" }),
  sector_confidence_bps: z.int().nullable(),
  company: z
    .object({
      name: z.string(),
      service_titan_tenant_id: z.string().nullable(),
      brand_location_id: z.string().nullable(),
    })
    .nullable()
    .openapi({ description: "company that is credited; null: none is known by these ids, and the key has none" }),
  service_titan_tenant_id: z.string().nullable().openapi({ description: "as it was sent" }),
  brand_location_id: z.string().nullable().openapi({ description: "as it was sent" }),
  attributed_to: z
    .object({ type: z.enum(attributions), email: z.string().nullable() })
    .openapi({ description: "who is credited" }),
  provider: z.object({ name: z.string() }).nullable().openapi({ description: "business that took the job" }),
  external_ids: z.record(z.string(), z.string()),
  fee_cents: z.int().nullable().openapi({ description: "what the referral earns; null until that is known" }),
  created_at: InstantOut,
  updated_at: InstantOut,
  closed_at: InstantOut.nullable(),
});
export const OpenJob = Job.openapi("OpenJob", { example: jobExample });
export const OpenJobPage = pageOf("OpenJobPage", OpenJob);

export const OpenJobDetails = Job.extend({
  history: z
    .array(z.object({ sequence: z.int(), status: Status, at: InstantOut, reason: z.string().nullable() }))
    .openapi({ description: "every status that the job has had, the oldest first" }),
}).openapi("OpenJobDetails", {
  example: {
    ...jobExample,
    history: [
      { sequence: 1, status: "HOMEOWNER_ACCEPTED" as const, at: "2026-03-28T14:30:00.000Z", reason: null },
      { sequence: 2, status: "MATCHING" as const, at: "2026-03-28T14:30:02.000Z", reason: null },
      { sequence: 3, status: "OFFERED" as const, at: "2026-03-28T14:30:03.000Z", reason: null },
      { sequence: 4, status: "PROVIDER_ACCEPTED" as const, at: "2026-03-28T15:10:00.000Z", reason: null },
    ],
  },
});

export const OpenJobQuery = PageQuery.omit({ page: true }).extend({
  status: z.enum(referralStatuses).optional(),
  sector: line(40).optional().openapi({ description: "trade, as answers name it" }),
  external_id: z
    .string()
    .regex(/^[^:]{1,64}:[\s\S]{0,256}$/, "must be name:value")
    .optional()
    .openapi({ description: "one of `external_ids`, as name:value", example: "crm:lead-4711" }),
  sort: sortBy("created_at", "updated_at"),
});

export const OpenJobParams = z.object({
  job: z
    .string()
    .max(40)
    .openapi({ param: { name: "job", in: "path" }, description: "`public_id` of the job", example: "JOB-a1b2c3d4e5" }),
});

export const CancelOpenJob = z
  .strictObject({ reason: line(500) })
  .openapi("CancelOpenJob", { example: { reason: "Homeowner found someone else" } });
