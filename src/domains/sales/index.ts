export { type EntryRow, entryRows, type SaleRow, saleRows } from "./export-repo.ts";
export type { SaleFilter } from "./repo.ts";
export { SaleFilterQuery } from "./schemas.ts";
export { pendingWithin, saleLines } from "./statement-repo.ts";
