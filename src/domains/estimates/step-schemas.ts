import { PaymentType } from "#/domains/sales/index.ts";
import { Cents, Id, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { conversions } from "./rules.ts";
import { Estimate, estimateExample } from "./schemas.ts";
import { Signature } from "./signature.ts";

const MOST_LINES = 200;

const choice = {
  option: line(40).optional().openapi({ description: "required where there are several" }),
  optional_lines: z
    .array(z.int().min(1))
    .max(MOST_LINES)
    .default([])
    .openapi({ description: "optional lines that are wanted, counted from 1" }),
};
export const AcceptEstimate = z
  .strictObject({
    ...choice,
    name: line(120).openapi({ description: "of the customer who says yes" }),
    signature: Signature.optional().openapi({ description: "where they have signed" }),
    note: line(500).optional().openapi({ description: "how they said so: by phone, on paper" }),
    total_cents: Cents.optional().openapi({ description: "what they were told; 409 where it comes to something else" }),
  })
  .openapi("AcceptEstimate", { example: { name: "Jane Smith", note: "By phone" } });
export const DeclineEstimate = z
  .strictObject({ reason: prose(1000).optional() })
  .openapi("DeclineEstimate", { example: { reason: "Too expensive" } });
export const ArchiveEstimate = z
  .strictObject({ archived: z.boolean() })
  .openapi("ArchiveEstimate", { example: { archived: true } });

export const ConvertEstimate = z
  .strictObject({
    create: z.enum(conversions),
    title: line(160).optional().openapi({ description: "of the job; absent: that of the estimate" }),
    technician_id: Id.optional().openapi({ description: "who sold it; absent: the technician of the estimate" }),
    item_id: Id.optional().openapi({ description: "what was sold; absent: the one item that its lines name" }),
    payment_type: PaymentType.default("other").openapi({ description: "of the sale" }),
    send: z.boolean().default(false).openapi({ description: "sends the invoice at once" }),
  })
  .openapi("ConvertEstimate", { example: { create: "job" } });
export const EstimateConversion = z
  .object({
    estimate: Estimate,
    job_id: z.int().nullable(),
    sale_id: z.int().nullable(),
    invoice_id: z.int().nullable(),
    repeated: z
      .boolean()
      .openapi({ description: "true, with 200: it had been converted before, and nothing was made" }),
  })
  .openapi("EstimateConversion", {
    example: {
      estimate: { ...estimateExample, status: "converted", converted_job_id: 42 },
      ...{ job_id: 42, sale_id: null, invoice_id: null, repeated: false },
    },
  });

export const EstimateAcceptance = z
  .object({
    estimate_id: z.int(),
    revision: z.int(),
    signer_name: z.string(),
    signature: z.union([Signature, z.null()]),
    on_behalf: z.boolean().openapi({ description: "staff accepted it for the customer" }),
    note: z.string().nullable(),
    ip: z.string(),
    user_agent: z.string(),
    document: z.string().openapi({ description: "what was agreed on, as JSON" }),
    content_hash: z.string().openapi({ description: "SHA-256 of `document`, in hex" }),
    accepted_at: InstantOut,
    accepted_by: z.string(),
  })
  .openapi("EstimateAcceptance", {
    example: {
      ...{ estimate_id: 42, revision: 1, signer_name: "Jane Smith", signature: { kind: "typed", text: "Jane Smith" } },
      ...{ on_behalf: false, note: null, ip: "203.0.113.7", user_agent: "Mozilla/5.0" },
      document: '{"business":"Smith HVAC"}',
      content_hash: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
      ...{ accepted_at: "2026-04-02T08:20:00.000Z", accepted_by: "anonymous" },
    },
  });

export const DeletedEstimate = z
  .object({ id: z.int(), deleted: z.literal(true) })
  .openapi("DeletedEstimate", { example: { id: 42, deleted: true } });
