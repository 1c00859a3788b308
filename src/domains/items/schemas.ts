import { Bom, Cents, FlagText, Id, IdText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const created = {
  name: "Annual maintenance package",
  sku: "MAINT-ANNUAL",
  category_id: 3,
  list_price_cents: 150000,
  cost_cents: 40000,
};

const itemExample = {
  id: 5,
  ...created,
  description: null,
  unit: "each",
  member_price_cents: 135000,
  pays_commission: true,
  taxable: true,
  is_active: true,
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const Item = z
  .object({
    id: z.int(),
    name: z.string(),
    sku: z.string(),
    category_id: z.int().nullable(),
    description: z.string().nullable(),
    unit: z.string().nullable().openapi({ description: "what one of it is: each, hour, foot" }),
    list_price_cents: z.int(),
    cost_cents: z.int().nullable(),
    member_price_cents: z.int().nullable().openapi({ description: "price for those with a service agreement" }),
    pays_commission: z.boolean().openapi({ description: "whether a sale of it earns a commission" }),
    taxable: z.boolean().openapi({ description: "whether sales tax is due on it" }),
    is_active: z.boolean().openapi({ description: "whether it can be sold" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("Item", { example: itemExample });
export const ItemPage = pageOf("ItemPage", Item);

const { cost_cents: _, ...toSell } = itemExample;
/** An item as a technician sees it: without its cost. */
export const ItemToSell = Item.omit({ cost_cents: true }).openapi("ItemToSell", { example: toSell });
export const ItemToSellPage = pageOf("ItemToSellPage", ItemToSell);

const filters = {
  sku: z.string().normalize("NFC").max(64).optional(),
  category_id: IdText.optional().openapi({ description: "in this category or one below it" }),
  is_active: FlagText.optional(),
  q: line(80)
    .optional()
    .openapi({ description: "words that begin a word of the name or SKU, without regard to case and accents" }),
};
export const ItemQuery = PageQuery.extend({ ...filters, sort: sortBy("id", "updated_at") });
export const ItemFileQuery = z.object({ ...filters, bom: Bom });

export const CreateItem = z
  .strictObject({
    name: line(160),
    sku: line(64),
    list_price_cents: Cents,
    category_id: Id.optional(),
    description: prose(4000).optional(),
    unit: line(40).optional(),
    cost_cents: Cents.optional(),
    member_price_cents: Cents.optional(),
    pays_commission: z.boolean().default(true),
    taxable: z.boolean().default(true),
  })
  .openapi("CreateItem", { example: created });

export const ChangeItem = z
  .strictObject({
    name: line(160).optional(),
    sku: line(64).optional(),
    category_id: Id.nullable().optional(),
    description: prose(4000).nullable().optional(),
    unit: line(40).nullable().optional(),
    list_price_cents: Cents.optional(),
    cost_cents: Cents.nullable().optional(),
    member_price_cents: Cents.nullable().optional(),
    pays_commission: z.boolean().optional(),
    taxable: z.boolean().optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeItem", { example: { list_price_cents: 165000 } });
