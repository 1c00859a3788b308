import { FlagText, InstantOut, line, namesAField, properName, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { UsPhone } from "./phone-field.ts";

const times = { created_at: "2026-03-28T14:30:00.000Z", updated_at: "2026-03-28T14:30:00.000Z" };

const companyExample = {
  id: "rco_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  name: "Bright Plumbing",
  service_titan_tenant_id: "1234567",
  brand_location_id: null,
  tenant_id: null,
  ...times,
};
export const ReferralCompany = z
  .object({
    id: z.string(),
    name: z.string(),
    service_titan_tenant_id: z.string().nullable(),
    brand_location_id: z.string().nullable(),
    tenant_id: z.string().nullable().openapi({ description: "the business, if the company is one here too" }),
    created_at: InstantOut,
    updated_at: InstantOut,
  })
  .openapi("ReferralCompany", { example: companyExample });
export const ReferralCompanyPage = pageOf("ReferralCompanyPage", ReferralCompany);

const OthersId = line(128);
const TenantId = z.uuid("must be the id of a business").toLowerCase();
export const AddReferralCompany = z
  .strictObject({
    name: properName(120),
    service_titan_tenant_id: OthersId.optional(),
    brand_location_id: OthersId.optional(),
    tenant_id: TenantId.optional(),
  })
  .openapi("AddReferralCompany", { example: { name: "Bright Plumbing", service_titan_tenant_id: "1234567" } });
export const ChangeReferralCompany = z
  .strictObject({
    name: properName(120).optional(),
    service_titan_tenant_id: OthersId.nullable().optional(),
    brand_location_id: OthersId.nullable().optional(),
    tenant_id: TenantId.nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeReferralCompany", { example: { brand_location_id: "loc-17" } });
export const RemovedReferralCompany = z
  .object({ removed: z.literal(true) })
  .openapi("RemovedReferralCompany", { example: { removed: true } });
export const ReferralCompanyQuery = LogQuery;
export const ReferralCompanyParams = z.object({
  referral_company: z
    .string()
    .max(40)
    .openapi({ param: { name: "referral_company", in: "path" }, example: companyExample.id }),
});

const keyExample = {
  id: "rky_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  name: "Bright Plumbing's call center",
  prefix: "te_open_7f3a9c01",
  test: false,
  source: "CUSTOM_SOURCE",
  company_id: companyExample.id,
  last_used_at: "2026-03-28T15:02:11.000Z",
  previous_ends_at: null,
  revoked_at: null,
  created_by: "pad_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  ...times,
};
export const ReferralKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().openapi({ description: "how the key begins, to tell keys apart" }),
    test: z.boolean().openapi({ description: "its jobs are accepted and go no further" }),
    source: z.string().openapi({ description: "what answers name as the origin of its jobs" }),
    company_id: z.string().nullable().openapi({ description: "company of a job that names none that is known" }),
    last_used_at: InstantOut.nullable().openapi({ description: "exact to a minute" }),
    previous_ends_at: InstantOut.nullable().openapi({
      description: "until when the key from before the last rotation works",
    }),
    revoked_at: InstantOut.nullable(),
    created_by: z.string().openapi({ description: "the administrator who made it" }),
    created_at: InstantOut,
    updated_at: InstantOut,
  })
  .openapi("ReferralKey", { example: keyExample });
export const ReferralKeyPage = pageOf("ReferralKeyPage", ReferralKey);
export const NewReferralKey = ReferralKey.extend({
  key: z.string().openapi({ description: "for the header X-TradeEngage-Signature; never shown again" }),
}).openapi("NewReferralKey", {
  example: {
    ...keyExample,
    last_used_at: null,
    key: "te_open_7f3a9c01_p1kHhT0m1xQ2v7Zk3nB9dWcE5rYtUiOpAsDfGhJkLzX_N6d2f81c0",
  },
});

const Source = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,39}$/, "must be 1 to 40 capital letters, digits and underscores, a letter first")
  .openapi({ description: "what answers name as the origin of its jobs", example: "CUSTOM_SOURCE" });
const { name, source, company_id } = keyExample;
export const MakeReferralKey = z
  .strictObject({
    name: properName(80),
    source: Source.default("CUSTOM_SOURCE"),
    company_id: line(40).optional(),
    test: z.boolean().default(false),
  })
  .openapi("MakeReferralKey", { example: { name, source, company_id } });
export const ChangeReferralKey = z
  .strictObject({
    name: properName(80).optional(),
    source: Source.optional(),
    company_id: line(40).nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeReferralKey", { example: { name: "Call center, night shift" } });
export const RotateReferralKey = z
  .strictObject({
    overlap_hours: z
      .int()
      .min(0)
      .max(720)
      .default(24)
      .openapi({ description: "for how long the key that it has now goes on working" }),
  })
  .openapi("RotateReferralKey", { example: { overlap_hours: 24 } });
export const ReferralKeyQuery = LogQuery.extend({
  revoked: FlagText.optional().openapi({ description: "`false`: those that work; `true`: the others" }),
});
export const ReferralKeyParams = z.object({
  referral_key: z
    .string()
    .max(40)
    .openapi({ param: { name: "referral_key", in: "path" }, example: keyExample.id }),
});

export const EraseHomeowner = z
  .strictObject({
    phone: UsPhone,
  })
  .openapi("EraseHomeowner", { example: { phone: "(555) 123-4567" } });
export const ErasedHomeowner = z
  .object({
    erased: z.int().openapi({ description: "referrals whose data about people are gone; 0 when there were none" }),
    cancelled: z.int().openapi({ description: "those of them that were open, and go no further" }),
  })
  .openapi("ErasedHomeowner", { example: { erased: 2, cancelled: 1 } });
