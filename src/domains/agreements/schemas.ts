import { DateField, Id, IdText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";
import {
  BillingTiming,
  Frequency,
  LocalDay,
  made,
  PlanSnapshot,
  Price,
  Reason,
  stamped,
  termsExample,
} from "./plan-schemas.ts";
import { agreementStatuses, cancelTimes, refundRules } from "./statuses.ts";

const agreement = {
  id: 3,
  status: "active" as const,
  customer_id: 7,
  site_id: null,
  customer_name: "John Doe",
  plan_id: 1,
  plan_name: termsExample.name,
  plan_snapshot: termsExample,
  price_cents: 18900,
  billing_frequency: "annual" as const,
  billing_timing: "advance" as const,
  monthly_cents: 1575,
  visits_per_year: 2,
  discount_bps: 1000,
  term_months: 12,
  starts_on: "2026-01-31",
  ends_on: "2027-01-30",
  anchor_on: "2026-01-31",
  auto_renew: true,
  will_auto_renew: true,
  sold_by: null,
  payment_method_ref: null,
  notes: null,
  term_no: 1,
  renewed_from_id: null,
  renewed_to_id: null,
  activated_at: "2026-01-31T15:00:00.000Z",
  suspended_on: null,
  suspend_reason: null,
  cancels_on: null,
  cancelled_on: null,
  cancel_reason: null,
  last_day: null,
};
const agreementFields = {
  id: z.int(),
  status: z.enum(agreementStatuses),
  customer_id: z.int(),
  site_id: z.int().nullable(),
  customer_name: z.string(),
  plan_id: z.int(),
  plan_name: z.string(),
  plan_snapshot: frozenField(PlanSnapshot),
  price_cents: z.int(),
  billing_frequency: Frequency,
  billing_timing: BillingTiming,
  monthly_cents: z.int(),
  visits_per_year: z.int(),
  discount_bps: z.int(),
  term_months: z.int().nullable(),
  starts_on: LocalDay,
  ends_on: LocalDay.nullable(),
  anchor_on: LocalDay,
  auto_renew: z.boolean(),
  will_auto_renew: z.boolean(),
  sold_by: z.int().nullable(),
  payment_method_ref: z.string().nullable(),
  notes: z.string().nullable(),
  term_no: z.int(),
  renewed_from_id: z.int().nullable(),
  renewed_to_id: z.int().nullable(),
  activated_at: InstantOut.nullable(),
  suspended_on: LocalDay.nullable(),
  suspend_reason: z.string().nullable(),
  cancels_on: LocalDay.nullable(),
  cancelled_on: LocalDay.nullable(),
  cancel_reason: z.string().nullable(),
  last_day: LocalDay.nullable(),
  ...stamped,
};
const agreementExample = { ...agreement, ...made, version: 2 };
export const ServiceAgreement = z.object(agreementFields).openapi("ServiceAgreement", { example: agreementExample });
export const ServiceAgreementPage = pageOf("ServiceAgreementPage", ServiceAgreement);
export const ServiceAgreementQuery = PageQuery.extend({
  status: z.enum(agreementStatuses).optional(),
  customer_id: IdText.optional(),
  plan_id: IdText.optional(),
  q: line(100).optional(),
  sort: sortBy("id", "ends_on", "updated_at"),
});

export const ExpiringAgreement = z
  .object({ ...agreementFields, days_left: z.int() })
  .openapi("ExpiringAgreement", { example: { ...agreementExample, days_left: 28 } });
export const ExpiringAgreementPage = pageOf("ExpiringAgreementPage", ExpiringAgreement);
export const ExpiringQuery = PageQuery.omit({ updated_since: true }).extend({
  days: z
    .string()
    .regex(/^\d{1,3}$/, "must be a number of days")
    .transform(Number)
    .refine((days) => days <= 365, "must be at most 365")
    .default(30)
    .openapi({ type: "integer", minimum: 0, maximum: 365, example: 30 }),
});

export const CreateServiceAgreement = z
  .strictObject({
    plan_id: Id,
    customer_id: Id,
    site_id: Id.nullable().optional(),
    starts_on: DateField.optional(),
    price_cents: Price.optional(),
    auto_renew: z.boolean().optional(),
    sold_by: Id.nullable().optional(),
    payment_method_ref: line(200).nullable().optional(),
    notes: prose(5000).nullable().optional(),
  })
  .openapi("CreateServiceAgreement", { example: { plan_id: 1, customer_id: 7, starts_on: "2026-01-31" } });
export const ChangeServiceAgreement = z
  .strictObject({
    site_id: Id.nullable().optional(),
    starts_on: DateField.optional(),
    price_cents: Price.optional(),
    auto_renew: z.boolean().optional(),
    sold_by: Id.nullable().optional(),
    payment_method_ref: line(200).nullable().optional(),
    notes: prose(5000).nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeServiceAgreement", { example: { auto_renew: false } });
export const ActivateAgreement = z
  .strictObject({ bill_from: DateField.optional() })
  .openapi("ActivateServiceAgreement", { example: {} });
export const SuspendAgreement = z
  .strictObject({ reason: Reason.nullable().default(null) })
  .openapi("SuspendServiceAgreement", { example: { reason: "The house is being rebuilt" } });
export const ResumeAgreement = z
  .strictObject({ extend: z.boolean().default(false) })
  .openapi("ResumeServiceAgreement", { example: { extend: true } });
export const RenewAgreement = z
  .strictObject({ price_cents: Price.optional() })
  .openapi("RenewServiceAgreement", { example: { price_cents: 19900 } });
export const CancelAgreement = z
  .strictObject({
    effective: z.enum(cancelTimes).default("now"),
    refund: z.enum(refundRules).default("none"),
    reason: Reason.nullable().default(null),
  })
  .openapi("CancelServiceAgreement", {
    example: { effective: "now", refund: "prorata_days", reason: "Sold the house" },
  });
export const CancelledAgreement = z
  .object({
    ...agreementFields,
    refunded_cents: z.int(),
    credit_note_id: z.int().nullable(),
    invoice_id: z.int().nullable(),
  })
  .openapi("CancelledServiceAgreement", {
    example: {
      ...agreementExample,
      ...{ status: "cancelled", cancelled_on: "2026-07-31", last_day: "2026-07-31", will_auto_renew: false },
      ...{ cancel_reason: "Sold the house", refunded_cents: 9475, credit_note_id: 4, invoice_id: null },
    },
  });

export const FiguresQuery = z.object({
  month: z
    .string()
    .regex(/^(19[7-9]|2[01]\d)\d-(0[1-9]|1[0-2])$/, "must be a month, YYYY-MM")
    .optional()
    .openapi({ example: "2026-03" }),
});
export const AgreementFigures = z
  .object({
    month: z.string(),
    as_of: LocalDay,
    currency: z.string(),
    active: z.int(),
    mrr_cents: z.int(),
    active_at_start: z.int(),
    cancelled: z.int(),
    churn_bps: z.int().nullable(),
    renewed: z.int(),
    expired: z.int(),
    renewal_bps: z.int().nullable(),
    billed_cents: z.int(),
    deferred_revenue_cents: z.int(),
  })
  .openapi("ServiceAgreementFigures", {
    example: {
      ...{ month: "2026-03", as_of: "2026-03-28", currency: "USD", active: 412, mrr_cents: 648_900 },
      ...{ active_at_start: 400, cancelled: 6, churn_bps: 150, renewed: 30, expired: 4, renewal_bps: 8824 },
      ...{ billed_cents: 702_300, deferred_revenue_cents: 3_412_050 },
    },
  });

export const MemberDiscountQuery = z.object({ customer_id: IdText, date: DateField.optional() });
export const MemberDiscount = z
  .object({ customer_id: z.int(), date: LocalDay, discount_bps: z.int(), agreement_id: z.int().nullable() })
  .openapi("MemberDiscount", {
    example: { customer_id: 7, date: "2026-03-28", discount_bps: 1000, agreement_id: 3 },
  });
