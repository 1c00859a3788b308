import { Id, IdText, InstantOut, line, namesAField, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const SortOrder = z.int().min(-1_000_000).max(1_000_000);

export const ItemCategory = z
  .object({
    id: z.int(),
    name: z.string(),
    parent_id: z.int().nullable().openapi({ description: "the category that it lies in; null at the top" }),
    path: z.string().openapi({ description: "the ids from the top down to itself" }),
    sort_order: z.int(),
    is_active: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("ItemCategory", {
    example: {
      id: 3,
      name: "Maintenance",
      parent_id: 1,
      path: "/1/3/",
      sort_order: 0,
      is_active: true,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const ItemCategoryPage = pageOf("ItemCategoryPage", ItemCategory);

export const ItemCategoryQuery = PageQuery.extend({
  parent_id: IdText.optional().openapi({ description: "only those right below it" }),
  sort: sortBy("id", "updated_at"),
});

export const AddItemCategory = z
  .strictObject({
    name: line(80),
    parent_id: Id.nullable()
      .optional()
      .openapi({ description: "the category that it lies in; at the top when absent" }),
    sort_order: SortOrder.default(0),
  })
  .openapi("AddItemCategory", { example: { name: "Maintenance", sort_order: 10 } });

export const ChangeItemCategory = z
  .strictObject({
    name: line(80).optional(),
    parent_id: Id.nullable().optional().openapi({ description: "moves it with all below it; null: to the top" }),
    sort_order: SortOrder.optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeItemCategory", { example: { name: "Service plans" } });
