import { Commission, commissionExample, roles } from "#/domains/commissions/index.ts";
import {
  Bps,
  Cents,
  DateField,
  daysInOrder,
  Email,
  FlagText,
  Id,
  IdText,
  InstantOut,
  line,
  namesAField,
  prose,
  Quantity,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";
import { approvalStatuses, paymentStatuses, paymentTypes } from "./tables.ts";

export const PaymentType = z.enum(paymentTypes);
export const PaymentStatus = z.enum(paymentStatuses);
const ApprovalStatus = z.enum(approvalStatuses);
export const LocalDay = z.string().openapi({ format: "date", description: "local day in the business' time zone" });
export const Reason = line(500);

const recorded = {
  technician_id: 1,
  item_id: 5,
  sale_price_cents: 150000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card" as const,
};

const SplitRole = z.enum(roles).openapi({ description: "part in the work" });
const SplitOut = z.object({
  technician_id: z.int(),
  share_bps: z.int(),
  role: SplitRole,
  commission_cents: z.int(),
});

export const Sale = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    item_id: z.int(),
    sale_price_cents: z.int(),
    quantity: z.number(),
    tax_cents: z.int().openapi({ description: "tax within the price; it earns no commission" }),
    customer_name: z.string(),
    customer_id: z.int().nullable(),
    site_id: z.int().nullable(),
    notes: z.string().nullable(),
    discount_reason: z.string().nullable(),
    payment_type: PaymentType,
    payment_status: PaymentStatus,
    payment_date: LocalDay.nullable().openapi({ description: "local day of the last payment or refund" }),
    paid_cents: z.int().openapi({ description: "all payments so far" }),
    refunded_cents: z.int().openapi({ description: "all refunds so far" }),
    approval_status: ApprovalStatus,
    approved_at: InstantOut.nullable(),
    approved_by: z.string().nullable().openapi({ description: "an actor, or `auto` where no approval was needed" }),
    rejection_reason: z.string().nullable(),
    voided: z.boolean(),
    voided_at: InstantOut.nullable(),
    voided_by: z.string().nullable(),
    void_reason: z.string().nullable(),
    sale_date: LocalDay,
    earned_on: LocalDay.nullable().openapi({
      description: "local day on which the commission became payable, by the business' `earn_on`; null until then",
    }),
    commission_cents: z.int(),
    splits: z.array(SplitOut).nullable().openapi({ description: "null where one technician earns all of it" }),
    commission: frozenField(Commission),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Sale", {
    example: {
      id: 42,
      ...recorded,
      customer_id: 7,
      site_id: null,
      quantity: 1,
      tax_cents: 0,
      discount_reason: null,
      payment_status: "unpaid",
      payment_date: null,
      paid_cents: 0,
      refunded_cents: 0,
      approval_status: "approved",
      approved_at: "2026-03-28T14:30:00.000Z",
      approved_by: "auto",
      rejection_reason: null,
      voided: false,
      voided_at: null,
      voided_by: null,
      void_reason: null,
      sale_date: "2026-03-28",
      earned_on: "2026-03-28",
      commission_cents: 11250,
      splits: null,
      commission: commissionExample,
      created_at: "2026-03-28T14:30:00.000Z",
      updated_at: "2026-03-28T14:30:00.000Z",
      version: 1,
    },
  });
export const SalePage = pageOf("SalePage", Sale);

const MAX_SPLITS = 10;
const Splits = z
  .array(z.strictObject({ technician_id: Id, share_bps: Bps.min(1), role: SplitRole.default("technician") }))
  .min(1)
  .max(MAX_SPLITS)
  .refine((splits) => splits.reduce((sum, { share_bps }) => sum + share_bps, 0) === 10_000, "must sum to 10000")
  .refine(
    (splits) => new Set(splits.map(({ technician_id }) => technician_id)).size === splits.length,
    "must name each technician once",
  )
  .openapi({
    description:
      "who shares the commission, in basis points that sum to 10000; its cents are split by largest remainder. The rate is that of the sale's technician",
  });

const terms = {
  item_id: Id,
  sale_price_cents: Cents.openapi({ description: "price of the whole sale, tax included" }),
  quantity: Quantity.openapi({ description: "of the item, up to three decimals" }),
  tax_cents: Cents.openapi({ description: "tax within the price, which earns no commission" }),
  customer_name: line(160),
  customer_id: Id.optional(),
  site_id: Id.optional().openapi({ description: "where it was sold: a site of the customer, who is named by it too" }),
  notes: prose(4000).optional(),
  payment_type: PaymentType,
  sale_date: DateField.optional().openapi({ description: "local day of the sale, never in the future" }),
  discount_reason: Reason.optional().openapi({
    description: "why it was sold below list; the business may require it (`require_reason_over_discount_bps`)",
  }),
};

/** Those of a new sale, which has defaults; a change has none. */
const newTerms = {
  ...terms,
  customer_phone: line(40)
    .optional()
    .openapi({ description: "finds the one customer with this phone where no `customer_id` is given; it is not kept" }),
  customer_email: Email.optional().openapi({
    description: "finds the one customer with this e-mail where no `customer_id` is given; it is not kept",
  }),
  quantity: terms.quantity.default(1),
  tax_cents: terms.tax_cents.default(0),
  sale_date: terms.sale_date.openapi({ description: "local day of the sale; today when absent, never in the future" }),
};

export const RecordSale = z
  .strictObject({ technician_id: Id, ...newTerms, splits: Splits.optional() })
  .openapi("RecordSale", { example: recorded });

const { technician_id: _, ...recordedByMe } = recorded;
/** What a technician records: the sale is theirs. */
export const RecordOwnSale = z.strictObject(newTerms).openapi("RecordOwnSale", { example: recordedByMe });

export const ChangeSale = z
  .strictObject({ technician_id: Id, ...terms })
  .partial()
  .extend({
    customer_id: Id.nullable().optional(),
    site_id: Id.nullable().optional(),
    notes: prose(4000).nullable().optional(),
    splits: Splits.nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeSale", { example: { sale_price_cents: 140000, notes: "Loyal customer" } });

const filters = {
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  technician_id: IdText.optional(),
  item_id: IdText.optional(),
  category_id: IdText.optional().openapi({ description: "sales of items of this category, and of those below it" }),
  customer_id: IdText.optional(),
  payment_status: PaymentStatus.optional(),
  payment_type: PaymentType.optional(),
  approval_status: ApprovalStatus.optional(),
  voided: FlagText.optional(),
  q: line(80).optional().openapi({ description: "part of the customer's name, or the number of the sale" }),
};
export const SaleFilterQuery = z.object(filters);
export const SaleSummaryQuery = SaleFilterQuery.refine(...daysInOrder);
export const SaleQuery = PageQuery.extend({ ...filters, sort: sortBy("sale_date", "id", "updated_at") }).refine(
  ...daysInOrder,
);
const { technician_id: __, ...ownFilters } = filters;
export const OwnSaleQuery = PageQuery.omit({ page: true })
  .extend({
    ...ownFilters,
    sort: sortBy("sale_date", "id", "updated_at"),
  })
  .refine(...daysInOrder);

export const SaleSummary = z
  .object({
    count: z.int().openapi({ description: "all sales, voided ones too; the sums are without these" }),
    voided_count: z.int(),
    sale_price_cents: z.int(),
    tax_cents: z.int(),
    commission_cents: z.int(),
    paid_cents: z.int(),
    refunded_cents: z.int(),
  })
  .openapi("SaleSummary", {
    example: {
      count: 120,
      voided_count: 2,
      sale_price_cents: 4500000,
      tax_cents: 0,
      commission_cents: 337500,
      paid_cents: 4200000,
      refunded_cents: 15000,
    },
  });

/** What `commission.calculated` carries. */
export const CommissionCalculated = z
  .object({
    sale_id: z.int(),
    technician_id: z.int(),
    item_id: z.int(),
    sale_date: z.string().openapi({ format: "date" }),
    commission: frozenField(Commission),
  })
  .openapi("CommissionCalculated", {
    example: { sale_id: 42, technician_id: 1, item_id: 5, sale_date: "2026-03-28", commission: commissionExample },
  });
