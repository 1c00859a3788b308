import { Cents, DateField, FlagText, InstantOut, line, namesAField, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const example = {
  name: "Spring tune-up postcards",
  channel: "direct mail",
  cost_cents: 120000,
  starts_on: "2026-03-01",
  ends_on: "2026-04-15",
};

export const LeadCampaign = z
  .object({
    id: z.int(),
    name: z.string(),
    channel: z.string().nullable(),
    cost_cents: z.int(),
    starts_on: z.string().nullable().openapi({ format: "date" }),
    ends_on: z.string().nullable().openapi({ format: "date" }),
    is_active: z.boolean(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("LeadCampaign", {
    example: {
      id: 3,
      ...example,
      is_active: true,
      created_by: "user:1",
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const LeadCampaignPage = pageOf("LeadCampaignPage", LeadCampaign);
export const LeadCampaignQuery = PageQuery.extend({ is_active: FlagText.optional(), sort: sortBy("id", "updated_at") });

const channel = line(40);
export const CreateLeadCampaign = z
  .strictObject({
    name: line(120),
    channel: channel.optional(),
    cost_cents: Cents.default(0),
    starts_on: DateField.optional(),
    ends_on: DateField.optional(),
  })
  .openapi("CreateLeadCampaign", { example });

export const ChangeLeadCampaign = z
  .strictObject({
    name: line(120).optional(),
    channel: channel.nullable().optional(),
    cost_cents: Cents.optional(),
    starts_on: z.union([DateField, z.null()]).optional(),
    ends_on: z.union([DateField, z.null()]).optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeLeadCampaign", { example: { cost_cents: 135000 } });
