import type { Ctx } from "#/ctx.ts";
import { wrongStatus } from "./errors.ts";
import { type ExpenseStep, mayStep, statusesFor } from "./rules.ts";
import { type Expense, expenses } from "./tables.ts";

/** Refuses a step that the status of the expense does not allow, or a stale If-Match. */
export function assertStep(ctx: Ctx, expense: Expense, step: ExpenseStep): void {
  expenses.assertCurrent(ctx, expense);
  if (!mayStep(expense.status, step)) throw wrongStatus(expense.id, expense.status, statusesFor(step));
}
