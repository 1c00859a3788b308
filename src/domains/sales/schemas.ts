import { Commission, commissionExample } from "#/domains/commissions/index.ts";
import { Cents, DateField, FlagText, Id, IdText, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { approvalStatuses, paymentStatuses, paymentTypes } from "./tables.ts";

const PaymentType = z.enum(paymentTypes);
const PaymentStatus = z.enum(paymentStatuses);
const ApprovalStatus = z.enum(approvalStatuses);

const recorded = {
  technician_id: 1,
  item_id: 5,
  sale_price_cents: 150000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card" as const,
};

export const Sale = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    item_id: z.int(),
    sale_price_cents: z.int(),
    customer_name: z.string(),
    notes: z.string().nullable(),
    payment_type: PaymentType,
    payment_status: PaymentStatus,
    approval_status: ApprovalStatus,
    voided: z.boolean(),
    sale_date: z.string().openapi({ format: "date", description: "local day in the business' time zone" }),
    commission_cents: z.int(),
    commission: Commission,
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Sale", {
    example: {
      id: 42,
      ...recorded,
      payment_status: "unpaid",
      approval_status: "approved",
      voided: false,
      sale_date: "2026-03-28",
      commission_cents: 11250,
      commission: commissionExample,
      created_at: "2026-03-28T14:30:00.000Z",
      updated_at: "2026-03-28T14:30:00.000Z",
      version: 1,
    },
  });
export const SalePage = pageOf("SalePage", Sale);

export const RecordSale = z
  .strictObject({
    technician_id: Id,
    item_id: Id,
    sale_price_cents: Cents,
    customer_name: line(160),
    notes: prose(4000).optional(),
    payment_type: PaymentType,
    sale_date: DateField.optional().openapi({
      description: "local day of the sale; today when absent, never in the future",
    }),
  })
  .openapi("RecordSale", { example: recorded });

export const SaleQuery = PageQuery.extend({
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  technician_id: IdText.optional(),
  item_id: IdText.optional(),
  payment_status: PaymentStatus.optional(),
  voided: FlagText.optional(),
  sort: sortBy("sale_date", "id", "updated_at"),
});

/** What `commission.calculated` carries. */
export const CommissionCalculated = z
  .object({
    sale_id: z.int(),
    technician_id: z.int(),
    item_id: z.int(),
    sale_date: z.string().openapi({ format: "date" }),
    commission: Commission,
  })
  .openapi("CommissionCalculated", {
    example: { sale_id: 42, technician_id: 1, item_id: 5, sale_date: "2026-03-28", commission: commissionExample },
  });
