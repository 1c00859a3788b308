import { defineEvent } from "#/kernel/events.ts";
import { CommissionCalculated, Sale } from "./schemas.ts";

export const saleCreated = defineEvent("sale.created", Sale, "A new sale has been recorded");
export const saleUpdated = defineEvent(
  "sale.updated",
  Sale,
  "A sale was changed, resubmitted or returned for approval",
);
export const saleApproved = defineEvent("sale.approved", Sale, "A sale has been approved");
export const saleRejected = defineEvent("sale.rejected", Sale, "A sale has been rejected");
export const saleVoided = defineEvent("sale.voided", Sale, "A sale was voided");
export const saleRestored = defineEvent("sale.restored", Sale, "A voided sale was restored");
export const salePaymentChanged = defineEvent(
  "sale.payment_changed",
  Sale,
  "A payment or refund of a sale was recorded, taken back or written off",
);
export const commissionCalculated = defineEvent(
  "commission.calculated",
  CommissionCalculated,
  "Commission was calculated for a sale",
);

export const events = [
  saleCreated,
  saleUpdated,
  saleApproved,
  saleRejected,
  saleVoided,
  saleRestored,
  salePaymentChanged,
  commissionCalculated,
];
