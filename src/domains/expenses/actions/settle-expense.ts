import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { openFromOf } from "#/domains/commissions/index.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { notOutOfPocket, paidInFuture } from "../errors.ts";
import { expenseReimbursed, expenseVoided } from "../events.ts";
import { holdPayDay } from "../payroll-repo.ts";
import { payDay } from "../rules.ts";
import { assertStep } from "../steps.ts";
import { type Expense, expenses } from "../tables.ts";

type Reimbursement = { id: number; paidOn?: LocalDate | undefined };

/** Says that an expense was paid back outside the pay periods, in cash for example: no statement shows it then. */
export async function reimburseExpense(ctx: Ctx, { id, paidOn }: Reimbursement): Promise<Expense> {
  const { expense } = await load(ctx, { expense: expenses.one(ctx, id) });
  assertStep(ctx, expense, "reimburse");
  if (expense.paymentSource !== "out_of_pocket") throw notOutOfPocket(id);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  if (paidOn && paidOn > today) throw paidInFuture();
  const part = expenses.change(ctx, expense, { status: "reimbursed", reimbursedOn: paidOn ?? today, countsOn: null });
  return await commit(ctx, {
    parts: [part],
    events: [expenseReimbursed(part.row, expense)],
    audit: { action: "reimburse", of: part },
    result: part.row,
  });
}

/** Voids an approved expense. What was paid back already is taken back in the pay period that is open. */
export async function voidExpense(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<Expense> {
  const { expense, openFrom } = await load(ctx, { expense: expenses.one(ctx, id), openFrom: openFromOf(ctx) });
  assertStep(ctx, expense, "void");
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const wasPaid = expense.status === "reimbursed";
  const part = expenses.change(ctx, expense, {
    ...{ status: "voided", voidedAt: ctx.now, voidReason: reason },
    ...(wasPaid ? { takenBackOn: payDay(today, openFrom) } : { countsOn: null }),
  });
  return await commit(ctx, {
    parts: [part, ...(wasPaid ? holdPayDay(ctx, id) : [])],
    events: [expenseVoided(part.row, expense)],
    audit: { action: "void", of: part },
    result: part.row,
  });
}
