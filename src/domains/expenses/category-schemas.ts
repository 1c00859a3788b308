import { Cents, DateField, daysInOrder, FlagText, InstantOut, line, namesAField, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const limits = { limit_cents: 50_000, monthly_limit_cents: 100_000, receipt_over_cents: 2500 };
const example = { name: "Small tools", ...limits };

export const ExpenseCategory = z
  .object({
    id: z.int(),
    name: z.string(),
    limit_cents: z.int().nullable(),
    monthly_limit_cents: z.int().nullable(),
    receipt_over_cents: z.int().nullable(),
    is_active: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("ExpenseCategory", {
    example: {
      ...{ id: 2, ...example, is_active: true },
      ...{ created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 },
    },
  });
export const ExpenseCategoryPage = pageOf("ExpenseCategoryPage", ExpenseCategory);
export const ExpenseCategoryQuery = PageQuery.extend({
  is_active: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

const limit = Cents.nullable().optional();
export const CreateExpenseCategory = z
  .strictObject({ name: line(80), limit_cents: limit, monthly_limit_cents: limit, receipt_over_cents: limit })
  .openapi("CreateExpenseCategory", { example });
export const ChangeExpenseCategory = z
  .strictObject({
    name: line(80).optional(),
    limit_cents: limit,
    monthly_limit_cents: limit,
    receipt_over_cents: limit,
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeExpenseCategory", { example: { limit_cents: 60_000 } });

export const ExpenseSummaryQuery = z
  .object({
    date_from: DateField.optional().openapi({
      description: "the first local day; 30 days up to `date_to` when absent",
    }),
    date_to: DateField.optional().openapi({ description: "the last local day; today when absent" }),
    group_by: z
      .enum(["category", "technician", "job"])
      .default("category")
      .openapi({ description: "what a row is for" }),
  })
  .refine(...daysInOrder);

export const ExpenseSummary = z
  .object({
    items: z.array(
      z.object({
        group: z
          .int()
          .nullable()
          .openapi({ description: "id of the category, technician or job; null: expenses that name none" }),
        expenses: z.int(),
        claimed_cents: z.int(),
        waiting_cents: z.int(),
        approved_cents: z.int(),
      }),
    ),
  })
  .openapi("ExpenseSummary", {
    example: {
      items: [{ group: 2, expenses: 3, claimed_cents: 14_895, waiting_cents: 4895, approved_cents: 10_000 }],
    },
  });
