import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { ChangeExpenseCategory, CreateExpenseCategory } from "../category-schemas.ts";
import { type ExpenseCategory, expenseCategories } from "../tables.ts";

/** Adds what expenses may be for, with what the business pays of it. */
export async function addCategory(
  ctx: Ctx,
  input: Inside<z.output<typeof CreateExpenseCategory>>,
): Promise<ExpenseCategory> {
  const part = expenseCategories.insert(ctx, { ...input, id: expenseCategories.newId(), isActive: true });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}

/** Changes a category or its limits, or takes it out of use. What was submitted before stays as it is. */
export async function changeCategory(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeExpenseCategory>> & { id: number },
): Promise<ExpenseCategory> {
  const { category } = await load(ctx, { category: expenseCategories.one(ctx, id) });
  expenseCategories.assertCurrent(ctx, category);
  const part = expenseCategories.change(ctx, category, change);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}
