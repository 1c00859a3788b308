import { Bom, DateField, daysInOrder, IdText, z } from "#/kernel/fields.ts";
import { PageQuery } from "#/kernel/page.ts";
import { LocalDay } from "./schemas.ts";
import { entryKinds } from "./statuses.ts";

const period = {
  date_from: DateField.optional().openapi({ description: "first local day; a year before date_to when absent" }),
  date_to: DateField.optional().openapi({ description: "last local day; today when absent" }),
};
export const StatementQuery = z.object(period).refine(...daysInOrder);
export const StatementFileQuery = z.object({ ...period, bom: Bom }).refine(...daysInOrder);
export const StatementParams = z.object({
  customer_id: IdText.openapi({ param: { name: "customer_id", in: "path" } }),
});

export const CustomerStatement = z
  .object({
    customer_id: z.int(),
    customer_name: z.string(),
    date_from: LocalDay,
    date_to: LocalDay,
    opening_balance_cents: z.int(),
    closing_balance_cents: z.int(),
    truncated: z.boolean(),
    entries: z.array(
      z
        .object({
          id: z.string(),
          kind: z.enum(entryKinds),
          entry_on: LocalDay,
          invoice_id: z.int().nullable(),
          invoice_payment_id: z.int().nullable(),
          credit_note_id: z.int().nullable(),
          document: z.string().nullable(),
          amount_cents: z.int(),
          balance_cents: z.int(),
        })
        .openapi("StatementEntry"),
    ),
  })
  .openapi("CustomerStatement", {
    example: {
      customer_id: 7,
      customer_name: "John Doe",
      date_from: "2026-03-01",
      date_to: "2026-03-31",
      opening_balance_cents: 0,
      closing_balance_cents: 15000,
      truncated: false,
      entries: [
        {
          id: "ent_01K3ZQ8N7D0000000000000000",
          kind: "issue",
          entry_on: "2026-03-28",
          invoice_id: 42,
          invoice_payment_id: null,
          credit_note_id: null,
          document: "INV-42",
          amount_cents: 15000,
          balance_cents: 15000,
        },
      ],
    },
  });

export const AgingQuery = PageQuery.pick({ page: true, limit: true }).extend({ as_of: DateField.optional() });

const brackets = {
  current_cents: z.int(),
  days_30_cents: z.int(),
  days_60_cents: z.int(),
  days_90_cents: z.int(),
  older_cents: z.int(),
  owed_cents: z.int(),
  credit_cents: z.int(),
};
const sums = {
  current_cents: 15000,
  days_30_cents: 0,
  days_60_cents: 0,
  days_90_cents: 0,
  older_cents: 0,
  owed_cents: 15000,
  credit_cents: 0,
};
export const InvoiceAging = z
  .object({
    as_of: LocalDay,
    totals: z.object(brackets).openapi("AgingTotals"),
    items: z.array(
      z.object({ customer_id: z.int().nullable(), customer_name: z.string(), ...brackets }).openapi("AgingOfCustomer"),
    ),
    total: z.int(),
    page: z.int(),
    limit: z.int(),
    total_pages: z.int(),
  })
  .openapi("InvoiceAging", {
    example: {
      as_of: "2026-03-31",
      totals: sums,
      items: [{ customer_id: 7, customer_name: "John Doe", ...sums }],
      total: 1,
      page: 1,
      limit: 50,
      total_pages: 1,
    },
  });
