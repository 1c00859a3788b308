import { AppError } from "#/kernel/errors.ts";

export const technicianInactive = (id: number, field = "technician_id") =>
  new AppError(
    "conflict",
    "sale.technician_inactive",
    `Technician ${id} is not active. Choose another technician or activate this one.`,
    { fields: { [field]: "is not active" } },
  );
export const itemInactive = (id: number) =>
  new AppError("conflict", "sale.item_inactive", `Item ${id} is no longer sold.`, {
    fields: { item_id: "is not active" },
  });
export const saleInFuture = (today: string) =>
  new AppError(
    "invalid",
    "sale.in_future",
    `sale_date lies in the future; today is ${today} in the business' time zone.`,
    { fields: { sale_date: `must not be after ${today}` } },
  );
export const taxAbovePrice = () =>
  new AppError("invalid", "sale.tax_above_price", "The tax is part of the price, so it cannot exceed it.", {
    fields: { tax_cents: "must not be more than sale_price_cents" },
  });
export const technicianNotInSplits = (id: number) =>
  new AppError(
    "invalid",
    "sale.technician_not_in_splits",
    `Technician ${id} makes the sale, so they must be among the splits.`,
    { fields: { splits: `must name technician ${id}` } },
  );
export const reasonNeeded = (discountBps: number, limitBps: number) =>
  new AppError(
    "invalid",
    "sale.discount_reason_required",
    `The price is ${discountBps} basis points below list; from ${limitBps} on the business wants a discount_reason.`,
    { fields: { discount_reason: `is required when the price is more than ${limitBps} basis points below list` } },
  );

export const saleVoided = (id: number) =>
  new AppError(
    "conflict",
    "sale.voided",
    `Sale ${id} is voided, so nothing of it can change. Restore it first: PATCH /sales/${id}/void {"voided": false}.`,
  );
export const saleNotPending = (id: number) =>
  new AppError(
    "conflict",
    "sale.not_pending",
    `Sale ${id} is approved. Return it first, so that it waits for an approval again: PATCH /sales/${id}/return.`,
    { fields: { approval_status: "is approved" } },
  );
export const saleRejected = (id: number) =>
  new AppError("conflict", "sale.rejected", `Sale ${id} is rejected. Resubmit it first: PATCH /sales/${id}/resubmit.`, {
    fields: { approval_status: "is rejected" },
  });
export const saleNotRejected = (id: number, status: string) =>
  new AppError("conflict", "sale.not_rejected", `Sale ${id} is ${status}. Only a rejected sale can be resubmitted.`, {
    fields: { approval_status: `is ${status}` },
  });
export const saleNotApproved = (id: number, status: string) =>
  new AppError("conflict", "sale.not_approved", `Sale ${id} is ${status}. Only an approved sale can be returned.`, {
    fields: { approval_status: `is ${status}` },
  });
export const ownApproval = (id: number) =>
  new AppError(
    "conflict",
    "sale.own_approval",
    `You are one of those who earn on sale ${id}, so somebody else must approve it.`,
  );
export const saleSettled = (id: number) =>
  new AppError(
    "conflict",
    "sale.settled",
    `The commission of sale ${id} is settled in a closed pay period. Void the sale, or make an adjustment in the open period.`,
  );
export const saleRefunded = (id: number, what: string) =>
  new AppError(
    "conflict",
    "sale.has_refunds",
    `Sale ${id} has refunds, so ${what}. Void the sale and record it again.`,
  );

export const paymentInFuture = (today: string) =>
  new AppError(
    "invalid",
    "sale.payment_in_future",
    `payment_date lies in the future; today is ${today} in the business' time zone.`,
    { fields: { payment_date: `must not be after ${today}` } },
  );
export const aboveBalance = (balanceCents: number) =>
  new AppError(
    "conflict",
    "sale.payment_above_balance",
    `The sale's open balance is ${balanceCents} cents; a payment cannot exceed it.`,
    { fields: { amount_cents: `must not be more than the open balance, ${balanceCents}` } },
  );
export const aboveRefundable = (refundableCents: number) =>
  new AppError(
    "conflict",
    "sale.refund_above_paid",
    `${refundableCents} cents are paid and not refunded yet; a refund cannot exceed that.`,
    { fields: { amount_cents: `must not be more than what is left to refund, ${refundableCents}` } },
  );
export const amountNeeded = () =>
  new AppError(
    "invalid",
    "sale.amount_required",
    "A part needs its amount: send amount_cents of this one payment or refund.",
    { fields: { amount_cents: "is required with status partial and partially_refunded" } },
  );
export const amountNotTaken = () =>
  new AppError(
    "invalid",
    "sale.amount_not_taken",
    "With status unpaid or written_off the amount follows from the sale: leave amount_cents out.",
    { fields: { amount_cents: "must be left out with status unpaid and written_off" } },
  );
export const priceBelowPaid = (paidCents: number) =>
  new AppError(
    "conflict",
    "sale.price_below_paid",
    `${paidCents} cents of the sale are paid; the price cannot be less. Refund the rest first.`,
    { fields: { sale_price_cents: `must not be less than what is paid, ${paidCents}` } },
  );
