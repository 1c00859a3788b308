import { AppError } from "#/kernel/errors.ts";
import type { ExpenseStatus } from "./rules.ts";

export const categoryNameTaken = (name: string) =>
  new AppError("conflict", "expense_category.name_taken", `There is a category ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyCategories = (most: number) =>
  new AppError(
    "conflict",
    "expense_category.too_many",
    `A business has at most ${most} categories. Rename one that is not in use.`,
  );
export const categoryInactive = (id: number) =>
  new AppError("conflict", "expense_category.not_active", `Category ${id} is not in use. Choose another.`, {
    fields: { expense_category_id: "must be a category in use" },
  });

export const expenseInFuture = () =>
  new AppError("invalid", "expense.in_future", "What has not been paid yet is not an expense. Enter it on its day.", {
    fields: { incurred_on: "must not be after today" },
  });
export const taxAboveAmount = () =>
  new AppError("invalid", "expense.tax_above_amount", "The tax is a part of the amount, so it cannot be more.", {
    fields: { tax_cents: "must not be more than the amount" },
  });
export const amountZero = () =>
  new AppError("invalid", "expense.amount_zero", "At the mileage rate of the business this way comes to nothing.", {
    fields: { miles: "must come to a cent at least" },
  });
export const mileagePaidOtherwise = () =>
  new AppError(
    "invalid",
    "expense.mileage_not_own",
    "Mileage is for the technician's own vehicle, so it is paid out of their pocket.",
    { fields: { payment_source: "must be out_of_pocket with miles" } },
  );
export const customerNotOfJob = (jobId: number) =>
  new AppError("invalid", "expense.customer_not_of_job", `Job ${jobId} is for another customer.`, {
    fields: { customer_id: "must be the customer of the job; leave it out" },
  });

export const wrongStatus = (id: number, status: ExpenseStatus, needed: readonly ExpenseStatus[]) =>
  new AppError(
    "conflict",
    "expense.wrong_status",
    `Expense ${id} is ${status}. This needs one that is ${needed.join(" or ")}.`,
  );
export const categoryMissing = () =>
  new AppError("invalid", "expense.category_missing", "Say what the expense is for before you submit it.", {
    fields: { expense_category_id: "is required to submit it" },
  });
export const overLimit = (category: string, limitCents: number) =>
  new AppError(
    "invalid",
    "expense.over_limit",
    `The business pays at most ${limitCents} cents at once for ${category}.`,
    {
      fields: { amount_cents: `must be at most ${limitCents}` },
    },
  );
export const overMonthlyLimit = (category: string, limitCents: number, leftCents: number) =>
  new AppError(
    "invalid",
    "expense.over_monthly_limit",
    `The business pays a technician at most ${limitCents} cents a month for ${category}; ${leftCents} cents are left.`,
    { fields: { amount_cents: `must be at most ${leftCents}` } },
  );
export const receiptMissing = (category: string, overCents: number) =>
  new AppError(
    "invalid",
    "expense.receipt_missing",
    `Expenses for ${category} above ${overCents} cents need a receipt. Add one, then submit again.`,
    { fields: { receipts: "needs at least one" } },
  );
export const tooManyReceipts = (most: number) =>
  new AppError("conflict", "expense.too_many_receipts", `An expense has at most ${most} receipts. Remove one first.`);
export const receiptFileMissing = (id: number) =>
  new AppError("not_found", "expense_receipt.file_missing", `The file of receipt ${id} is gone.`);

export const ownApproval = () =>
  new AppError(
    "forbidden",
    "expense.own_approval",
    "Nobody approves what they claim or have submitted themselves. Ask somebody else.",
  );
export const approvedAboveClaim = (amountCents: number) =>
  new AppError("invalid", "expense.approved_above_claim", `Only ${amountCents} cents are claimed.`, {
    fields: { approved_cents: `must be at most ${amountCents}` },
  });
export const notOutOfPocket = (id: number) =>
  new AppError(
    "conflict",
    "expense.not_out_of_pocket",
    `The business itself paid expense ${id}, so there is nothing to pay back.`,
  );
export const paidInFuture = () =>
  new AppError("invalid", "expense.paid_in_future", "Say that it is paid back when it is.", {
    fields: { paid_on: "must not be after today" },
  });
