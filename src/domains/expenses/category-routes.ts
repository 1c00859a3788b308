import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addCategory, changeCategory } from "./actions/change-category.ts";
import {
  ChangeExpenseCategory,
  CreateExpenseCategory,
  ExpenseCategory,
  ExpenseCategoryPage,
  ExpenseCategoryQuery,
} from "./category-schemas.ts";
import { listCategories } from "./repo.ts";
import { expenseCategories } from "./tables.ts";

const BASE = "/admin/expense-categories";
const read = { by: "user", permission: "expenses:read" } as const;
const approve = { by: "user", permission: "expenses:approve" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: BASE,
    operationId: "listExpenseCategories",
    summary: "List what expenses are for",
    query: ExpenseCategoryQuery,
    response: ExpenseCategoryPage,
    handler: (ctx, { query }) => listCategories(ctx, query),
  }),
  endpoint({
    ...approve,
    method: "post",
    path: BASE,
    operationId: "addExpenseCategory",
    summary: "Add a category of expenses",
    description: "With its policy, which every expense must hold when it is submitted. At most 200.",
    body: CreateExpenseCategory,
    response: ExpenseCategory,
    status: 201,
    handler: (ctx, { body }) => addCategory(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getExpenseCategory",
    summary: "Get a category of expenses",
    params: IdParams,
    response: ExpenseCategory,
    handler: (ctx, { params }) => expenseCategories.get(ctx, params.id),
  }),
  endpoint({
    ...approve,
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeExpenseCategory",
    summary: "Change a category of expenses",
    description: "What was submitted before stays as it is. `is_active: false` takes it out of use.",
    params: IdParams,
    body: ChangeExpenseCategory,
    response: ExpenseCategory,
    handler: (ctx, { params, body }) => changeCategory(ctx, { ...body, id: params.id }),
  }),
];
