import { Cents, InstantOut, line, namesAField, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const created = {
  name: "Annual maintenance package",
  sku: "MAINT-ANNUAL",
  category: "maintenance",
  list_price_cents: 150000,
  cost_cents: 40000,
};

export const Item = z
  .object({
    id: z.int(),
    name: z.string(),
    sku: z.string(),
    category: z.string().nullable(),
    list_price_cents: z.int(),
    cost_cents: z.int().nullable(),
    is_active: z.boolean().openapi({ description: "whether it can be sold" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("Item", {
    example: {
      id: 5,
      ...created,
      is_active: true,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const ItemPage = pageOf("ItemPage", Item);

export const ItemQuery = PageQuery.extend({
  sku: z.string().normalize("NFC").max(64).optional(),
  category: z.string().normalize("NFC").max(80).optional(),
  sort: sortBy("id", "updated_at"),
});

export const CreateItem = z
  .strictObject({
    name: line(160),
    sku: line(64),
    category: line(80).optional(),
    list_price_cents: Cents,
    cost_cents: Cents.optional(),
  })
  .openapi("CreateItem", { example: created });

export const ChangeItem = z
  .strictObject({
    name: line(160).optional(),
    sku: line(64).optional(),
    category: line(80).nullable().optional(),
    list_price_cents: Cents.optional(),
    cost_cents: Cents.nullable().optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeItem", { example: { list_price_cents: 165000 } });
