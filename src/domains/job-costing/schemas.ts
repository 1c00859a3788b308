import {
  Cents,
  DateField,
  Id,
  IdText,
  InstantOut,
  integerOf,
  line,
  namesAField,
  Quantity,
  z,
} from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { bases, groupings } from "./list-terms.ts";
import { costRows, manualKinds, revenueBases, sourceTypes } from "./rules.ts";

export const JobParams = z.object({ job_id: IdText.openapi({ param: { name: "job_id", in: "path" } }) });
export const CostParams = JobParams.extend({ id: IdText.openapi({ param: { name: "id", in: "path" } }) });
export const SaleParams = JobParams.extend({ sale_id: IdText.openapi({ param: { name: "sale_id", in: "path" } }) });

const figures = {
  revenue_cents: z.int(),
  labour_minutes: z.int(),
  labour_cents: z.int(),
  materials_cents: z.int(),
  purchases_cents: z.int(),
  expenses_cents: z.int(),
  commissions_cents: z.int(),
  vehicle_cents: z.int(),
  manual_cents: z.int(),
  overhead_cents: z.int(),
  recall_cents: z.int(),
  cost_cents: z.int(),
  gross_profit_cents: z.int(),
  margin_bps: z.int().nullable(),
};
const figuresExample = {
  ...{ revenue_cents: 150_000, labour_minutes: 195, labour_cents: 12_187, materials_cents: 24_000 },
  ...{ purchases_cents: 18_500, expenses_cents: 4895, commissions_cents: 11_250, vehicle_cents: 1450 },
  ...{ manual_cents: 7500, overhead_cents: 1219, recall_cents: 0, cost_cents: 81_001 },
  ...{ gross_profit_cents: 68_999, margin_bps: 4600 },
};
const rowExample = {
  ...{ job_id: 42, job_number: 42, title: "Replace the condenser", status: "completed", job_type: "repair" },
  ...{ customer_id: 7, customer_name: "John Doe", technician_id: 1, crew: [2], service_zip: "33601" },
  ...{ scheduled_start: "2026-03-28T13:00:00.000Z", completed_at: "2026-03-28T16:20:00.000Z" },
  ...{ revenue_basis: "invoice" as const, ...figuresExample, recall_of_job_id: null, frozen_at: null },
};
export const JobCosts = z
  .object({
    job_id: z.int(),
    job_number: z.int(),
    title: z.string(),
    status: z.string(),
    job_type: z.string().nullable(),
    customer_id: z.int().nullable(),
    customer_name: z.string(),
    technician_id: z.int().nullable(),
    crew: z.array(z.int()),
    service_zip: z.string().nullable(),
    scheduled_start: InstantOut.nullable(),
    completed_at: InstantOut.nullable(),
    revenue_basis: z.enum(revenueBases),
    ...figures,
    recall_of_job_id: z.int().nullable(),
    frozen_at: InstantOut.nullable(),
  })
  .openapi("JobCosts", { example: rowExample });
export const JobCostsPage = pageOf("JobCostsPage", JobCosts);

const Row = z.enum(["revenue", ...costRows]);
const lineExample = {
  ...{ row: "labour" as const, description: "Mike Johnson, 2026-03-28", amount_cents: 12_187 },
  ...{ quantity: 3.25, unit_cost_cents: 3750 },
  ...{
    technician_id: 1,
    source: { type: "time_entry" as const, id: 9, href: "/api/v1/time-tracking/entries/9/history" },
  },
};
const CostLine = z
  .object({
    row: Row,
    description: z.string(),
    amount_cents: z.int(),
    quantity: z.number().nullable().openapi({
      description: "hours of labour, rounded to two decimals (the amount counts minutes), pieces of a part, or miles",
    }),
    unit_cost_cents: z.int().nullable(),
    technician_id: z.int().nullable(),
    source: z
      .object({ type: z.enum(sourceTypes), id: z.int(), href: z.string() })
      .nullable()
      .openapi({ description: "the row that it comes from; null where a setting makes it: overhead" }),
  })
  .openapi("JobCostLine", { example: lineExample });
const varianceExample = {
  ...{ row: "labour" as const, estimate_cents: 10_000, actual_cents: 12_187, variance_cents: 2187 },
};
const CostVariance = z
  .object({
    row: Row,
    estimate_cents: z.int().nullable(),
    actual_cents: z.int(),
    variance_cents: z.int().nullable(),
  })
  .openapi("JobCostVariance", { example: varianceExample });
export const WholeJobCosts = JobCosts.extend({
  currency: z.string(),
  lines: z.array(CostLine),
  variances: z.array(CostVariance),
  // not `version`: that would be its ETag, and the figures change without what is said of them
  costing_version: z.int().openapi({
    description: "of what is said of its costs, for `If-Match`; 0 before anything is. The figures change without it",
  }),
}).openapi("WholeJobCosts", {
  example: { ...rowExample, currency: "USD", lines: [lineExample], variances: [varianceExample], costing_version: 1 },
});

export const JobCostSummary = z
  .object({
    date_from: z.string().openapi({ format: "date" }),
    date_to: z.string().openapi({ format: "date" }),
    basis: z.enum(bases),
    group_by: z.enum(groupings),
    items: z.array(
      z
        .object({ group: z.string().nullable(), jobs: z.int(), ...figures })
        .openapi("JobCostGroup", { example: { group: "repair", jobs: 1, ...figuresExample } }),
    ),
    totals: z
      .object({ jobs: z.int(), ...figures })
      .openapi("JobCostTotals", { example: { jobs: 1, ...figuresExample } }),
  })
  .openapi("JobCostSummary", {
    example: {
      ...{ date_from: "2026-03-01", date_to: "2026-03-31", basis: "completed", group_by: "job_type" },
      items: [{ group: "repair", jobs: 1, ...figuresExample }],
      totals: { jobs: 1, ...figuresExample },
    },
  });

const Estimated = z
  .strictObject(
    Object.fromEntries(costRows.map((row) => [row, Cents.optional()])) as Record<
      (typeof costRows)[number],
      z.ZodOptional<typeof Cents>
    >,
  )
  .openapi("EstimatedJobCosts", { example: { labour: 10_000, materials: 25_000 } });
export const ChangeJobCosting = z
  .strictObject({
    recall_of_job_id: Id.nullable().optional().openapi({
      description: "the job whose work this one did again, and which bears what this one costs; null: none",
    }),
    estimated: Estimated.optional().openapi({
      description: "what the costs were estimated at, by row, in place of what was said before",
    }),
  })
  .refine(...namesAField)
  .openapi("ChangeJobCosting", { example: { estimated: { labour: 10_000, materials: 25_000 } } });

export const costingExample = {
  ...{ job_id: 42, recall_of_job_id: null, estimated: { labour: 10_000, materials: 25_000 } },
  ...{ frozen_at: null, frozen_by: null },
  ...{ created_at: "2026-03-28T18:00:00.000Z", updated_at: "2026-03-28T18:00:00.000Z", version: 1 },
};
export const JobCosting = z
  .object({
    job_id: z.int(),
    recall_of_job_id: z.int().nullable(),
    estimated: Estimated,
    frozen_at: InstantOut.nullable(),
    frozen_by: z.string().nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("JobCosting", { example: costingExample });

export const AddJobCost = z
  .strictObject({
    kind: z.enum(manualKinds),
    description: line(200),
    amount_cents: integerOf("cents")
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .refine((cents) => cents !== 0, "must not be 0")
      .optional()
      .openapi({ description: "below zero: a rebate", example: 7500 }),
    miles: Quantity.optional().openapi({ description: "driven in a vehicle of the business, in place of an amount" }),
    incurred_on: DateField.optional().openapi({ description: "local day; absent: today" }),
  })
  .refine(({ amount_cents, miles }) => (amount_cents === undefined) !== (miles === undefined), {
    path: ["amount_cents"],
    error: ({ input }) =>
      `${Object(input).miles === undefined ? "is required without" : "must be left out with"} miles`,
  })
  .refine(({ kind, miles }) => miles === undefined || kind === "vehicle", {
    path: ["miles"],
    error: "are for kind vehicle",
  })
  .openapi("AddJobCost", {
    example: { kind: "permit", description: "Mechanical permit of the county", amount_cents: 7500 },
  });
export const JobCost = z
  .object({
    id: z.int(),
    job_id: z.int(),
    kind: z.enum(manualKinds),
    description: z.string(),
    amount_cents: z.int(),
    miles: z.number().nullable(),
    rate_millicents: z.int().nullable(),
    incurred_on: z.string().openapi({ format: "date" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("JobCost", {
    example: {
      ...{ id: 3, job_id: 42, kind: "permit", description: "Mechanical permit of the county", amount_cents: 7500 },
      ...{ miles: null, rate_millicents: null, incurred_on: "2026-03-28", created_by: "user:1" },
      ...{ created_at: "2026-03-28T18:00:00.000Z", updated_at: "2026-03-28T18:00:00.000Z", version: 1 },
    },
  });
export const JobCostPage = pageOf("JobCostPage", JobCost);

export const JobSale = z
  .object({ job_id: z.int(), sale_id: z.int() })
  .openapi("JobSale", { example: { job_id: 42, sale_id: 12 } });
