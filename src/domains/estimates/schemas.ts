import { LineItemsOut, TaxBreakdown, totalFields } from "#/domains/documents/index.ts";
import { InstantOut, z } from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";
import { estimateStatuses } from "./rules.ts";

export const EstimateStatus = z.enum(estimateStatuses);
const Day = z.string().openapi({ format: "date" });
const Optional = z.boolean().optional();
const OfferedLine = LineItemsOut.element.extend({ optional: Optional }).openapi("EstimateLine");
const OfferedLines = z.array(OfferedLine);
const lineExample = {
  ...{ description: "New HVAC System", amount_cents: 850000, quantity: 1, tax_rate_ids: [1] },
  ...{ line_total_cents: 850000, discount_cents: 0, document_discount_cents: 0, tax_cents: 63750 },
};
const taxExample = {
  ...{ tax_rate_id: 1, name: "Hillsborough County", rate_ppm: 75000, inclusive: false },
  ...{ taxable_cents: 850000, tax_cents: 63750 },
};

const EstimateOption = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    recommended: z.boolean(),
    line_items: OfferedLines,
    ...totalFields,
    tax_breakdown: TaxBreakdown,
  })
  .openapi("EstimateOption");
type Nullable = { [K in keyof typeof totalFields]: z.ZodNullable<z.ZodInt> };
const nullableTotals = Object.fromEntries(
  Object.keys(totalFields).map((name) => [name, z.int().nullable()]),
) as unknown as Nullable; // safe: each of them, and no other

/** What a version says; the present one and the earlier ones alike. */
const saying = {
  revision: z.int(),
  status: EstimateStatus,
  title: z.string().nullable(),
  customer_name: z.string(),
  customer_email: z.string().nullable(),
  customer_phone: z.string().nullable(),
  service_address: z.string().nullable(),
  service_city: z.string().nullable(),
  service_state: z.string().nullable(),
  service_zip: z.string().nullable(),
  issued_on: Day,
  valid_until: Day.nullable(),
  notes: z.string().nullable(),
  terms: z.string().nullable(),
  currency: z.string(),
  line_items: frozenField(OfferedLines),
  options: frozenField(z.array(EstimateOption)),
  ...nullableTotals,
  tax_breakdown: frozenField(TaxBreakdown),
};

const given = {
  title: "New heat pump",
  customer_name: "Jane Smith",
  customer_email: "jane@example.com",
  customer_phone: "(813) 555-0142",
  service_address: "12 Oak Street",
  service_city: "Tampa",
  service_state: "FL",
  service_zip: "33601",
  issued_on: "2026-04-01",
  valid_until: "2026-04-30",
  notes: "Includes removal of the old unit.",
  terms: "Half at the start, half when it runs.",
};
const totalsExample = { subtotal_cents: 850000, discount_cents: 0, tax_cents: 63750, total_cents: 913750 };
const sayingExample = {
  revision: 1,
  status: "sent" as const,
  ...given,
  currency: "USD",
  line_items: [lineExample],
  options: [],
  ...totalsExample,
  tax_breakdown: [taxExample],
};
export const estimateExample = {
  id: 42,
  number: "EST-00042",
  ...sayingExample,
  customer_id: 7,
  site_id: null,
  job_id: null,
  lead_id: null,
  technician_id: null,
  accepted_option: null,
  accepted_lines: [],
  content_hash: null,
  first_sent_at: "2026-04-01T14:00:00.000Z",
  sent_at: "2026-04-01T14:00:00.000Z",
  first_viewed_at: null,
  last_viewed_at: null,
  view_count: 0,
  accepted_at: null,
  declined_at: null,
  decline_reason: null,
  expired_at: null,
  converted_at: null,
  converted_job_id: null,
  converted_sale_id: null,
  converted_invoice_id: null,
  archived_at: null,
  created_by: "user:1",
  created_at: "2026-04-01T13:00:00.000Z",
  updated_at: "2026-04-01T14:00:00.000Z",
  version: 2,
};

export const Estimate = z
  .object({
    id: z.int(),
    number: z.string().nullable(),
    ...saying,
    customer_id: z.int().nullable(),
    site_id: z.int().nullable(),
    job_id: z.int().nullable(),
    lead_id: z.int().nullable(),
    technician_id: z.int().nullable(),
    accepted_option: z.string().nullable(),
    accepted_lines: z.array(z.int()),
    content_hash: z.string().nullable(),
    first_sent_at: InstantOut.nullable(),
    sent_at: InstantOut.nullable(),
    first_viewed_at: InstantOut.nullable(),
    last_viewed_at: InstantOut.nullable(),
    view_count: z.int(),
    accepted_at: InstantOut.nullable(),
    declined_at: InstantOut.nullable(),
    decline_reason: z.string().nullable(),
    expired_at: InstantOut.nullable(),
    converted_at: InstantOut.nullable(),
    converted_job_id: z.int().nullable(),
    converted_sale_id: z.int().nullable(),
    converted_invoice_id: z.int().nullable(),
    archived_at: InstantOut.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("Estimate", { example: estimateExample });
export const EstimatePage = pageOf("EstimatePage", Estimate);

const revisionExample = {
  ...sayingExample,
  ...{ sent_at: "2026-04-01T14:00:00.000Z", first_viewed_at: null, view_count: 0 },
  ...{ declined_at: null, decline_reason: null, expired_at: null },
  ...{ closed_at: "2026-04-03T09:00:00.000Z", closed_by: "user:1" },
};
export const EstimateRevision = z
  .object({
    ...saying,
    sent_at: InstantOut.nullable(),
    first_viewed_at: InstantOut.nullable(),
    view_count: z.int(),
    declined_at: InstantOut.nullable(),
    decline_reason: z.string().nullable(),
    expired_at: InstantOut.nullable(),
    closed_at: InstantOut.nullable(),
    closed_by: z.string().nullable(),
  })
  .openapi("EstimateRevision", { example: revisionExample });
export const EstimateRevisions = z
  .object({ items: z.array(EstimateRevision) })
  .openapi("EstimateRevisions", { example: { items: [revisionExample] } });
