import { eventsOf } from "#/kernel/events.ts";
import { PaymentDisputed, PaymentMatched } from "./schemas.ts";

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
export const events = [paymentReconciled, paymentUnreconciled, paymentDisputed];
