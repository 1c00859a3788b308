import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addExpense } from "./actions/add-expense.ts";
import { changeExpense, removeExpense } from "./actions/change-expense.ts";
import { recallExpense, submitExpense } from "./actions/submit-expense.ts";
import { ExpenseCategoryPage, ExpenseCategoryQuery } from "./category-schemas.ts";
import { ownExpense } from "./own.ts";
import { getExpense, listCategories, listExpenses } from "./repo.ts";
import {
  ChangeOwnExpense,
  CreateOwnExpense,
  Expense,
  ExpensePage,
  HintedExpense,
  OwnExpenseQuery,
  WholeExpense,
} from "./schemas.ts";

const BASE = "/tech/expenses";
const own = { by: "user", permission: "expenses:own" } as const;

export const routes = [
  endpoint({
    ...own,
    method: "get",
    path: BASE,
    operationId: "listOwnExpenses",
    summary: "List your own expenses",
    query: OwnExpenseQuery,
    response: ExpensePage,
    handler: (ctx, { query }) => listExpenses(ctx, { ...query, technicianId: technicianOf(ctx) }),
  }),
  endpoint({
    ...own,
    method: "post",
    path: BASE,
    operationId: "addOwnExpense",
    summary: "Enter an expense of your own",
    description:
      "As a draft, to which receipts are added before it is submitted. Either `amount_cents`, or `miles` of a way in your own vehicle. A `job_id` is one of your own jobs.",
    body: CreateOwnExpense,
    response: HintedExpense,
    status: 201,
    handler: (ctx, { body }) => addExpense(ctx, { ...body, technicianId: technicianOf(ctx) }, true),
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/expense-categories",
    operationId: "listOwnExpenseCategories",
    summary: "List what your expenses may be for",
    query: ExpenseCategoryQuery,
    response: ExpenseCategoryPage,
    handler: (ctx, { query }) => listCategories(ctx, query),
  }),
  endpoint({
    ...own,
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getOwnExpense",
    summary: "Get an expense of your own",
    params: IdParams,
    response: WholeExpense,
    handler: (ctx, { params }) => getExpense(ctx, params.id, ownExpense(ctx)),
  }),
  endpoint({
    ...own,
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeOwnExpense",
    summary: "Change an expense of your own",
    description: "While it is a draft. New `miles` count at the rate of today.",
    params: IdParams,
    body: ChangeOwnExpense,
    response: Expense,
    handler: (ctx, { params, body }) => changeExpense(ctx, { ...body, id: params.id }, ownExpense(ctx)),
  }),
  endpoint({
    ...own,
    method: "delete",
    path: `${BASE}/{id}`,
    operationId: "removeOwnExpense",
    summary: "Remove an expense of your own",
    description: "A draft, with its receipts, for good.",
    params: IdParams,
    response: Expense,
    handler: (ctx, { params }) => removeExpense(ctx, params.id, ownExpense(ctx)),
  }),
  endpoint({
    ...own,
    method: "post",
    path: `${BASE}/{id}/submit`,
    operationId: "submitOwnExpense",
    summary: "Submit an expense of your own",
    description: "It must have a category and hold its policy.",
    params: IdParams,
    response: HintedExpense,
    handler: (ctx, { params }) => submitExpense(ctx, params.id, ownExpense(ctx)),
  }),
  endpoint({
    ...own,
    method: "post",
    path: `${BASE}/{id}/recall`,
    operationId: "recallOwnExpense",
    summary: "Take an expense of your own back to a draft",
    description: "One that waits for approval or was rejected, so that you can change it and submit it again.",
    params: IdParams,
    response: Expense,
    handler: (ctx, { params }) => recallExpense(ctx, params.id, ownExpense(ctx)),
  }),
];
