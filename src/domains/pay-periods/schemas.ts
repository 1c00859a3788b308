import { DateField, Id, IdText, InstantOut, line, z } from "#/kernel/fields.ts";
import { MAX_CENTS } from "#/kernel/money.ts";
import { LogQuery, PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frequencies, lineKinds, periodStatuses } from "./terms.ts";

const Frequency = z.enum(frequencies).openapi({
  description:
    "`biweekly`: every 14 days; `semimonthly`: from the 1st and the 16th; `monthly`: from the day of `starts_on`",
});
const LocalDay = z.string().openapi({ format: "date" });
const Status = z.enum(periodStatuses).openapi({
  description:
    "`closing`: nothing is posted into it from now on, and its statements are being written; close it again to go on",
});

const schedule = { frequency: "semimonthly" as const, starts_on: "2026-03-01", pay_delay_days: 5 };
export const SetPaySchedule = z
  .strictObject({
    frequency: Frequency,
    starts_on: DateField.openapi({ description: "first day of a pay period; the others are counted from it" }),
    pay_delay_days: z.int().min(0).max(60).openapi({ description: "days from the end of a period to its payday" }),
  })
  .openapi("SetPaySchedule", { example: schedule });
export const PaySchedule = z
  .object({
    frequency: Frequency,
    starts_on: LocalDay,
    pay_delay_days: z.int(),
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PaySchedule", { example: { ...schedule, updated_at: "2026-03-01T12:00:00.000Z", version: 1 } });

const sums = {
  lines: z.int().openapi({ description: "number of lines" }),
  commission_cents: z.int().openapi({ description: "commissions of sales" }),
  hours_cents: z.int().openapi({ description: "pay for hours below the limits of overtime" }),
  overtime_cents: z.int().openapi({ description: "pay for overtime, with its premium" }),
  reimbursement_cents: z.int().openapi({ description: "expenses that are paid back: no wages, so not taxed" }),
  regular_minutes: z.int().openapi({ description: "minutes below the limits of overtime" }),
  overtime_minutes: z.int().openapi({ description: "minutes of overtime" }),
  adjustment_cents: z
    .int()
    .openapi({ description: "adjustments, and what voids, refunds and returned approvals changed; may be negative" }),
  brought_forward_cents: z.int().openapi({ description: "negative balance of the period before" }),
  gross_cents: z.int().openapi({ description: "sum of all lines; may be negative" }),
  pay_cents: z.int().openapi({ description: "what is paid: never below 0" }),
  carried_forward_cents: z.int().openapi({ description: "what goes into the next period: never above 0" }),
};
const sumsExample = {
  lines: 412,
  commission_cents: 1250000,
  hours_cents: 200000,
  overtime_cents: 18750,
  reimbursement_cents: 4210,
  regular_minutes: 4800,
  overtime_minutes: 300,
  adjustment_cents: -11250,
  brought_forward_cents: 0,
  gross_cents: 1461710,
  pay_cents: 1461710,
  carried_forward_cents: 0,
};

const periodExample = {
  id: 3,
  starts_on: "2026-03-16",
  ends_on: "2026-03-31",
  pay_on: "2026-04-05",
  frequency: "semimonthly" as const,
  status: "closed" as const,
  closed_at: "2026-04-01T14:30:00.000Z",
  closed_by: "user:1",
  paid_on: null,
  totals: { technicians: 50, ...sumsExample },
  created_at: "2026-02-01T08:00:00.000Z",
  updated_at: "2026-04-01T14:30:00.000Z",
  version: 3,
};

export const PayPeriod = z
  .object({
    id: z.int(),
    starts_on: LocalDay.openapi({ description: "first day, in the business' time zone" }),
    ends_on: LocalDay.openapi({ description: "last day" }),
    pay_on: LocalDay.openapi({ description: "payday" }),
    frequency: Frequency,
    status: Status,
    closed_at: InstantOut.nullable(),
    closed_by: z.string().nullable(),
    paid_on: LocalDay.nullable(),
    totals: z
      .union([z.object({ technicians: z.int().openapi({ description: "number of statements" }), ...sums }), z.null()])
      .openapi({ description: "of its statements; in lists null until it is closed" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PayPeriod", {
    example: periodExample,
  });
export const PayPeriodPage = pageOf("PayPeriodPage", PayPeriod);
export const PayPeriodQuery = PageQuery.extend({
  status: z.enum(periodStatuses).optional(),
  date: DateField.optional().openapi({ description: "the period that holds this day" }),
  sort: sortBy("starts_on", "id", "updated_at"),
});

export const ClosePayPeriod = z
  .strictObject({
    force: z
      .boolean()
      .optional()
      .openapi({ description: "closes although the period is not over, or sales wait for an approval" }),
  })
  .openapi("ClosePayPeriod", { example: { force: false } })
  .optional();
export const ReopenPayPeriod = z
  .strictObject({ reason: line(500) })
  .openapi("ReopenPayPeriod", { example: { reason: "A refund was entered twice" } });
export const PayPayPeriod = z
  .strictObject({
    paid_on: DateField.optional().openapi({ description: "local day; today when absent, never in the future" }),
  })
  .openapi("PayPayPeriod", { example: { paid_on: "2026-04-05" } })
  .optional();

export const StatementParams = z.object({
  id: IdText.openapi({ param: { name: "id", in: "path" } }),
  technician_id: IdText.openapi({ param: { name: "technician_id", in: "path" } }),
});
const statementFields = { technician_id: z.int(), technician_name: z.string(), ...sums };
const statementExample = { technician_id: 1, technician_name: "Mike Johnson", ...sumsExample };
export const PayStatements = z
  .object({
    pay_period: PayPeriod,
    items: z.array(z.object(statementFields).openapi("PayStatementSums", { example: statementExample })),
  })
  .openapi("PayStatements", { example: { pay_period: periodExample, items: [statementExample] } });

const lineExample = {
  technician_id: 1,
  line: "1/2026-03-28/000000000042/0000",
  kind: "commission" as const,
  day: "2026-03-28",
  caused_on: "2026-03-28",
  reason: "commission",
  sale_id: 42,
  description: "Annual maintenance package",
  customer_name: "John Doe",
  sale_date: "2026-03-28",
  sale_price_cents: 150000,
  share_bps: 10000,
  role: "technician",
  quantity: null,
  unit: null,
  rate_cents: null,
  source: "sale/42",
  amount_cents: 11250,
};

export const PayLine = z
  .object({
    technician_id: z.int(),
    line: z.string().openapi({ description: "names the line within the statement, and sorts it" }),
    kind: z.enum(lineKinds),
    day: LocalDay.openapi({ description: "local day on which it counts" }),
    caused_on: LocalDay.openapi({
      description: "local day of what caused it; earlier where that day's period was closed by then",
    }),
    reason: z.string().openapi({
      description:
        "commission, void, restore, refund, withdrawal; regular, overtime, double_time, correction; reimbursement; manual, balance_brought_forward",
    }),
    sale_id: z.int().nullable(),
    description: z
      .string()
      .openapi({ description: "the item, or the memo of an adjustment, or what was worked or spent" }),
    customer_name: z.string().nullable(),
    sale_date: LocalDay.nullable(),
    sale_price_cents: z.int().nullable(),
    share_bps: z.int().nullable(),
    role: z.string().nullable().openapi({ description: "part in the work" }),
    quantity: z.number().nullable().openapi({ description: "of `unit`; null: it is not paid by quantity" }),
    unit: z.string().nullable().openapi({ description: "minute, or that of an expense" }),
    rate_cents: z
      .int()
      .nullable()
      .openapi({ description: "for an hour, or for one of `unit`; rounded to whole cents" }),
    source: z.string().nullable().openapi({ description: "what it comes from, and its id: `sale/42`" }),
    amount_cents: z.int().openapi({ description: "may be negative" }),
  })
  .openapi("PayLine", { example: lineExample });
export const PayLinePage = pageOf("PayLinePage", PayLine);
export const PayLineQuery = LogQuery.extend({ technician_id: IdText.optional() });

export const PayStatement = z
  .object({
    ...statementFields,
    pay_period: PayPeriod,
    first_lines: z.array(PayLine).openapi({ description: "its lines in their order, at most 100" }),
    next_cursor: z
      .string()
      .nullable()
      .openapi({ description: "where the list of its lines goes on; null when these are all" }),
  })
  .openapi("PayStatement", {
    example: { ...statementExample, pay_period: periodExample, first_lines: [lineExample], next_cursor: null },
  });

export const AddPayAdjustment = z
  .strictObject({
    technician_id: Id,
    amount_cents: z
      .int("must be an integer number of cents")
      .min(-MAX_CENTS)
      .max(MAX_CENTS)
      .refine((cents) => cents !== 0, "must not be 0")
      .openapi({ description: "added to the pay; negative takes away" }),
    memo: line(200).openapi({ description: "why, in words for the statement" }),
  })
  .openapi("AddPayAdjustment", { example: { technician_id: 1, amount_cents: -2500, memo: "Advance of 12 March" } });
export const PayAdjustment = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    counts_on: LocalDay.openapi({ description: "local day that picks the pay period" }),
    amount_cents: z.int(),
    memo: z.string(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PayAdjustment", {
    example: {
      id: 7,
      technician_id: 1,
      counts_on: "2026-03-28",
      amount_cents: -2500,
      memo: "Advance of 12 March",
      created_by: "user:1",
      created_at: "2026-03-28T14:30:00.000Z",
      updated_at: "2026-03-28T14:30:00.000Z",
      version: 1,
    },
  });
