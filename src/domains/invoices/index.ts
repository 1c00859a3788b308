export { makeInvoice } from "./actions/create-invoice.ts";
export { creditNoteParts, creditNoteQueries } from "./actions/issue-credit-note.ts";
export { payByCheckout, payByIntent } from "./actions/pay-online.ts";
export {
  type InvoiceLoaded,
  invoiceParts,
  invoiceQueries,
  type MadeInvoice,
  type NewInvoice,
} from "./actions/plan-invoice.ts";
export { type Settled, type Settlement, settle, settleParts } from "./actions/settle-payment.ts";
export { CreditNote as CreditNoteOnWire } from "./credit-note-schemas.ts";
export { invoiceEvents } from "./events.ts";
export { newLink as newInvoiceLink } from "./links.ts";
export { creditNotesOfCustomer, latestOfCustomer as latestCreditNotesOfCustomer } from "./payment-repo.ts";
export { pdfOf as invoicePdfOf, pdfOfNote as creditNotePdfOf } from "./pdf.ts";
export { presented as presentedInvoice } from "./present.ts";
export { invoicesOfCustomer, latestOfCustomer as latestInvoicesOfCustomer } from "./repo.ts";
export { Invoice as InvoiceOnWire, InvoicePage as InvoicePageOnWire } from "./schemas.ts";
export { type CreditNote, creditNotes, type Invoice, invoices } from "./tables.ts";
export { invoiceView } from "./view.ts";
