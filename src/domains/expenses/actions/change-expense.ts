import type { Ctx } from "#/ctx.ts";
import { dropFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { settingOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { amountZero, mileagePaidOtherwise } from "../errors.ts";
import { anyExpense } from "../own.ts";
import { assertCategory, assertFacts, customerFor, namedIn } from "../references.ts";
import { type Check, dropReceipts, expenseSeen, receiptsOf } from "../repo.ts";
import { mileageCents } from "../rules.ts";
import type { ChangeExpense } from "../schemas.ts";
import { assertStep } from "../steps.ts";
import { type Expense, expenses } from "../tables.ts";

type Change = Inside<z.output<typeof ChangeExpense>> & { id: number };

/** Changes a draft. Other miles are worth what the business pays for a mile now. */
export async function changeExpense(ctx: Ctx, { id, ...change }: Change, check: Check): Promise<Expense> {
  const found = await load(ctx, { expense: expenseSeen(ctx, id, check), ...namedIn(ctx, change) });
  const { expense, organization } = found;
  assertStep(ctx, expense, "change");
  if (change.expenseCategoryId !== expense.expenseCategoryId) assertCategory(found.category);
  const { customerId, held } = customerFor(ctx, found, check !== anyExpense);
  const { miles, amountCents } = change;
  const rate = settingOf(organization, "mileage_rate_millicents");
  const part = expenses.change(ctx, expense, {
    ...change,
    ...(customerId !== undefined && { customerId }),
    ...(amountCents !== undefined && { kind: "amount", miles: null, mileageRateMillicents: null }),
    ...(miles !== undefined && {
      ...{ kind: "mileage", miles, mileageRateMillicents: rate, amountCents: mileageCents(miles, rate) },
    }),
  });
  if (part.row.amountCents === 0) throw amountZero();
  if (part.row.kind === "mileage" && part.row.paymentSource !== "out_of_pocket") throw mileagePaidOtherwise();
  assertFacts(ctx, part.row);
  return await commit(ctx, { parts: [part, ...held], audit: { action: "change", of: part }, result: part.row });
}

/** Removes a draft with its receipts, for good. */
export async function removeExpense(ctx: Ctx, id: number, check: Check): Promise<Expense> {
  const { expense, receipts } = await load(ctx, {
    expense: expenseSeen(ctx, id, check),
    receipts: receiptsOf(ctx, id),
  });
  assertStep(ctx, expense, "remove");
  const part = expenses.remove(ctx, expense);
  await commit(ctx, {
    parts: [part, receipts.length > 0 && dropReceipts(ctx, id)],
    audit: { action: "remove", of: part },
    result: expense,
  });
  for (const { fileKey } of receipts) dropFile(ctx, fileKey);
  return expense;
}
