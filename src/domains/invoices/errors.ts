import { AppError } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";

export const sourceTaken = (source: string) =>
  new AppError("conflict", "invoice.source_taken", `There is an invoice for ${source} already.`);
export const numberTaken = (number: string) =>
  new AppError("conflict", "invoice.number_taken", `The number ${number} was just taken. Send the request again.`);
export const settledBefore = (reference: string) =>
  new AppError("conflict", "invoice_payment.settled_before", `The payment ${reference} was recorded before.`);

export const dueBeforeDate = (invoiceDate: LocalDate) =>
  new AppError(
    "invalid",
    "invoice.due_before_date",
    `The invoice is dated ${invoiceDate}, so it cannot be due before that day. Name a later due_date, or an earlier invoice_date.`,
    { fields: { due_date: `must not be before the invoice's date, ${invoiceDate}` } },
  );
export const dateInFuture = (field: string, today: LocalDate) =>
  new AppError("invalid", "invoice.date_in_future", `Today is ${today} in the business' time zone.`, {
    fields: { [field]: `must not be after ${today}` },
  });
export const linesNeeded = () =>
  new AppError("invalid", "invoice.lines_required", "An invoice needs line_items, or the job_id that it is for.", {
    fields: { line_items: "is required without job_id" },
  });
export const customerNameNeeded = () =>
  new AppError(
    "invalid",
    "invoice.customer_required",
    "An invoice needs customer_name, or the customer_id or job_id that it is for.",
    { fields: { customer_name: "is required without customer_id, site_id or job_id" } },
  );

export const notDraft = (id: number, status: string) =>
  new AppError(
    "conflict",
    "invoice.not_draft",
    `Invoice ${id} is ${status}: what was sent never changes. Issue a credit note, or revise it: POST /admin/invoices/${id}/revise.`,
    { fields: { status: `is ${status}` } },
  );
export const notSent = (id: number) =>
  new AppError(
    "conflict",
    "invoice.not_sent",
    `Invoice ${id} is a draft. Send it first: POST /admin/invoices/${id}/send.`,
    {
      fields: { status: "is draft" },
    },
  );
/** Paid, void, written off or not sent: nothing can be paid or credited. */
export const notOpen = (id: number, status: string, field?: string) =>
  new AppError("conflict", "invoice.not_open", `Invoice ${id} is ${status}, so nothing of it can be paid.`, {
    fields: { [field ?? "status"]: `invoice ${id} is ${status}` },
  });
export const finished = (id: number, status: string) =>
  new AppError("conflict", "invoice.finished", `Invoice ${id} is ${status}, so this can no longer be done to it.`, {
    fields: { status: `is ${status}` },
  });
export const hasMoney = (id: number) =>
  new AppError(
    "conflict",
    "invoice.has_payments",
    `Payments or credit notes belong to invoice ${id}. Reverse the payments or take them off first, or issue a credit note for the rest.`,
  );
export const noAddress = (id: number) =>
  new AppError(
    "invalid",
    "invoice.no_address",
    `Invoice ${id} has no e-mail address. Name one in email, or send it by yourself with the link of POST /admin/invoices/${id}/link.`,
    { fields: { email: "is required: the invoice has no customer_email" } },
  );

export const aboveBalance = (id: number, dueCents: number, field: string) =>
  new AppError(
    "invalid",
    "invoice_payment.above_balance",
    `${dueCents} cents are due on invoice ${id}. To keep more as the customer's credit, name what goes where in splits.`,
    { fields: { [field]: `must not be more than what is due, ${dueCents}` } },
  );
export const splitsAboveAmount = (amountCents: number) =>
  new AppError("invalid", "invoice_payment.splits_above_amount", "The splits are more than the payment.", {
    fields: { splits: `must not sum to more than ${amountCents}` },
  });
export const invoiceTwice = (id: number, field: string) =>
  new AppError("invalid", "invoice_payment.invoice_twice", `The splits name invoice ${id} twice.`, {
    fields: { [field]: `invoice ${id} is named twice` },
  });
export const anothersInvoice = (id: number, field: string) =>
  new AppError("invalid", "invoice_payment.other_customer", `Invoice ${id} is for another customer.`, {
    fields: { [field]: "must be of the same customer" },
  });
export const creditNeedsCustomer = () =>
  new AppError(
    "invalid",
    "invoice_payment.customer_required",
    "What belongs to no invoice is kept as a customer's credit, so it must be known whose: name customer_id.",
    { fields: { customer_id: "is required unless the splits use all of the payment" } },
  );
export const amountNeeded = () =>
  new AppError("invalid", "invoice_payment.amount_required", "Name the amount_cents of the payment.", {
    fields: { amount_cents: "is required without invoice_id" },
  });
export const aboveCredit = (unappliedCents: number, field: string) =>
  new AppError("invalid", "invoice_payment.above_credit", `${unappliedCents} cents are left to apply.`, {
    fields: { [field]: `must not be more than what is left, ${unappliedCents}` },
  });
export const aboveApplied = (id: number, appliedCents: number) =>
  new AppError(
    "invalid",
    "invoice_payment.above_applied",
    `${appliedCents} cents of it are applied to invoice ${id}.`,
    {
      fields: { amount_cents: `must not be more than what is applied, ${appliedCents}` },
    },
  );
export const aboveRefundable = (refundableCents: number) =>
  new AppError("invalid", "invoice_payment.above_refundable", `${refundableCents} cents can still be refunded.`, {
    fields: { amount_cents: `must not be more than what is left to refund, ${refundableCents}` },
  });
export const paymentReversed = (id: number) =>
  new AppError("conflict", "invoice_payment.reversed", `Payment ${id} is reversed, so nothing of it is left.`);
export const nothingLeft = () =>
  new AppError("conflict", "invoice_payment.nothing_left", "Nothing is left that could be moved.");

export const aboveInvoiced = (creditableCents: number) =>
  new AppError(
    "invalid",
    "credit_note.above_invoiced",
    `${creditableCents} cents of the invoice are not credited yet; a credit note never takes back more than was invoiced.`,
    { fields: { amount_cents: `must not be more than ${creditableCents}` } },
  );
export const nothingToCredit = (id: number) =>
  new AppError("conflict", "credit_note.nothing_left", `All of invoice ${id} is credited already.`);
export const noteVoid = (id: number) =>
  new AppError("conflict", "credit_note.void", `Credit note ${id} is void, so nothing of it is left.`);
export const noteRefunded = (id: number) =>
  new AppError(
    "conflict",
    "credit_note.refunded",
    `Money of credit note ${id} was given back, so it cannot be voided. Invoice what the customer owes instead.`,
  );
export const nothingDue = (number: string) =>
  new AppError("conflict", "invoice.nothing_due", `Nothing is due on invoice ${number}, so there is nothing to pay.`);
export const notPaidOnline = () =>
  new AppError(
    "conflict",
    "invoice.not_paid_online",
    "This business takes no payments online yet. Pay as the invoice says, or get in touch with it.",
  );
