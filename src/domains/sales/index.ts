export { planSale } from "./actions/plan-sale.ts";
export { type EntryRow, entryRows, type SaleRow, saleRows } from "./export-repo.ts";
export type { SaleFilter } from "./repo.ts";
export { RecordSale, SaleFilterQuery } from "./schemas.ts";
export { pendingWithin, saleLines } from "./statement-repo.ts";
export { sales } from "./tables.ts";
