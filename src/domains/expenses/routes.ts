import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addExpense } from "./actions/add-expense.ts";
import { changeExpense, removeExpense } from "./actions/change-expense.ts";
import { approveExpense, rejectExpense } from "./actions/decide-expense.ts";
import { reimburseExpense, voidExpense } from "./actions/settle-expense.ts";
import { recallExpense, submitExpense } from "./actions/submit-expense.ts";
import { routes as categoryRoutes } from "./category-routes.ts";
import { ExpenseSummary, ExpenseSummaryQuery } from "./category-schemas.ts";
import { anyExpense } from "./own.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { routes as receiptRoutes } from "./receipt-routes.ts";
import { getExpense, listExpenses, summarizeExpenses } from "./repo.ts";
import {
  ApproveExpense,
  ChangeExpense,
  CreateExpense,
  Expense,
  ExpensePage,
  ExpenseQuery,
  HintedExpense,
  ReimburseExpense,
  RejectExpense,
  VoidExpense,
  WholeExpense,
} from "./schemas.ts";

const BASE = "/admin/expenses";
const read = { by: "user", permission: "expenses:read" } as const;
const write = { by: "user", permission: "expenses:write" } as const;
const approve = { by: "user", permission: "expenses:approve" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: BASE,
    operationId: "listExpenses",
    summary: "List expenses",
    query: ExpenseQuery,
    response: ExpensePage,
    handler: (ctx, { query }) => listExpenses(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: BASE,
    operationId: "addExpense",
    summary: "Enter an expense of a technician",
    description:
      "As a draft, to which receipts are added before it is submitted. Either `amount_cents`, or `miles` of a way in their own vehicle, which the setting `mileage_rate_millicents` turns into an amount. With a `job_id` it belongs to the customer of the job.",
    body: CreateExpense,
    response: HintedExpense,
    status: 201,
    handler: (ctx, { body }) => addExpense(ctx, body, false),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/summary`,
    operationId: "summarizeExpenses",
    summary: "Read the sums of expenses",
    description: "Of the days on which they were paid; drafts and voided ones count for nothing. At most 1,000 rows.",
    query: ExpenseSummaryQuery,
    response: ExpenseSummary,
    handler: (ctx, { query }) => summarizeExpenses(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getExpense",
    summary: "Get an expense",
    description: "With its receipts, and with what it may be a duplicate of.",
    params: IdParams,
    response: WholeExpense,
    handler: (ctx, { params }) => getExpense(ctx, params.id, anyExpense),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeExpense",
    summary: "Change an expense",
    description: "While it is a draft. New `miles` count at the rate of today.",
    params: IdParams,
    body: ChangeExpense,
    response: Expense,
    handler: (ctx, { params, body }) => changeExpense(ctx, { ...body, id: params.id }, anyExpense),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${BASE}/{id}`,
    operationId: "removeExpense",
    summary: "Remove an expense",
    description: "A draft, with its receipts, for good.",
    params: IdParams,
    response: Expense,
    handler: (ctx, { params }) => removeExpense(ctx, params.id, anyExpense),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/submit`,
    operationId: "submitExpense",
    summary: "Submit an expense",
    description:
      "It must have a category and hold its policy: the most for one expense, the most of a technician in a month, and a receipt above an amount.",
    params: IdParams,
    response: HintedExpense,
    handler: (ctx, { params }) => submitExpense(ctx, params.id, anyExpense),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/recall`,
    operationId: "recallExpense",
    summary: "Take an expense back to a draft",
    description: "One that waits for approval or was rejected, so that it can be changed and submitted again.",
    params: IdParams,
    response: Expense,
    handler: (ctx, { params }) => recallExpense(ctx, params.id, anyExpense),
  }),
  endpoint({
    ...approve,
    method: "post",
    path: `${BASE}/{id}/approve`,
    operationId: "approveExpense",
    summary: "Approve an expense",
    description:
      "All of it or a part. Neither the technician who claims it nor whoever has submitted it can approve it. What was paid out of their pocket is on their statement of the pay period of today.",
    params: IdParams,
    body: ApproveExpense,
    response: Expense,
    handler: (ctx, { params, body }) => approveExpense(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...approve,
    method: "post",
    path: `${BASE}/{id}/reject`,
    operationId: "rejectExpense",
    summary: "Reject an expense",
    params: IdParams,
    body: RejectExpense,
    response: Expense,
    handler: (ctx, { params, body }) => rejectExpense(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...approve,
    method: "post",
    path: `${BASE}/{id}/reimburse`,
    operationId: "reimburseExpense",
    summary: "Say that an expense is paid back",
    description: "Outside the pay periods, in cash for example: it leaves the statement of its pay period.",
    params: IdParams,
    body: ReimburseExpense,
    response: Expense,
    handler: (ctx, { params, body }) => reimburseExpense(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...approve,
    method: "post",
    path: `${BASE}/{id}/void`,
    operationId: "voidExpense",
    summary: "Void an approved expense",
    description: "What was paid back already is taken back on the statement of the pay period that is open.",
    params: IdParams,
    body: VoidExpense,
    response: Expense,
    handler: (ctx, { params, body }) => voidExpense(ctx, { ...body, id: params.id }),
  }),
  ...receiptRoutes,
  ...categoryRoutes,
  ...ownRoutes,
];
