/** Statuses that are stored; `overdue` follows from the due date and is only shown. */
export const storedStatuses = ["draft", "sent", "viewed", "partially_paid", "paid", "void", "written_off"] as const;
export type StoredStatus = (typeof storedStatuses)[number];
export const shownStatuses = [...storedStatuses, "overdue"] as const;
export type ShownStatus = (typeof shownStatuses)[number];

/** Statuses of an invoice that somebody still owes. */
export const openStatuses = ["sent", "viewed", "partially_paid"] as const satisfies readonly StoredStatus[];
export const isOpen = (status: StoredStatus): boolean => (openStatuses as readonly string[]).includes(status);

export const paymentMethods = [
  "cash",
  "check",
  "credit_card",
  "debit_card",
  "ach",
  "bank_transfer",
  "financing",
  "online",
  "other",
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/**
 * What an entry of the ledger is. `issue`, `void` and `write_off` move the balance of an invoice; `payment`, `credit_note`, `refund` and `reversal` the
 * credit of a payment or credit note, which `void` takes back too; `apply` and `unapply` move both.
 */
export const entryKinds = [
  "issue",
  "void",
  "write_off",
  "payment",
  "credit_note",
  "apply",
  "unapply",
  "refund",
  "reversal",
] as const;
export type EntryKind = (typeof entryKinds)[number];
