import { providerNames } from "#/integrations/payments/index.ts";
import { Cents, DateField, daysInOrder, FlagText, Id, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { passes, transactionKinds, transactionStatuses } from "./tables.ts";

const Provider = z.enum(providerNames);
const Day = z.string().openapi({ format: "date", example: "2026-03-31" });

const transactionExample = {
  id: 12,
  provider: "stripe" as const,
  external_id: "ch_3PqXyZ2eZvKYlo2C",
  kind: "charge" as const,
  status: "succeeded" as const,
  gross_cents: 15_000,
  fee_cents: 465,
  currency: "USD",
  occurred_at: "2026-03-31T18:04:11.000Z",
  occurred_on: "2026-03-31",
  customer: "Jane Smith",
  reference: "sale 42",
  parent_external_id: null,
  matched_cents: 15_000,
  is_open: false,
  source: "webhook" as const,
  created_at: "2026-03-31T18:04:12.000Z",
  updated_at: "2026-03-31T18:04:13.000Z",
  version: 2,
};
export const ProviderTransaction = z
  .object({
    id: z.int(),
    provider: Provider,
    external_id: z.string().openapi({ description: "the provider's own id of it" }),
    kind: z.enum(transactionKinds),
    status: z
      .enum(transactionStatuses)
      .openapi({ description: "won and lost are of a dispute; pending has no effect yet" }),
    gross_cents: z
      .int()
      .openapi({ description: "before the provider's fee; always positive, `kind` tells the direction" }),
    fee_cents: z
      .int()
      .openapi({ description: "0 until the provider tells it: Stripe's webhooks do not, its reports do" }),
    currency: z.string(),
    occurred_at: InstantOut,
    occurred_on: Day.openapi({ description: "the business' local day of it" }),
    customer: z.string().nullable(),
    reference: z.string().nullable().openapi({ description: "what names a sale: `sale 42`, or its number alone" }),
    parent_external_id: z.string().nullable().openapi({ description: "the charge that a refund or dispute is about" }),
    matched_cents: z.int().openapi({ description: "the sum of its confirmed matches" }),
    is_open: z.boolean().openapi({ description: "a part of it may still be matched" }),
    source: z.enum(["import", "webhook"]),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("ProviderTransaction", { example: transactionExample });
export const ProviderTransactionPage = pageOf("ProviderTransactionPage", ProviderTransaction);

const days = { date_from: DateField.optional(), date_to: DateField.optional() };
export const TransactionQuery = PageQuery.extend({
  provider: Provider.optional(),
  kind: z.enum(transactionKinds).optional().openapi({ description: "what happened with the money" }),
  status: z.enum(transactionStatuses).optional().openapi({ description: "how it stands" }),
  is_open: FlagText.optional().openapi({ description: "whether a part of it may still be matched" }),
  ...days,
  sort: sortBy("occurred_on", "id", "updated_at"),
}).refine(...daysInOrder);

const matchExample = {
  id: 5,
  transaction_id: 12,
  provider: "stripe" as const,
  external_id: transactionExample.external_id,
  kind: "charge" as const,
  occurred_on: "2026-03-31",
  customer: "Jane Smith",
  pass: "exact" as const,
  score: 100,
  status: "confirmed" as const,
  amount_cents: 15_000,
  parts: [{ sale_id: 42, amount_cents: 15_000, n: 1 }],
  reasons: ["the amounts are equal, and no other fits", "on the same day"],
  decided_by: "system:reconciliation.run",
  decided_at: "2026-03-31T18:04:13.000Z",
  created_at: "2026-03-31T18:04:13.000Z",
  updated_at: "2026-03-31T18:04:13.000Z",
  version: 1,
};
export const PaymentMatch = z
  .object({
    id: z.int(),
    transaction_id: z.int(),
    provider: Provider,
    external_id: z.string().openapi({ description: "of the transaction" }),
    kind: z
      .enum(transactionKinds)
      .openapi({ description: "a charge pays the sales; a refund or a lost dispute gives back" }),
    occurred_on: Day,
    customer: z.string().nullable(),
    pass: z.enum(passes).openapi({
      description:
        "reference: the transaction names the sale, or its charge paid it; exact: the only equal amount within three days; fuzzy: likely; manual: a person said so",
    }),
    score: z.int().openapi({ description: "0 to 100: up to 60 for the amount, 25 for the day, 15 for the name" }),
    status: z.enum(["suggested", "confirmed", "rejected"]),
    amount_cents: z.int().openapi({ description: "the sum of its parts" }),
    parts: z.array(
      z.object({
        sale_id: z.int(),
        amount_cents: z.int().openapi({ description: "of the transaction, for this sale" }),
        n: z.int().nullable().openapi({ description: "the payment of the sale that it has made; null until then" }),
      }),
    ),
    reasons: z.array(z.string()),
    decided_by: z.string().nullable(),
    decided_at: InstantOut.nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PaymentMatch", { example: matchExample });
export const PaymentMatchPage = pageOf("PaymentMatchPage", PaymentMatch);
export const MatchQuery = PageQuery.extend({
  status: z.enum(["suggested", "confirmed", "rejected"]).optional(),
  sort: sortBy("id", "updated_at"),
});
export const SuggestionQuery = PageQuery.extend({ sort: sortBy("id", "updated_at") });

export const PaymentMatched = z
  .object({ match: PaymentMatch, transaction: ProviderTransaction })
  .openapi("PaymentMatched", { example: { match: matchExample, transaction: transactionExample } });
export const PaymentDisputed = ProviderTransaction;

export const MatchByHand = z
  .strictObject({
    transaction_id: Id,
    sales: z
      .array(
        z.strictObject({
          sale_id: Id,
          amount_cents: Cents.min(1).optional().openapi({ description: "without it all that is open on both sides" }),
        }),
      )
      .min(1, "name at least one sale")
      .max(50),
  })
  .openapi("MatchByHand", { example: { transaction_id: 12, sales: [{ sale_id: 42, amount_cents: 15_000 }] } });

export const UnmatchedQuery = PageQuery.omit({ page: true, updated_since: true })
  .extend({
    side: z.enum(["provider", "internal"]).optional().openapi({
      description:
        "provider, as when it is left out: transactions that no sale explains; internal: sales that are not paid in full",
    }),
    ...days,
  })
  .refine(...daysInOrder);
const Unmatched = z
  .object({
    side: z.enum(["provider", "internal"]),
    id: z.int().openapi({ description: "of the transaction, or of the sale" }),
    kind: z.enum([...transactionKinds, "sale"]),
    day: Day,
    customer: z.string().nullable(),
    reference: z.string().nullable(),
    amount_cents: z.int(),
    open_cents: z.int().openapi({ description: "what of it is not matched or paid" }),
  })
  .openapi("Unmatched", {
    example: {
      side: "internal",
      id: 42,
      kind: "sale",
      day: "2026-03-31",
      customer: "Jane Smith",
      reference: null,
      amount_cents: 15_000,
      open_cents: 15_000,
    },
  });
export const UnmatchedPage = pageOf("UnmatchedPage", Unmatched);
