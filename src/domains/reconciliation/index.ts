export { chargeSucceeded, refundSucceeded } from "./events.ts";
export { onlineAccount, stripeAccountOf, takesPayments } from "./online.ts";
export { beginRun, knownAmong } from "./repo.ts";
export { ReportedPayment } from "./report-schemas.ts";
export { ProviderTransaction } from "./schemas.ts";
export { invoiceNamed, transactions } from "./tables.ts";
export { planTransaction, reported, type Told } from "./transactions.ts";
