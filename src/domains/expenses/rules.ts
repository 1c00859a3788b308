import { halfEven } from "#/kernel/money.ts";
import type { LocalDate } from "#/kernel/time.ts";

export const expenseKinds = ["amount", "mileage"] as const;
export type ExpenseKind = (typeof expenseKinds)[number];

export const expenseStatuses = ["draft", "submitted", "approved", "rejected", "reimbursed", "voided"] as const;
export type ExpenseStatus = (typeof expenseStatuses)[number];

/** Who paid. Only what came out of their own pocket is paid back. */
export const paymentSources = ["out_of_pocket", "company_card", "petty_cash"] as const;
export type PaymentSource = (typeof paymentSources)[number];

/** What may be done in which status. */
const FROM = {
  change: ["draft"],
  remove: ["draft"],
  submit: ["draft"],
  recall: ["submitted", "rejected"],
  approve: ["submitted"],
  reject: ["submitted"],
  reimburse: ["approved"],
  void: ["approved", "reimbursed"],
} as const satisfies Record<string, readonly ExpenseStatus[]>;
export type ExpenseStep = keyof typeof FROM;

export const mayStep = (status: ExpenseStatus, step: ExpenseStep): boolean =>
  (FROM[step] as readonly ExpenseStatus[]).includes(status);
export const statusesFor = (step: ExpenseStep): readonly ExpenseStatus[] => FROM[step];

/** Cents for a way: 100 miles at 72.5 cents (72,500 thousandths of a cent) -> 7250. Half to even. */
export const mileageCents = (miles: number, rateMillicents: number): number =>
  Number(halfEven(BigInt(Math.round(miles * 1000)) * BigInt(rateMillicents), 1_000_000n));

type Policy = { limitCents: number | null; monthlyLimitCents: number | null; receiptOverCents: number | null };
type Claim = { kind: ExpenseKind; amountCents: number; receipts: number };
export type Breach = "limit" | "monthly_limit" | "receipt";

/** What of its category's policy an expense does not hold; `spentCents`: what else its technician has claimed of it in that month. */
export function breachOf(
  policy: Policy,
  { kind, amountCents, receipts }: Claim,
  spentCents: number,
): Breach | undefined {
  const { limitCents, monthlyLimitCents, receiptOverCents } = policy;
  if (limitCents !== null && amountCents > limitCents) return "limit";
  if (monthlyLimitCents !== null && spentCents + amountCents > monthlyLimitCents) return "monthly_limit";
  const isBare = kind === "amount" && receipts === 0; // nobody gets a receipt for a way
  return isBare && receiptOverCents !== null && amountCents > receiptOverCents ? "receipt" : undefined;
}

/** The day that picks the pay period: today, or the first day of the first period that is still open. */
export const payDay = (today: LocalDate, openFrom: LocalDate | undefined): LocalDate =>
  openFrom !== undefined && openFrom > today ? openFrom : today;
