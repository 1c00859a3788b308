import { Id, line, z } from "#/kernel/fields.ts";
import { matches, openStatuses } from "./rules.ts";
import { Lead, LeadStatus, leadExample } from "./schemas.ts";

export const MoveLead = z
  .strictObject({
    status: LeadStatus,
    reason: line(500).optional().openapi({ description: "required with `lost` and `disqualified`" }),
  })
  .openapi("MoveLead", { example: { status: "contacted" } });

export const ReopenLead = z
  .strictObject({
    status: z.enum(openStatuses).default("qualified").openapi({ description: "what it goes on with" }),
    reason: line(500).openapi({ description: "why" }),
  })
  .openapi("ReopenLead", { example: { reason: "converted by mistake" } });

export const ConvertLead = z
  .strictObject({
    create: z
      .enum(["customer", "job", "estimate"])
      .openapi({ description: "`job` and `estimate`: the customer too, where there is none yet" }),
    customer_id: Id.optional().openapi({ description: "who it is, where several customers could be meant" }),
    title: line(160)
      .optional()
      .openapi({ description: "of the job or estimate; absent: the first line of the summary" }),
  })
  .openapi("ConvertLead", { example: { create: "job" } });

export const LeadConversion = z
  .object({
    lead: Lead,
    customer_id: z.int(),
    matched_by: z
      .enum(matches)
      .nullable()
      .openapi({ description: "by what the customer was known already; null: the lead made them" }),
    job_id: z.int().nullable(),
    estimate_id: z.int().nullable(),
    repeated: z
      .boolean()
      .openapi({ description: "true, with 200: it had been converted before, and nothing was made" }),
  })
  .openapi("LeadConversion", {
    example: {
      lead: { ...leadExample, status: "won", converted_customer_id: 7, converted_job_id: 42, next_follow_up_at: null },
      customer_id: 7,
      matched_by: "phone",
      job_id: 42,
      estimate_id: null,
      repeated: false,
    },
  });
