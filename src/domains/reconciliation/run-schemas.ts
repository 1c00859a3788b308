import { DateField, daysInOrder, InstantOut, z } from "#/kernel/fields.ts";

const Day = z.string().openapi({ format: "date", example: "2026-03-31" });

export const SummaryQuery = z
  .object({
    date_from: DateField.optional().openapi({ description: "without it the first day of the month of `date_to`" }),
    date_to: DateField.optional().openapi({ description: "without it today" }),
  })
  .refine(...daysInOrder);
export const ReconciliationSummary = z
  .object({
    date_from: Day,
    date_to: Day,
    charges_cents: z.int().openapi({ description: "gross; payouts are not income and not among them" }),
    refunds_cents: z.int(),
    lost_cents: z.int().openapi({ description: "disputes that were lost" }),
    disputed_cents: z.int().openapi({ description: "disputes that are not decided" }),
    fees_cents: z.int(),
    net_cents: z.int().openapi({ description: "charges less refunds, lost disputes and fees" }),
    payouts_cents: z.int(),
    difference_cents: z.int().openapi({ description: "net less payouts: what the provider still holds" }),
    matched_cents: z.int().openapi({ description: "of the charges" }),
    unmatched_cents: z.int().openapi({ description: "of the charges" }),
    unmatched_refunds_cents: z.int().openapi({ description: "refunds and lost disputes that no sale explains" }),
    open_sales_cents: z.int().openapi({ description: "what the sales of these days still owe" }),
  })
  .openapi("ReconciliationSummary", {
    example: {
      date_from: "2026-03-01",
      date_to: "2026-03-31",
      charges_cents: 15_000,
      refunds_cents: 0,
      lost_cents: 0,
      disputed_cents: 0,
      fees_cents: 465,
      net_cents: 14_535,
      payouts_cents: 14_535,
      difference_cents: 0,
      matched_cents: 15_000,
      unmatched_cents: 0,
      unmatched_refunds_cents: 0,
      open_sales_cents: 0,
    },
  });

export const ReconciliationRun = z
  .object({
    id: z.string(),
    status: z.enum(["running", "done", "failed"]),
    confirmed: z.int().openapi({ description: "matches confirmed up to now" }),
    suggested: z.int().openapi({ description: "new suggestions up to now" }),
    started_at: InstantOut,
    finished_at: InstantOut.nullable(),
  })
  .openapi("ReconciliationRun", {
    example: {
      id: "run_01KAG3M5RZB6V0H5E2M1K7D9QA",
      status: "running",
      confirmed: 3,
      suggested: 0,
      started_at: "2026-03-31T18:04:12.000Z",
      finished_at: null,
    },
  });
export const RunParams = z.object({
  run: z
    .string()
    .max(64)
    .openapi({ param: { name: "run", in: "path" }, example: "run_01KAG3M5RZB6V0H5E2M1K7D9QA" }),
});
