const held = "expense.not_found expense.version_mismatch expense.changed_meanwhile";
const stepped = `${held} expense.wrong_status`;
const facts = "expense.in_future expense.tax_above_amount expense.amount_zero expense.mileage_not_own";
const named =
  "technician.not_found dispatch_job.not_found customer.not_found customer.changed_meanwhile expense_category.not_found expense_category.not_active expense.customer_not_of_job";
const policy =
  "expense_category.not_active expense.category_missing expense.receipt_missing expense.over_monthly_limit expense.over_limit";
const receipt = "expense_receipt.not_found expense_receipt.version_mismatch expense_receipt.changed_meanwhile";
const own = "technician.not_linked";
const category = "expense_category.not_found expense_category.version_mismatch expense_category.changed_meanwhile";

/** Reasons of operations about expenses, as those in openapi-own-reasons.ts. */
export const expenseReasons = {
  addExpense: `${named} ${facts}`,
  getExpense: "expense.not_found",
  changeExpense: `${named} ${facts} ${stepped}`,
  removeExpense: stepped,
  submitExpense: `${policy} ${stepped}`,
  recallExpense: stepped,
  approveExpense: `expense.own_approval expense.approved_above_claim ${stepped}`,
  rejectExpense: stepped,
  reimburseExpense: `expense.not_out_of_pocket expense.paid_in_future ${stepped}`,
  voidExpense: stepped,
  addExpenseReceipt: `${stepped} expense.too_many_receipts`,
  getExpenseReceipt: "expense.not_found expense_receipt.file_missing expense_receipt.not_found",
  removeExpenseReceipt: `${stepped} ${receipt}`,
  addExpenseCategory: "expense_category.too_many expense_category.name_taken",
  getExpenseCategory: "expense_category.not_found",
  changeExpenseCategory: `${category} expense_category.name_taken`,
  listOwnExpenses: own,
  addOwnExpense: `${own} ${named} ${facts}`,
  getOwnExpense: `${own} expense.not_found`,
  changeOwnExpense: `${own} ${named} ${facts} ${stepped}`,
  removeOwnExpense: `${own} ${stepped}`,
  submitOwnExpense: `${own} ${policy} ${stepped}`,
  recallOwnExpense: `${own} ${stepped}`,
  addOwnExpenseReceipt: `${own} ${stepped} expense.too_many_receipts`,
  getOwnExpenseReceipt: `${own} expense.not_found expense_receipt.file_missing expense_receipt.not_found`,
  removeOwnExpenseReceipt: `${own} ${stepped} ${receipt}`,
};
