export { planSale } from "./actions/plan-sale.ts";
export { salesByDay, salesByPlace, salesScored } from "./day-repo.ts";
export { type EntryRow, entryRows, type SaleRow, saleRows } from "./export-repo.ts";
export {
  type Payable,
  payableOf,
  payableQueries,
  payablesFrom,
  paymentParts,
} from "./payment-parts.ts";
export { listOpenSales, openTotal, type SaleStillOpen, salesStillOpen } from "./payment-repo.ts";
export { pricingOf } from "./pricing.ts";
export type { SaleFilter } from "./repo.ts";
export { PaymentType, RecordSale, SaleFilterQuery } from "./schemas.ts";
export { pendingWithin, saleLines } from "./statement-repo.ts";
export { renewSaleDays, sales } from "./tables.ts";
