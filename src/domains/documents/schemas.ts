import { Bps, Cents, FlagText, Id, InstantOut, line, namesAField, prose, Quantity, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const Ppm = z
  .int("must be an integer number of parts per million (82500 is 8.25 %)")
  .min(0)
  .max(1_000_000)
  .openapi({ example: 82500 });

const rateExample = { name: "Hillsborough County", rate_ppm: 75000 };
export const TaxRate = z
  .object({
    id: z.int(),
    name: z.string(),
    rate_ppm: z.int().openapi({ description: "parts per million: 82500 is 8.25 %" }),
    inclusive: z.boolean().openapi({ description: "whether prices contain it" }),
    is_default: z.boolean().openapi({ description: "whether it taxes the lines that name no rate" }),
    is_archived: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("TaxRate", {
    example: {
      id: 1,
      ...rateExample,
      inclusive: false,
      is_default: true,
      is_archived: false,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const TaxRatePage = pageOf("TaxRatePage", TaxRate);
export const TaxRateQuery = PageQuery.extend({ is_archived: FlagText.optional(), sort: sortBy("id", "updated_at") });

export const AddTaxRate = z
  .strictObject({
    name: line(80),
    rate_ppm: Ppm,
    inclusive: z.boolean().default(false),
    is_default: z.boolean().default(false),
  })
  .openapi("AddTaxRate", { example: { ...rateExample, is_default: true } });
export const ChangeTaxRate = z
  .strictObject({
    name: line(80).optional(),
    rate_ppm: Ppm.optional(),
    inclusive: z.boolean().optional(),
    is_default: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeTaxRate", { example: { rate_ppm: 77500 } });

/** Of a document or a line: an amount or a share. */
export const discountFields = {
  discount_cents: Cents.optional().openapi({ description: "taken off; or `discount_bps`" }),
  discount_bps: Bps.optional().openapi({ description: "taken off; or `discount_cents`" }),
};
export const changedDiscountFields = {
  discount_cents: Cents.nullable().optional().openapi({ description: "taken off; or `discount_bps`; null: none" }),
  discount_bps: Bps.nullable().optional().openapi({ description: "taken off; or `discount_cents`; null: none" }),
};
type Discounts = { discount_cents?: number | null | undefined; discount_bps?: number | null | undefined };
/** A check that a discount is an amount or a share, not both. */
export const oneDiscount: [(body: Discounts) => boolean, { path: string[]; error: string }] = [
  ({ discount_cents, discount_bps }) => discount_cents == null || discount_bps == null,
  { path: ["discount_bps"], error: "must be left out where discount_cents is there" },
];

const RateIds = z
  .array(Id)
  .max(5)
  .refine((ids) => new Set(ids).size === ids.length, "must name each rate once");

export const LineItem = z
  .strictObject({
    description: line(500),
    amount_cents: Cents.openapi({ description: "the price of one" }),
    quantity: Quantity.default(1),
    item_id: Id.optional().openapi({ description: "of the price book" }),
    tax_rate_id: Id.optional().openapi({ description: "its tax; without one the business' default rate holds" }),
    tax_rate_ids: RateIds.optional().openapi({ description: "its taxes, where there are several; empty: none" }),
    taxable: z.boolean().optional().openapi({ description: "false: no tax; without it as its item says" }),
    ...discountFields,
  })
  .refine(...oneDiscount)
  .openapi("LineItem", { example: { description: "AC Repair", amount_cents: 15000, quantity: 1 } });
/** The most lines of a document. */
export const MOST_LINES = 500;
export const LineItems = z.array(LineItem).min(1, "must have at least one line").max(MOST_LINES);

export const LineItemOut = z
  .object({
    description: z.string(),
    amount_cents: z.int().openapi({ description: "the price of one" }),
    quantity: z.number(),
    item_id: z.int().optional().openapi({ description: "of the price book" }),
    tax_rate_ids: z.array(z.int()).openapi({ description: "its taxes" }),
    discount_bps: z.int().optional().openapi({ description: "its own discount, where that is a share" }),
    line_total_cents: z.int().openapi({ description: "price by quantity, before discounts and taxes that are added" }),
    discount_cents: z.int().openapi({ description: "all that is taken off it, its part of the document's included" }),
    document_discount_cents: z.int().openapi({ description: "its part of the document's discount" }),
    tax_cents: z.int().openapi({ description: "its part of the taxes" }),
  })
  .openapi("LineItemTotals");
export const LineItemsOut = z.array(LineItemOut);

export const TaxAmount = z
  .object({
    tax_rate_id: z.int().openapi({ description: "the rate" }),
    name: z.string().openapi({ description: "the rate's name as it was" }),
    rate_ppm: z.int().openapi({ description: "parts per million: 82500 is 8.25 %" }),
    inclusive: z.boolean().openapi({ description: "whether prices contain it" }),
    taxable_cents: z.int().openapi({ description: "what it is taken of, without the tax" }),
    tax_cents: z.int(),
  })
  .openapi("TaxAmount");
export const TaxBreakdown = z.array(TaxAmount);

/** The sums of every document. */
export const totalFields = {
  subtotal_cents: z.int().openapi({ description: "sum of the lines" }),
  discount_cents: z.int().openapi({ description: "all discounts, of lines and of the document" }),
  tax_cents: z.int().openapi({ description: "all taxes, also those that prices contain" }),
  total_cents: z.int().openapi({ description: "subtotal less discount, and the taxes that prices do not contain" }),
};

export const Footer = prose(2000);
