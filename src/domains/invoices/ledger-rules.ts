import type { LocalDate } from "#/kernel/time.ts";
import type { EntryKind, PaymentMethod } from "./statuses.ts";

// Pure: what a movement of money or debt does to the sums of the rows that it touches. Every sum is only ever changed by an entry.

/** An entry of the ledger before it is written. */
export type Movement = {
  kind: EntryKind;
  entryOn: LocalDate;
  invoiceId: number | null;
  paymentId: number | null;
  creditNoteId: number | null;
  invoiceCents: number;
  creditCents: number;
  method?: PaymentMethod | null;
  reference?: string | null;
  reason?: string | null;
};

/** Where credit comes from: a payment or a credit note. */
export type CreditSource = { paymentId: number } | { creditNoteId: number };
const sourceOf = (source: CreditSource) => ({
  paymentId: "paymentId" in source ? source.paymentId : null,
  creditNoteId: "creditNoteId" in source ? source.creditNoteId : null,
});
const nowhere = { paymentId: null, creditNoteId: null };

/** The customer owes the total from now on. */
export const issued = (invoiceId: number, cents: number, entryOn: LocalDate): Movement => ({
  ...{ kind: "issue", entryOn, invoiceId, ...nowhere, invoiceCents: cents, creditCents: 0 },
});
/** The customer owes nothing more of it: it was wrong, or will never be paid. */
export const ended = (
  kind: "void" | "write_off",
  invoiceId: number,
  balanceCents: number,
  entryOn: LocalDate,
  reason: string,
): Movement => ({ kind, entryOn, invoiceId, ...nowhere, invoiceCents: -balanceCents, creditCents: 0, reason });
/** Money came in, or a credit note was issued: it is credit until it is applied. */
export const credited = (source: CreditSource, cents: number, entryOn: LocalDate): Movement => ({
  kind: "paymentId" in source ? "payment" : "credit_note",
  ...{ entryOn, invoiceId: null, ...sourceOf(source), invoiceCents: 0, creditCents: cents },
});
/** Credit pays an invoice. */
export const applied = (source: CreditSource, invoiceId: number, cents: number, entryOn: LocalDate): Movement => ({
  ...{ kind: "apply", entryOn, invoiceId, ...sourceOf(source), invoiceCents: -cents, creditCents: -cents },
});
/** What paid an invoice is credit again. */
export const takenOff = (source: CreditSource, invoiceId: number, cents: number, entryOn: LocalDate): Movement => ({
  ...{ kind: "unapply", entryOn, invoiceId, ...sourceOf(source), invoiceCents: cents, creditCents: cents },
});
/** Credit is given back, or the money never came. */
export const givenBack = (
  kind: "refund" | "reversal",
  source: CreditSource,
  cents: number,
  how: Pick<Movement, "entryOn" | "method" | "reference" | "reason">,
): Movement => ({ kind, invoiceId: null, ...sourceOf(source), invoiceCents: 0, creditCents: -cents, ...how });

/** A credit note was wrong: nothing of it is credit. */
export const takenBack = (creditNoteId: number, cents: number, entryOn: LocalDate, reason: string): Movement => ({
  ...{
    kind: "void",
    entryOn,
    invoiceId: null,
    paymentId: null,
    creditNoteId,
    invoiceCents: 0,
    creditCents: -cents,
    reason,
  },
});

type InvoiceSums = Record<"amountPaidCents" | "creditedCents" | "writtenOffCents" | "balanceCents", number>;
type CreditSums = Record<"appliedCents" | "refundedCents" | "unappliedCents", number>;

const sum = (movements: readonly Movement[], of: (one: Movement) => number): number =>
  movements.reduce((all, one) => all + of(one), 0);

/** The sums of an invoice after its movements. */
export const invoiceAfter = (before: InvoiceSums, movements: readonly Movement[]): InvoiceSums => ({
  amountPaidCents: before.amountPaidCents - sum(movements, (one) => (one.paymentId === null ? 0 : one.invoiceCents)),
  creditedCents: before.creditedCents - sum(movements, (one) => (one.creditNoteId === null ? 0 : one.invoiceCents)),
  writtenOffCents: before.writtenOffCents - sum(movements, (one) => (one.kind === "write_off" ? one.invoiceCents : 0)),
  balanceCents: before.balanceCents + sum(movements, (one) => one.invoiceCents),
});

/** The sums of a payment or credit note after its movements. */
export const creditAfter = (before: CreditSums, movements: readonly Movement[]): CreditSums => ({
  appliedCents: before.appliedCents - sum(movements, (one) => (one.invoiceId === null ? 0 : one.creditCents)),
  refundedCents: before.refundedCents - sum(movements, (one) => (one.kind === "refund" ? one.creditCents : 0)),
  unappliedCents: before.unappliedCents + sum(movements, (one) => one.creditCents),
});

/** What of a payment or credit note is applied to an invoice. */
export type Application = { invoiceId: number; cents: number };

/**
 * What must come off invoices so that `cents` of a payment can be given back: first what is applied to none, then the latest application first.
 * `applications` is in the order in which they were made.
 */
export function toTakeOff(applications: readonly Application[], unappliedCents: number, cents: number): Application[] {
  let left = cents - unappliedCents;
  return applications.toReversed().flatMap(({ invoiceId, cents: applied }) => {
    const part = Math.min(Math.max(left, 0), applied);
    left -= part;
    return part > 0 ? [{ invoiceId, cents: part }] : [];
  });
}
