import { eventsOf } from "#/kernel/events.ts";
import { PaymentDisputed, PaymentMatched, ProviderTransaction } from "./schemas.ts";

const area = { entity: "provider_transaction", permission: "payments:read" } as const;
const define = eventsOf(PaymentMatched, { ...area, idIn: ({ transaction }) => transaction.id });

export const paymentReconciled = define("payment.reconciled", "A payment was matched via reconciliation");
export const paymentUnreconciled = define(
  "payment.unreconciled",
  "A confirmed match was undone, and its payments or refunds taken back",
);
export const paymentDisputed = eventsOf(PaymentDisputed, { ...area, idIn: ({ id }) => id })(
  "payment.disputed",
  "A customer disputes a payment, or such a dispute was won or lost",
  { kind: "dispute", external_id: "du_1PqXyZ2eZvKYlo2C", parent_external_id: "ch_3PqXyZ2eZvKYlo2C" },
);
const defineTransaction = eventsOf(ProviderTransaction, { ...area, idIn: ({ id }) => id });
export const chargeSucceeded = defineTransaction(
  "payment.charge_succeeded",
  "A payment provider reports that a charge for an invoice has succeeded",
  { reference: "invoice 42", matched_cents: 0, version: 1 },
);
export const refundSucceeded = defineTransaction(
  "payment.refund_succeeded",
  "A payment provider reports that a charge was refunded, in part or all of it",
  { kind: "refund", external_id: "re_3PqXyZ2eZvKYlo2C", parent_external_id: "ch_3PqXyZ2eZvKYlo2C", matched_cents: 0 },
);
export const events = [paymentReconciled, paymentUnreconciled, paymentDisputed, chargeSucceeded, refundSucceeded];
