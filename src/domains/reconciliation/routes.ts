import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { routes as accountRoutes } from "./account-routes.ts";
import { beginRunNow, foundRun } from "./actions/begin-run.ts";
import { confirmMatch, rejectMatch } from "./actions/decide-match.ts";
import { matchByHand } from "./actions/match-by-hand.ts";
import { listMatches, listTransactions, runById, summarize } from "./repo.ts";
import { ReconciliationRun, ReconciliationSummary, RunParams, SummaryQuery } from "./run-schemas.ts";
import {
  MatchByHand,
  MatchQuery,
  PaymentMatch,
  PaymentMatchPage,
  ProviderTransaction,
  ProviderTransactionPage,
  SuggestionQuery,
  TransactionQuery,
  UnmatchedPage,
  UnmatchedQuery,
} from "./schemas.ts";
import { transactions } from "./tables.ts";
import { listUnmatched } from "./unmatched.ts";

const reads = { by: "user", permission: "payments:read" } as const;
const writes = { by: "user", permission: "payments:write" } as const;

export const routes = [
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/transactions",
    operationId: "listProviderTransactions",
    summary: "List what payment providers reported, newest first",
    query: TransactionQuery,
    response: ProviderTransactionPage,
    handler: (ctx, { query }) => listTransactions(ctx, query),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/transactions/{id}",
    operationId: "getProviderTransaction",
    summary: "Get a transaction of a payment provider",
    params: IdParams,
    response: ProviderTransaction,
    handler: (ctx, { params }) => transactions.get(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/reconciliation/run",
    operationId: "runReconciliation",
    summary: "Match what is open with the sales",
    description:
      "Runs in the background, by itself too: after each webhook and import, and each morning. Three passes, each over what is still open: a transaction that names a sale (`sale 42`) pays it; the only equal amount within three days is taken; whatever else is likely is suggested. What leaves no doubt is confirmed at once, unless the setting `auto_confirm_payments` is off.",
    response: ReconciliationRun,
    status: 202,
    handler: (ctx) => beginRunNow(ctx),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/runs/{run}",
    operationId: "getReconciliationRun",
    summary: "Get a run of the matching and how far it has come",
    params: RunParams,
    response: ReconciliationRun,
    handler: async (ctx, { params }) => foundRun(params.run, (await read(ctx, { run: runById(ctx, params.run) })).run),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/suggestions",
    operationId: "listMatchSuggestions",
    summary: "List the matches that wait for a decision",
    query: SuggestionQuery,
    response: PaymentMatchPage,
    handler: (ctx, { query }) => listMatches(ctx, { ...query, status: "suggested" }),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/unmatched",
    operationId: "listUnmatched",
    summary: "List what has no counterpart: transactions without a sale, or sales without their payment",
    query: UnmatchedQuery,
    response: UnmatchedPage,
    handler: (ctx, { query }) => listUnmatched(ctx, query),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/matches",
    operationId: "listMatches",
    summary: "List matches of transactions with sales",
    query: MatchQuery,
    response: PaymentMatchPage,
    handler: (ctx, { query }) => listMatches(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/reconciliation/matches",
    operationId: "matchByHand",
    summary: "Match a transaction with sales by hand",
    description:
      "Is confirmed at once: each sale gets a payment (or a refund, where the transaction gives back). The parts never exceed what is open of the transaction, nor what a sale owes.",
    body: MatchByHand,
    response: PaymentMatch,
    status: 201,
    handler: (ctx, { body }) => matchByHand(ctx, body),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/reconciliation/matches/{id}/confirm",
    operationId: "confirmMatch",
    summary: "Confirm a suggested match",
    description: "All its sales get their payments in one commit. Again: answers it and changes nothing.",
    params: IdParams,
    response: PaymentMatch,
    handler: (ctx, { params }) => confirmMatch(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/reconciliation/matches/{id}/reject",
    operationId: "rejectMatch",
    summary: "Reject a match, or undo a confirmed one",
    description: "It is not suggested again. Of a confirmed one the payments or refunds are taken back.",
    params: IdParams,
    response: PaymentMatch,
    handler: (ctx, { params }) => rejectMatch(ctx, params.id),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/reconciliation/summary",
    operationId: "summarizeReconciliation",
    summary: "Sum up charges, fees, payouts and what is open, of some days",
    query: SummaryQuery,
    response: ReconciliationSummary,
    handler: (ctx, { query }) => summarize(ctx, query),
  }),
  ...accountRoutes,
];
