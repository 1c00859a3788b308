import { eventsOf } from "#/kernel/events.ts";
import { CommissionCalculated, Sale } from "./schemas.ts";

const area = { entity: "sale", permission: "sales:read" } as const;
const define = eventsOf(Sale, { ...area, idIn: ({ id }) => id });

const waiting = { approval_status: "pending", approved_at: null, approved_by: null, earned_on: null } as const;
const voided = { voided: true, voided_at: "2026-03-29T09:00:00.000Z", voided_by: "user:1" };
const paid = { payment_status: "paid", payment_date: "2026-03-28", paid_cents: 150_000 } as const;

export const saleCreated = define("sale.created", "A new sale has been recorded");
export const saleUpdated = define("sale.updated", "A sale was changed, resubmitted or returned for approval", {
  ...{ ...waiting, version: 2 },
});
export const saleApproved = define("sale.approved", "A sale has been approved", { approved_by: "user:1", version: 2 });
export const saleRejected = define("sale.rejected", "A sale has been rejected", {
  ...{ ...waiting, approval_status: "rejected", rejection_reason: "The price is not what was agreed", version: 2 },
});
export const saleVoided = define("sale.voided", "A sale was voided", {
  ...{ ...voided, void_reason: "The job was cancelled", version: 2 },
});
export const saleRestored = define("sale.restored", "A voided sale was restored", { version: 3 });
export const salePaymentChanged = define(
  "sale.payment_changed",
  "A payment or refund of a sale was recorded, taken back or written off",
  { ...paid, version: 2 },
);
export const commissionCalculated = eventsOf(CommissionCalculated, { ...area, idIn: ({ sale_id }) => sale_id })(
  "commission.calculated",
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
