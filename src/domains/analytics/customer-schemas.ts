import { CreateCustomer } from "#/domains/customers/index.ts";
import { anotherName, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf } from "#/kernel/page.ts";
import { type SortName, sortNames } from "./customer-repo.ts";
import { segments } from "./customer-rules.ts";
import { DateOut } from "./schemas.ts";

/** The names of the reference, and ours. */
const spelled = {
  ...(Object.fromEntries(sortNames.map((name) => [name, name])) as Record<SortName, SortName>),
  totalSpend: "total_spend",
  avgTicket: "avg_ticket",
} as const;
type Spelled = keyof typeof spelled;
const spellings = Object.keys(spelled) as [Spelled, ...Spelled[]];
const SortBy = z.enum(spellings).transform((name): SortName => spelled[name]);
const Cents = z
  .string()
  .regex(/^\d{1,13}$/, "must be a number of cents")
  .transform(Number)
  .optional();

export const CustomersQuery = PageQuery.omit({ updated_since: true }).extend({
  sortBy: anotherName("sort_by", SortBy),
  minSpendCents: Cents.openapi({ type: "integer", minimum: 0, description: "another spelling of `min_spend_cents`" }),
  sort_by: SortBy.optional().openapi({
    enum: spellings,
    description: "what they are sorted by; `total_spend` when absent",
  }),
  order: z
    .enum(["desc", "asc"])
    .optional()
    .openapi({ description: "the highest or latest first, `desc`, when absent" }),
  segment: z.enum(segments).optional().openapi({ description: "only customers of this segment" }),
  min_spend_cents: Cents.openapi({ type: "integer", minimum: 0, description: "only who spent at least so much" }),
  search: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: "words, or beginnings of words, of a name, address, phone or e-mail" }),
});

const Fifth = z.int().min(1).max(5);
const CustomerAnalytics = z
  .object({
    customer_id: z.int(),
    name: z.string(),
    type: CreateCustomer.shape.type.unwrap(),
    total_spend_cents: z.int(),
    invoiced_cents: z.int(),
    outstanding_cents: z.int(),
    visit_count: z.int(),
    sale_count: z.int(),
    first_visit_on: DateOut.nullable(),
    last_visit_on: DateOut.nullable(),
    first_sale_on: DateOut.nullable(),
    last_sale_on: DateOut.nullable(),
    recency_days: z.int().nullable(),
    avg_days_between_visits: z.number().nullable(),
    avg_ticket_cents: z.int().nullable(),
    lifetime_months: z.int().nullable(),
    has_active_agreement: z.boolean(),
    churn_risk: z.boolean().nullable(),
    rfm: z.object({ recency: Fifth, frequency: Fifth, monetary: Fifth }).nullable(),
    segment: z.enum(segments).nullable(),
  })
  .openapi("CustomerAnalytics", {
    example: {
      ...{ customer_id: 7, name: "Ann Lee", type: "residential" },
      ...{ total_spend_cents: 240000, invoiced_cents: 180000, outstanding_cents: 15000, visit_count: 3, sale_count: 2 },
      ...{ first_visit_on: "2024-04-02", last_visit_on: "2026-02-11" },
      ...{ first_sale_on: "2024-04-02", last_sale_on: "2025-08-20" },
      ...{ recency_days: 45, avg_days_between_visits: 340, avg_ticket_cents: 80000, lifetime_months: 23 },
      ...{ has_active_agreement: true, churn_risk: false },
      ...{ rfm: { recency: 4, frequency: 4, monetary: 5 }, segment: "champion" },
    },
  });
export const CustomerAnalyticsPage = pageOf("CustomerAnalyticsPage", CustomerAnalytics);
