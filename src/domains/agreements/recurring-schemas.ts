import { DateField, IdText, InstantOut, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { billingFrequencies, billingTimings } from "./calendar.ts";
import { LocalDay, Reason } from "./plan-schemas.ts";
import { recurringStatuses, visitStatuses } from "./statuses.ts";

const made = { created_by: "user:1", created_at: "2026-01-31T15:00:00.000Z", updated_at: "2026-02-28T07:00:00.000Z" };
const stamped = { created_by: z.string(), created_at: InstantOut, updated_at: InstantOut, version: z.int() };

const recurring = {
  id: 3,
  agreement_id: 3,
  customer_id: 7,
  customer_name: "John Doe",
  title: "Comfort Club",
  status: "active" as const,
  price_cents: 4900,
  billing_frequency: "monthly" as const,
  billing_timing: "advance" as const,
  next_period_no: 3,
  next_period_start: "2026-03-31",
  next_period_end: "2026-04-29",
  next_invoice_on: "2026-03-31",
  periods_left: 0,
  invoices_made: 2,
  last_invoice_id: 41,
  last_invoiced_on: "2026-02-28",
  paused_on: null,
  pause_reason: null,
  ...made,
  version: 3,
};
const recurringFields = {
  id: z.int(),
  agreement_id: z.int(),
  customer_id: z.int(),
  customer_name: z.string(),
  title: z.string(),
  status: z.enum(recurringStatuses),
  price_cents: z.int(),
  billing_frequency: z.enum(billingFrequencies),
  billing_timing: z.enum(billingTimings),
  next_period_no: z.int().nullable(),
  next_period_start: LocalDay.nullable(),
  next_period_end: LocalDay.nullable(),
  next_invoice_on: LocalDay.nullable(),
  periods_left: z.int(),
  invoices_made: z.int(),
  last_invoice_id: z.int().nullable(),
  last_invoiced_on: LocalDay.nullable(),
  paused_on: LocalDay.nullable(),
  pause_reason: z.string().nullable(),
  ...stamped,
};
export const RecurringInvoice = z.object(recurringFields).openapi("RecurringInvoice", { example: recurring });
export const RecurringInvoicePage = pageOf("RecurringInvoicePage", RecurringInvoice);
export const RecurringInvoiceQuery = PageQuery.extend({
  status: z.enum(recurringStatuses).optional(),
  agreement_id: IdText.optional(),
  customer_id: IdText.optional(),
  sort: sortBy("id", "updated_at"),
});
export const PauseRecurring = z
  .strictObject({ reason: Reason.nullable().default(null) })
  .openapi("PauseRecurringInvoice", { example: { reason: "They dispute the price" } });
export const ResumeRecurring = z
  .strictObject({ bill_missed: z.boolean().default(false) })
  .openapi("ResumeRecurringInvoice", { example: { bill_missed: false } });
export const RunRecurring = z
  .object({ ...recurringFields, invoice_ids: z.array(z.int()) })
  .openapi("RecurringInvoiceRun", { example: { ...recurring, invoice_ids: [41] } });

const period = { period_no: 1, period_start: "2026-01-31", period_end: "2026-02-27", billed_on: "2026-01-31" };
const periodFields = { period_no: z.int(), period_start: LocalDay, period_end: LocalDay, billed_on: LocalDay };
export const RecurringPreview = z
  .object({
    items: z.array(
      z
        .object({ ...periodFields, price_cents: z.int() })
        .openapi("RecurringPreviewPeriod", { example: { ...period, price_cents: 4900 } }),
    ),
  })
  .openapi("RecurringInvoicePreview", { example: { items: [{ ...period, price_cents: 4900 }] } });
export const AgreementPeriod = z
  .object({
    ...periodFields,
    price_cents: z.int(),
    invoice_id: z.int(),
    refunded_cents: z.int(),
    closed_on: LocalDay.nullable(),
  })
  .openapi("AgreementPeriod", {
    example: { ...period, price_cents: 4900, invoice_id: 41, refunded_cents: 0, closed_on: null },
  });
export const AgreementPeriods = z.object({ items: z.array(AgreementPeriod) }).openapi("AgreementPeriods", {
  example: { items: [{ ...period, price_cents: 4900, invoice_id: 41, refunded_cents: 0, closed_on: null }] },
});

const visit = {
  id: 5,
  agreement_id: 3,
  seq: 1,
  due_on: "2026-03-31",
  window_start: "2026-03-16",
  window_end: "2026-04-15",
  status: "planned" as const,
  dispatch_job_id: null,
  completed_on: null,
  note: null,
  ...made,
  version: 1,
};
export const AgreementVisit = z
  .object({
    id: z.int(),
    agreement_id: z.int(),
    seq: z.int(),
    due_on: LocalDay,
    window_start: LocalDay,
    window_end: LocalDay,
    status: z.enum(visitStatuses),
    dispatch_job_id: z.int().nullable(),
    completed_on: LocalDay.nullable(),
    note: z.string().nullable(),
    ...stamped,
  })
  .openapi("AgreementVisit", { example: visit });
export const AgreementVisits = z
  .object({ items: z.array(AgreementVisit) })
  .openapi("AgreementVisits", { example: { items: [visit] } });
export const ChangeVisit = z
  .strictObject({
    due_on: DateField.optional(),
    status: z.enum(["planned", "completed", "skipped"]).optional(),
    note: prose(2000).nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeAgreementVisit", { example: { due_on: "2026-04-06" } });
