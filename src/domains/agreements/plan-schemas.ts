import { Bps, Cents, FlagText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { type BillingFrequency, billingFrequencies, billingTimings, monthsOf } from "./calendar.ts";
import { renewalPriceRules } from "./statuses.ts";

export const LocalDay = z.string().openapi({ format: "date", description: "local day in the business' time zone" });
export const Reason = line(500);
export const Frequency = z.enum(billingFrequencies);
export const BillingTiming = z.enum(billingTimings);
export const Price = Cents.min(1, "must be at least 1").openapi({ example: 18900 });

export const termsExample = {
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
  billing_frequency: Frequency,
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
export const PlanSnapshot = PlanTerms.openapi("AgreementPlanTerms", { example: termsExample });

export const made = {
  created_by: "user:1",
  created_at: "2026-01-31T15:00:00.000Z",
  updated_at: "2026-01-31T15:00:00.000Z",
};
export const stamped = { created_by: z.string(), created_at: InstantOut, updated_at: InstantOut, version: z.int() };

export const AgreementPlan = PlanTerms.extend({ id: z.int(), is_archived: z.boolean(), ...stamped }).openapi(
  "AgreementPlan",
  { example: { id: 1, ...termsExample, is_archived: false, ...made, version: 1 } },
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
    billing_frequency: Frequency.default("annual"),
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
  .openapi("AddAgreementPlan", { example: termsExample });

export const ChangeAgreementPlan = z
  .strictObject({
    name: line(120).optional(),
    description: prose(2000).nullable().optional(),
    term_months: TermMonths.optional(),
    price_cents: Price.optional(),
    billing_frequency: Frequency.optional(),
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
