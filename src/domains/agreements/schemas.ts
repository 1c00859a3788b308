import {
  Bps,
  Cents,
  DateField,
  FlagText,
  Id,
  IdText,
  InstantOut,
  line,
  namesAField,
  prose,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";
import { type BillingFrequency, billingFrequencies, billingTimings, monthsOf } from "./calendar.ts";
import { agreementStatuses, cancelTimes, refundRules, renewalPriceRules } from "./statuses.ts";

export const LocalDay = z.string().openapi({ format: "date", description: "local day in the business' time zone" });
export const Reason = line(500);
const BillingFrequency = z.enum(billingFrequencies);
const BillingTiming = z.enum(billingTimings);
const Price = Cents.min(1, "must be at least 1").openapi({ example: 18900 });

const terms = {
  name: "Comfort Club",
  description: "Two tune-ups a year, and no trip charge",
  term_months: 12,
  price_cents: 18900,
  billing_frequency: "annual" as const,
  billing_timing: "advance" as const,
  visits_per_year: 2,
  visit_minutes: 90,
  lead_days: 30,
  window_days: 15,
  preferred_months: [3, 4, 5, 9, 10, 11],
  discount_bps: 1000,
  included_items: ["Spring tune-up", "Autumn tune-up"],
  taxable: true,
  auto_renew: true,
  renewal_price_rule: "same" as const,
  renewal_price_bps: 0,
  notice_days: 30,
};

/** Of a plan, and of an agreement as the plan was then. */
export const PlanTerms = z.object({
  name: z.string(),
  description: z.string().nullable(),
  term_months: z.int().nullable(),
  price_cents: z.int(),
  billing_frequency: BillingFrequency,
  billing_timing: BillingTiming,
  visits_per_year: z.int(),
  visit_minutes: z.int().nullable(),
  lead_days: z.int(),
  window_days: z.int(),
  preferred_months: z.array(z.int()),
  discount_bps: z.int(),
  included_items: z.array(z.string()),
  taxable: z.boolean(),
  auto_renew: z.boolean(),
  renewal_price_rule: z.enum(renewalPriceRules),
  renewal_price_bps: z.int(),
  notice_days: z.int(),
});
export type PlanTerms = z.input<typeof PlanTerms>;
const PlanSnapshot = PlanTerms.openapi("AgreementPlanTerms", { example: terms });

const made = { created_by: "user:1", created_at: "2026-01-31T15:00:00.000Z", updated_at: "2026-01-31T15:00:00.000Z" };
const stamped = { created_by: z.string(), created_at: InstantOut, updated_at: InstantOut, version: z.int() };

export const AgreementPlan = PlanTerms.extend({ id: z.int(), is_archived: z.boolean(), ...stamped }).openapi(
  "AgreementPlan",
  { example: { id: 1, ...terms, is_archived: false, ...made, version: 1 } },
);
export const AgreementPlanPage = pageOf("AgreementPlanPage", AgreementPlan);
export const AgreementPlanQuery = PageQuery.extend({
  is_archived: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

const TermMonths = z.int().min(1).max(120).nullable();
const VisitsPerYear = z.int().min(0).max(52);
const PreferredMonths = z
  .array(z.int().min(1).max(12))
  .max(12)
  .refine((months) => new Set(months).size === months.length, "must name each month once");
const IncludedItems = z.array(line(200)).max(50);
const Days = z.int().min(0).max(365);

/** Whether a term is a whole number of billing periods. */
export const termFits = (termMonths: number | null, frequency: BillingFrequency): boolean => {
  const months = monthsOf[frequency];
  return months === null ? termMonths !== null : termMonths === null || termMonths % months === 0;
};
const fits: [(body: { term_months: number | null; billing_frequency: BillingFrequency }) => boolean, object] = [
  (body) => termFits(body.term_months, body.billing_frequency),
  {
    path: ["term_months"],
    error: "must be a whole number of billing periods; without a term, billing_frequency cannot be one_time",
  },
];

export const AddAgreementPlan = z
  .strictObject({
    name: line(120),
    description: prose(2000).nullable().default(null),
    term_months: TermMonths.default(12),
    price_cents: Price,
    billing_frequency: BillingFrequency.default("annual"),
    billing_timing: BillingTiming.default("advance"),
    visits_per_year: VisitsPerYear.default(0),
    visit_minutes: z.int().min(5).max(1440).nullable().default(null),
    lead_days: Days.default(30),
    window_days: z.int().min(0).max(90).default(15),
    preferred_months: PreferredMonths.default([]),
    discount_bps: Bps.default(0),
    included_items: IncludedItems.default([]),
    taxable: z.boolean().default(true),
    auto_renew: z.boolean().default(true),
    renewal_price_rule: z.enum(renewalPriceRules).default("same"),
    renewal_price_bps: z.int().min(-10_000).max(10_000).default(0),
    notice_days: Days.default(30),
  })
  .refine(...fits)
  .openapi("AddAgreementPlan", { example: terms });

export const ChangeAgreementPlan = z
  .strictObject({
    name: line(120).optional(),
    description: prose(2000).nullable().optional(),
    term_months: TermMonths.optional(),
    price_cents: Price.optional(),
    billing_frequency: BillingFrequency.optional(),
    billing_timing: BillingTiming.optional(),
    visits_per_year: VisitsPerYear.optional(),
    visit_minutes: z.int().min(5).max(1440).nullable().optional(),
    lead_days: Days.optional(),
    window_days: z.int().min(0).max(90).optional(),
    preferred_months: PreferredMonths.optional(),
    discount_bps: Bps.optional(),
    included_items: IncludedItems.optional(),
    taxable: z.boolean().optional(),
    auto_renew: z.boolean().optional(),
    renewal_price_rule: z.enum(renewalPriceRules).optional(),
    renewal_price_bps: z.int().min(-10_000).max(10_000).optional(),
    notice_days: Days.optional(),
    is_archived: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeAgreementPlan", { example: { price_cents: 19900 } });

const agreement = {
  id: 3,
  status: "active" as const,
  customer_id: 7,
  site_id: null,
  customer_name: "John Doe",
  plan_id: 1,
  plan_name: terms.name,
  plan_snapshot: terms,
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
  billing_frequency: BillingFrequency,
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
