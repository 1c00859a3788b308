export { beginRun, knownAmong } from "./repo.ts";
export { ReportedPayment } from "./report-schemas.ts";
export { transactions } from "./tables.ts";
export { planTransaction, reported, type Told } from "./transactions.ts";
