import type { CustomerWorth } from "#/domains/customers/index.ts";
import type { CreditNote, Invoice, InvoicePayment } from "./tables.ts";

/** What a customer was charged, and still owes, by an invoice that counts. */
export const owedBy = ({ customerId, status, ...invoice }: Invoice): CustomerWorth | null =>
  status === "draft" || status === "void"
    ? null
    : {
        customerId,
        invoicedCents: invoice.totalCents - invoice.creditNotesCents,
        outstandingCents: invoice.balanceCents,
      };

/** What a payment is still worth: one that never came is worth nothing of what was left of it. */
export const paidBy = ({ customerId, amountCents, refundedCents, reversedAt }: InvoicePayment): CustomerWorth => ({
  customerId,
  spendCents: reversedAt === null ? amountCents - refundedCents : 0,
});

/** What a credit note gave back of what was paid. */
export const backTo = ({ customerId, refundedCents }: CreditNote): CustomerWorth => ({
  customerId,
  spendCents: -refundedCents,
});
