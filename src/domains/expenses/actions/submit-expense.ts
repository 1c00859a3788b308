import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { AppError } from "#/kernel/errors.ts";
import { categoryMissing, overLimit, overMonthlyLimit, receiptMissing } from "../errors.ts";
import { expenseSubmitted } from "../events.ts";
import { assertCategory } from "../references.ts";
import { type Check, categoryOf, expenseSeen, expensesLike, holdPolicy, spentBeside } from "../repo.ts";
import { breachOf } from "../rules.ts";
import { assertStep } from "../steps.ts";
import { type Expense, type ExpenseCategory, expenses } from "../tables.ts";

/** Hands a draft in for approval. It holds the policy of its category, or it is refused. */
export async function submitExpense(ctx: Ctx, id: number, check: Check) {
  const { expense, category, spent, possibleDuplicates } = await load(ctx, {
    expense: expenseSeen(ctx, id, check),
    category: categoryOf(ctx, id),
    spent: spentBeside(ctx, id),
    possibleDuplicates: expensesLike(ctx, id),
  });
  assertStep(ctx, expense, "submit");
  if (!category) throw categoryMissing();
  assertCategory(category);
  const breach = breachOf(category, expense, spent);
  if (breach) throw refusalOf(breach, category, spent);
  const part = expenses.change(ctx, expense, {
    ...{ status: "submitted", submittedAt: ctx.now, submittedBy: actorName(ctx.actor) },
    ...undecided,
  });
  return await commit(ctx, {
    parts: [part, ...holdPolicy(ctx, category, id, refusalOf("monthly_limit", category, spent))],
    events: [expenseSubmitted(part.row, expense)],
    audit: { action: "submit", of: part },
    result: { ...part.row, possibleDuplicates },
  });
}

const undecided = { decidedAt: null, decidedBy: null, decisionReason: null, approvedCents: null };

function refusalOf(
  breach: ReturnType<typeof breachOf>,
  { name, limitCents, monthlyLimitCents, receiptOverCents }: ExpenseCategory,
  spent: number,
): AppError {
  const [limit, monthly] = [limitCents ?? 0, monthlyLimitCents ?? 0];
  if (breach === "limit") return overLimit(name, limit);
  if (breach === "receipt") return receiptMissing(name, receiptOverCents ?? 0);
  return overMonthlyLimit(name, monthly, Math.max(0, monthly - spent));
}

/** Takes an expense that waits, or was rejected, back to a draft, to change it. */
export async function recallExpense(ctx: Ctx, id: number, check: Check): Promise<Expense> {
  const { expense } = await load(ctx, { expense: expenseSeen(ctx, id, check) });
  assertStep(ctx, expense, "recall");
  const part = expenses.change(ctx, expense, { status: "draft", submittedAt: null, submittedBy: null });
  return await commit(ctx, { parts: [part], audit: { action: "recall", of: part }, result: part.row });
}
