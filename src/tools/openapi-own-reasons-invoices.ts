import { pricingReasons } from "./openapi-own-reasons-documents.ts";

/** Reasons of operations about invoices, as those in openapi-own-reasons.ts. */
const row = "invoice.version_mismatch invoice.changed_meanwhile invoice.not_found";
const payment =
  "invoice_payment.version_mismatch invoice_payment.changed_meanwhile invoice_payment.not_found invoice.changed_meanwhile";
const note =
  "credit_note.version_mismatch credit_note.changed_meanwhile credit_note.not_found invoice.changed_meanwhile";
const splits =
  "invoice.not_found invoice.not_open invoice_payment.invoice_twice invoice_payment.other_customer invoice_payment.above_balance";
const named = "customer.not_found customer_site.not_found customer.changed_meanwhile";

export const invoiceReasons = {
  createInvoice: `${named} dispatch_job.not_found invoice.number_taken invoice.source_taken ${pricingReasons} invoice.lines_required invoice.customer_required invoice.date_in_future invoice.due_before_date`,
  getInvoice: "invoice.not_found",
  changeInvoice: `${row} ${named} invoice.not_draft ${pricingReasons} invoice.date_in_future invoice.due_before_date`,
  deleteInvoice: `${row} invoice.not_draft`,
  sendInvoice: `${row} invoice.number_taken invoice.finished invoice.no_address invoice.due_before_date`,
  linkInvoice: "invoice.not_found invoice.finished invoice.not_sent",
  voidInvoice: `${row} invoice.not_sent invoice.finished invoice.has_payments`,
  writeOffInvoice: `${row} invoice.not_sent invoice.not_open`,
  reviseInvoice: `${row} invoice.not_sent invoice.finished invoice.has_payments`,
  issueCreditNote: `${row} credit_note.nothing_left invoice.not_sent invoice.finished invoice.date_in_future credit_note.above_invoiced`,
  listInvoiceEntries: "invoice.not_found",
  getInvoicePdf: "invoice.not_found",
  recordInvoicePayment: `${splits} ${named} invoice.changed_meanwhile invoice.date_in_future invoice_payment.amount_required invoice_payment.customer_required invoice_payment.splits_above_amount`,
  getInvoicePayment: "invoice_payment.not_found",
  listInvoicePaymentEntries: "invoice_payment.not_found",
  applyInvoicePayment: `${payment} ${splits} invoice_payment.reversed invoice_payment.above_credit`,
  takeOffInvoicePayment: `${payment} invoice.not_found invoice_payment.reversed invoice_payment.above_applied`,
  refundInvoicePayment: `${payment} invoice_payment.reversed invoice.date_in_future invoice_payment.above_refundable`,
  reverseInvoicePayment: `${payment} invoice_payment.reversed invoice.date_in_future invoice_payment.above_refundable`,
  getCreditNote: "credit_note.not_found",
  getCreditNotePdf: "credit_note.not_found",
  voidCreditNote: `${note} credit_note.void credit_note.refunded`,
  applyCreditNote: `${note} credit_note.void ${splits} invoice_payment.above_credit`,
  takeOffCreditNote: `${note} credit_note.void invoice.not_found invoice_payment.above_applied`,
  refundCreditNote: `${note} credit_note.void invoice.date_in_future invoice_payment.above_refundable`,
  readCustomerStatement: "customer.not_found",
  exportCustomerStatement: "customer.not_found",
  getCustomerStatementPdf: "customer.not_found",
  showInvoice: "document_link.unknown document_link.ended",
  payInvoiceOnline:
    "document_link.unknown document_link.ended invoice.nothing_due invoice.not_paid_online payment_provider.key_refused payment_provider.refused payment_provider.unreachable",
  downloadInvoice: "document_link.unknown document_link.ended",
  listOwnInvoices: "dispatch_job.not_found technician.not_linked",
  getOwnInvoice: "invoice.not_found technician.not_linked",
};
