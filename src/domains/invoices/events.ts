import { eventsOf } from "#/kernel/events.ts";
import { CreditNote } from "./credit-note-schemas.ts";
import { InvoicePayment } from "./payment-schemas.ts";
import { Invoice } from "./schemas.ts";

const permission = "invoices:read" as const;
const define = eventsOf(Invoice, { entity: "invoice", permission, idIn: ({ id }) => id });
const definePayment = eventsOf(InvoicePayment, { entity: "invoice_payment", permission, idIn: ({ id }) => id });

const draft = {
  ...{
    number: null,
    status: "draft" as const,
    invoice_date: null,
    balance_cents: 0,
    sent_at: null,
    viewed_at: null,
    version: 1,
  },
} as const;
const paid = { status: "paid", balance_cents: 0, paid_at: "2026-04-02T15:00:00.000Z", version: 4 } as const;

export const invoiceEvents = {
  created: define("invoice.created", "An invoice was made, as a draft or sent at once", draft),
  updated: define("invoice.updated", "A draft of an invoice was changed", { ...draft, version: 2 }),
  deleted: define("invoice.deleted", "A draft of an invoice was deleted", draft),
  sent: define("invoice.sent", "An invoice was sent for the first time and has its number", {
    ...{ status: "sent" as const, viewed_at: null, version: 2 },
  }),
  viewed: define("invoice.viewed", "The customer opened an invoice for the first time"),
  partiallyPaid: define("invoice.partially_paid", "A part of an invoice was paid or credited", {
    ...{ status: "partially_paid" as const, amount_paid_cents: 5000, balance_cents: 10_000, version: 4 },
  }),
  paid: define("invoice.paid", "All of an invoice is paid or credited", { ...paid, amount_paid_cents: 15_000 }),
  reopened: define(
    "invoice.reopened",
    "More is owed on an invoice again: a payment was refunded, reversed or taken off",
    { version: 5 },
  ),
  overdue: define("invoice.overdue", "The due day of an invoice has passed and it is not paid; told once", {
    ...{ status: "overdue" as const, days_overdue: 1, version: 4 },
  }),
  voided: define("invoice.voided", "A sent invoice was voided", {
    ...{
      status: "void" as const,
      balance_cents: 0,
      voided_at: "2026-04-02T15:00:00.000Z",
      void_reason: "Sent to the wrong customer",
    },
  }),
  writtenOff: define("invoice.written_off", "What is owed on an invoice was given up", {
    ...{ status: "written_off" as const, balance_cents: 0, written_off_cents: 15_000 },
    ...{ written_off_at: "2026-09-01T15:00:00.000Z", write_off_reason: "Bankrupt" },
  }),
};

export const paymentEvents = {
  received: definePayment("payment.received", "A customer's payment was recorded"),
  refunded: definePayment("payment.refunded", "A payment was given back, in part or all of it", {
    ...{ refunded_cents: 5000, applied_cents: 10_000, version: 2 },
  }),
  reversed: definePayment("payment.reversed", "A payment turned out not to have come, like a cheque that bounced", {
    ...{ applied_cents: 0, reversed_at: "2026-04-05T15:00:00.000Z", reverse_reason: "The cheque bounced", version: 2 },
  }),
  applied: definePayment(
    "payment.applied",
    "Credit that a payment had left was applied to invoices, or taken off them",
    {
      version: 2,
    },
  ),
};

const defineNote = eventsOf(CreditNote, { entity: "credit_note", permission, idIn: ({ id }) => id });
export const creditNoteEvents = {
  issued: defineNote("credit_note.issued", "A credit note was issued for an invoice"),
  voided: defineNote("credit_note.voided", "A credit note was voided: what it paid is owed again", {
    ...{ applied_cents: 0, voided_at: "2026-04-03T15:00:00.000Z", void_reason: "For the wrong invoice", version: 2 },
  }),
};

export const events = [invoiceEvents, paymentEvents, creditNoteEvents].flatMap((some) => Object.values(some));
