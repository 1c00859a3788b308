export { badDocumentLink, documentLinkEnded } from "./errors.ts";
export { assertOpen, brandOfLink, enterByDocumentLink, newDocumentLink } from "./links.ts";
export { documentNumber, documentNumbers, lastNumber } from "./numbers.ts";
export { documentMain, messagePage, publicPage } from "./page.ts";
export { documentPdf } from "./pdf.ts";
export {
  askedLines,
  type Line,
  type LineOnWire,
  type Priced,
  priced,
  pricingQueries,
  type TaxOnWire,
} from "./pricing.ts";
export { refusedPage } from "./refused.ts";
export { documentLinkOf, noteView, revokeLinks } from "./repo.ts";
export {
  changedDiscountFields,
  discountFields,
  LineItem,
  LineItems,
  LineItemsOut,
  oneDiscount,
  TaxBreakdown,
  totalFields,
} from "./schemas.ts";
export type { DocumentLink } from "./tables.ts";
export { type Discount, totalsOf } from "./totals.ts";
export {
  type Brand,
  brandOf,
  type DocumentView,
  moneyIn,
  partyOf,
  quantityText,
  type Sum,
  type ViewOption,
  viewLines,
  viewSums,
} from "./view.ts";
