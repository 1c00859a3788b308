import { defineEvent } from "#/kernel/events.ts";
import { PaymentDisputed, PaymentMatched } from "./schemas.ts";

export const paymentReconciled = defineEvent(
  "payment.reconciled",
  PaymentMatched,
  "A payment was matched via reconciliation",
);
export const paymentUnreconciled = defineEvent(
  "payment.unreconciled",
  PaymentMatched,
  "A confirmed match was undone, and its payments or refunds taken back",
);
export const paymentDisputed = defineEvent(
  "payment.disputed",
  PaymentDisputed,
  "A customer disputes a payment, or such a dispute was won or lost",
);
export const events = [paymentReconciled, paymentUnreconciled, paymentDisputed];
