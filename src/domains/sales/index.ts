export { planSale } from "./actions/plan-sale.ts";
export { RecordSale } from "./schemas.ts";
export { pendingWithin, saleLines } from "./statement-repo.ts";
export { sales } from "./tables.ts";
