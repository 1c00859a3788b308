import { eventsOf } from "#/kernel/events.ts";
import { Expense } from "./schemas.ts";

const define = eventsOf(Expense, { entity: "expense", permission: "expenses:read", idIn: ({ id }) => id });

const waiting = {
  status: "submitted",
  decided_at: null,
  decided_by: null,
  approved_cents: null,
  version: 3,
} as const;

export const expenseSubmitted = define("expense.submitted", "An expense waits for its approval", waiting);
export const expenseApproved = define(
  "expense.approved",
  "An expense was approved; `approved_cents` tells how much of it",
);
export const expenseRejected = define("expense.rejected", "An expense was rejected; `decision_reason` tells why", {
  ...{ status: "rejected", approved_cents: null, decision_reason: "It is a private purchase" },
});
export const expenseReimbursed = define("expense.reimbursed", "An expense was paid back outside the pay periods", {
  ...{ status: "reimbursed", reimbursed_on: "2026-03-30", version: 5 },
});
export const expenseVoided = define("expense.voided", "An approved expense was voided", {
  ...{ status: "voided", voided_at: "2026-03-30T12:00:00.000Z", void_reason: "It was claimed twice", version: 5 },
});

export const events = [expenseSubmitted, expenseApproved, expenseRejected, expenseReimbursed, expenseVoided];
