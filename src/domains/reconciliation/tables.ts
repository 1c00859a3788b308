import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { ProviderName } from "#/integrations/payments/index.ts";
import { accountExists, isKnown, matchedMeanwhile } from "./errors.ts";

export const transactionKinds = ["charge", "refund", "dispute", "fee", "payout"] as const;
export type TransactionKind = (typeof transactionKinds)[number];
export const transactionStatuses = ["pending", "succeeded", "failed", "won", "lost"] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];
export type { ProviderName };
/** Which pass found a match, or that a person did. */
export const passes = ["reference", "exact", "fuzzy", "manual"] as const;
export type Pass = (typeof passes)[number];

/** A business' account with a payment provider, at most one with each. */
export const accountTable = sqliteTable(
  "payment_accounts",
  {
    tenantId: tenantId(),
    id: id(),
    provider: text("provider").$type<ProviderName>().notNull(),
    /** What verifies its webhooks, under AES-GCM with the Worker's SEAL_KEY. */
    sealedSecret: text("sealed_secret").notNull(),
    /** The address that Square signs; the webhook id and client id at PayPal. */
    notificationUrl: text("notification_url"),
    paypalWebhook: text("paypal_webhook"),
    paypalClient: text("paypal_client"),
    /** What takes payments online, sealed as the other secret. */
    sealedApiSecret: text("sealed_api_secret"),
    lastEventAt: instant("last_event_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("payment_accounts_one_each").on(t.tenantId, t.provider),
  ],
);

/** What a provider says has happened with money. */
export const transactionTable = sqliteTable(
  "provider_transactions",
  {
    tenantId: tenantId(),
    id: id(),
    provider: text("provider").$type<ProviderName>().notNull(),
    /** The provider's own id of it. */
    externalId: text("external_id").notNull(),
    kind: text("kind").$type<TransactionKind>().notNull(),
    status: text("status").$type<TransactionStatus>().notNull(),
    /** Always positive: `kind` tells the direction. */
    grossCents: cents("gross_cents").notNull(),
    feeCents: cents("fee_cents").notNull(),
    currency: text("currency").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    /** The business' local day of it. */
    occurredOn: localDate("occurred_on").notNull(),
    customer: text("customer"),
    reference: text("reference"),
    /** The charge that a refund or dispute is about. */
    parentExternalId: text("parent_external_id"),
    /** Σ of its confirmed matches: never above the gross amount. */
    matchedCents: cents("matched_cents").notNull(),
    /** Whether a part of it may still be matched. */
    isOpen: flag("is_open").notNull(),
    source: text("source").$type<"import" | "webhook">().notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("provider_transactions_once").on(t.tenantId, t.provider, t.externalId),
    index("provider_transactions_open").on(t.tenantId, t.isOpen, t.occurredOn, t.id),
    index("provider_transactions_by_day").on(t.tenantId, t.occurredOn, t.id),
    index("provider_transactions_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** What of a transaction belongs to a sale; `n` is the place of the payment that its confirmation has recorded. */
export type MatchPart = { saleId: number; amountCents: number; n: number | null };

/** That a transaction pays, or gives back, these sales: suggested, confirmed or rejected. */
export const matchTable = sqliteTable(
  "payment_matches",
  {
    tenantId: tenantId(),
    id: id(),
    transactionId: integer("transaction_id").notNull(),
    pass: text("pass").$type<Pass>().notNull(),
    /** 0 to 100. */
    score: integer("score").notNull(),
    status: text("status").$type<"suggested" | "confirmed" | "rejected">().notNull(),
    parts: text("parts", { mode: "json" }).$type<MatchPart[]>().notNull(),
    /** The parts in short, `7:5000 8:1000`: what was rejected once is not suggested again. */
    inShort: text("in_short").notNull(),
    amountCents: cents("amount_cents").notNull(),
    reasons: text("reasons", { mode: "json" }).$type<string[]>().notNull(),
    // of the transaction, which never changes in these
    kind: text("kind").$type<TransactionKind>().notNull(),
    provider: text("provider").$type<ProviderName>().notNull(),
    externalId: text("external_id").notNull(),
    occurredOn: localDate("occurred_on").notNull(),
    customer: text("customer"),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("payment_matches_once").on(t.tenantId, t.transactionId, t.inShort),
    index("payment_matches_by_status").on(t.tenantId, t.status, t.id),
    index("payment_matches_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** Runs of the matching, each in slices of days. */
export const runTable = sqliteTable(
  "reconciliation_runs",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    status: text("status").$type<"running" | "done" | "failed">().notNull(),
    confirmed: integer("confirmed").notNull(),
    suggested: integer("suggested").notNull(),
    /** The first local day that the run has not looked at yet; null: all. */
    fromDay: localDate("from_day"),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("reconciliation_runs_due").on(t.status, t.nextAttemptAt)],
);
export type Run = typeof runTable.$inferSelect;

export const accounts = resource("payment_account", accountTable, {
  unlogged: ["lastEventAt"],
  refusals: ({ provider }) => ({ "payment_accounts.tenant_id, payment_accounts.provider": accountExists(provider) }),
});
export const transactions = resource("provider_transaction", transactionTable, {
  day: ({ occurredOn }) => occurredOn,
  derived: (row) => ({ isOpen: isOpen(row) }),
  refusals: ({ externalId }) => ({
    "provider_transactions.tenant_id, provider_transactions.provider, provider_transactions.external_id":
      isKnown(externalId),
  }),
});
export const matches = resource("payment_match", matchTable, {
  totals: ({ status }) => [status],
  derived: ({ parts }) => ({ inShort: inShort(parts) }),
  unlogged: ["inShort"],
  refusals: () => ({
    "payment_matches.tenant_id, payment_matches.transaction_id, payment_matches.in_short": matchedMeanwhile(),
  }),
});
export const inShort = (parts: readonly { saleId: number; amountCents: number }[]): string =>
  parts.map(({ saleId, amountCents }) => `${saleId}:${amountCents}`).join(" ");
export type Account = typeof accountTable.$inferSelect;
export type Transaction = typeof transactionTable.$inferSelect;
export type Match = typeof matchTable.$inferSelect;

/** The invoice that a charge names, which it pays by itself: such a charge is matched with no sale. */
export const invoiceNamed = ({ kind, reference }: Pick<Transaction, "kind" | "reference">): number | undefined => {
  const id = kind === "charge" ? /^invoice (\d{1,15})$/.exec(reference ?? "")?.[1] : undefined;
  return id === undefined ? undefined : Number(id);
};

/** Payouts and fees are not income; a dispute takes nothing away until it is lost. */
function isOpen(
  transaction: Pick<Transaction, "kind" | "status" | "grossCents" | "matchedCents" | "reference">,
): boolean {
  const { kind, status, grossCents, matchedCents } = transaction;
  if (invoiceNamed(transaction) !== undefined) return false;
  const counts =
    kind === "dispute" ? status === "lost" : (kind === "charge" || kind === "refund") && status === "succeeded";
  return counts && matchedCents < grossCents;
}

export const dueRuns = dueTable("reconciliation.run", {
  table: runTable,
  queue: "TASKS",
  waiting: "running",
  attempts: runTable.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});
