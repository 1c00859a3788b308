export { locationInactive, partArchived, stockChangedMeanwhile } from "./errors.ts";
export { lowStock } from "./events.ts";
export { stockRetry } from "./posting.ts";
export { type OrderChange, onOrderParts, type Receipt, type ReceiptLine, receiptParts } from "./receipt.ts";
export { partsOf } from "./repo.ts";
export { fromMilli, MOST_PER_MILLI, packsFor, toMilli } from "./rules.ts";
export { PartRef, partRef } from "./schemas.ts";
export { parts, type StockLocation, type StockPart, stockLocations } from "./tables.ts";
