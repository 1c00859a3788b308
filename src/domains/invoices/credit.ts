import type { Ctx } from "#/ctx.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { aboveCredit, noteVoid, paymentReversed } from "./errors.ts";
import { movedParts } from "./ledger.ts";
import { type Application, applied, type CreditSource, ended, type Movement, takenOff } from "./ledger-rules.ts";
import { inList, type Split, sumOf, targetsOf } from "./splits.ts";
import type { CreditNote, Invoice, InvoicePayment } from "./tables.ts";

// A payment and a credit note are both credit of a customer, which is applied to invoices and taken off again.

export type Credit = {
  source: CreditSource;
  row: InvoicePayment | CreditNote;
  touched: { payment?: { payment: InvoicePayment } } | { creditNote?: { creditNote: CreditNote } };
};

export function creditOfPayment(payment: InvoicePayment): Credit {
  if (payment.reversedAt !== null) throw paymentReversed(payment.id);
  return { source: { paymentId: payment.id }, row: payment, touched: { payment: { payment } } };
}
export function creditOfNote(creditNote: CreditNote): Credit {
  if (creditNote.voidedAt !== null) throw noteVoid(creditNote.id);
  return { source: { creditNoteId: creditNote.id }, row: creditNote, touched: { creditNote: { creditNote } } };
}

/** Applies credit to invoices of the same customer. */
export function applyParts(
  ctx: Ctx,
  { source, row, touched }: Credit,
  { splits, found, today }: { splits: readonly Split[]; found: readonly Invoice[]; today: LocalDate },
) {
  const targets = targetsOf(splits, found, { customerId: row.customerId, at: inList });
  if (sumOf(splits) > row.unappliedCents) throw aboveCredit(row.unappliedCents, "splits");
  const movements = targets.map(({ invoice, amountCents }) => applied(source, invoice.id, amountCents, today));
  return movedParts(ctx, row.customerId, movements, { invoices: targets, ...touched });
}

/** What takes applications off their invoices. One that was written off owes nothing all the same. */
export const takeOffMovements = (
  source: CreditSource,
  applications: readonly Application[],
  found: readonly Invoice[],
  today: LocalDate,
): Movement[] =>
  applications.flatMap(({ invoiceId, cents }) => {
    const invoice = found.find(({ id }) => id === invoiceId);
    const off = takenOff(source, invoiceId, cents, today);
    const isGivenUp = invoice !== undefined && invoice.writtenOffAt !== null;
    return isGivenUp ? [off, ended("write_off", invoiceId, cents, today, invoice.writeOffReason ?? "")] : [off];
  });

/** The invoices of some applications. */
export const ofApplications = (applications: readonly Application[], found: readonly Invoice[]) =>
  found.filter(({ id }) => applications.some(({ invoiceId }) => invoiceId === id)).map((invoice) => ({ invoice }));
