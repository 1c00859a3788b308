import { Cents, DateField, Id, InstantOut, line, z } from "#/kernel/fields.ts";
import { LocalDay, PaymentStatus, Reason } from "./schemas.ts";
import { paymentKinds } from "./tables.ts";

export const ChangePayment = z
  .strictObject({
    status: PaymentStatus.openapi({
      description:
        "`paid`, `partial`: a payment; `refunded`, `partially_refunded`: a refund; `unpaid`: takes payments back; `written_off`: gives up the balance. The status of the answer follows from the sums",
    }),
    payment_date: DateField.optional().openapi({ description: "local day; today when absent, never in the future" }),
    amount_cents: Cents.min(1)
      .optional()
      .openapi({ description: "of this one payment or refund; all that is open when absent" }),
    method: line(40).optional().openapi({ description: "how it was paid, like cash or card" }),
    reference: line(120).optional().openapi({ description: "what the provider or the cheque calls it" }),
  })
  .openapi("ChangePayment", { example: { status: "paid", payment_date: "2026-03-15" } });

export const SalePayments = z
  .object({
    items: z.array(
      z
        .object({
          n: z.int().openapi({ description: "place among the payments of the sale, from 1" }),
          kind: z.enum(paymentKinds).openapi({
            description: "`payment_undone` and `refund_undone` take back payments and refunds before them",
          }),
          amount_cents: z.int().openapi({ description: "never negative: `kind` tells the direction" }),
          paid_on: LocalDay,
          method: z.string().nullable(),
          reference: z.string().nullable(),
          created_by: z.string(),
          created_at: InstantOut,
        })
        .openapi("SalePayment"),
    ),
  })
  .openapi("SalePayments", {
    example: {
      items: [
        {
          n: 1,
          kind: "payment",
          amount_cents: 150000,
          paid_on: "2026-03-15",
          method: "card",
          reference: "ch_3P1a",
          created_by: "user:1",
          created_at: "2026-03-15T14:30:00.000Z",
        },
      ],
    },
  });

export const VoidSale = z
  .strictObject({ voided: z.boolean(), reason: Reason.optional() })
  .openapi("VoidSale", { example: { voided: true, reason: "Customer cancelled" } });
export const RejectSale = z
  .strictObject({ reason: Reason })
  .openapi("RejectSale", { example: { reason: "The discount was not agreed" } });

export const ApproveSales = z
  .strictObject({ ids: z.array(Id).min(1).max(100) })
  .openapi("ApproveSales", { example: { ids: [42, 43] } });
export const SaleApprovals = z
  .object({
    approved_count: z.int().openapi({ description: "approved now or before" }),
    results: z.array(
      z
        .object({
          id: z.int(),
          approved: z.boolean(),
          reason: z.string().nullable().openapi({ description: "why not; null when approved" }),
          message: z.string().nullable().openapi({ description: "the same for people" }),
        })
        .openapi("SaleApproval"),
    ),
  })
  .openapi("SaleApprovals", {
    example: {
      approved_count: 1,
      results: [
        { id: 42, approved: true, reason: null, message: null },
        { id: 43, approved: false, reason: "sale.not_found", message: "There is no sale 43." },
      ],
    },
  });
