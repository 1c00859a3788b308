import { Cents, Email, FlagText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const example = {
  name: "Gulf HVAC Supply",
  email: "orders@gulfhvac.example",
  phone: "+18135550142",
  account_number: "SMITH-2207",
};

export const Supplier = z
  .object({
    id: z.int(),
    name: z.string(),
    contact_name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string().nullable(),
    account_number: z.string().nullable(),
    payment_terms_days: z.int().nullable(),
    lead_time_days: z.int().nullable(),
    minimum_order_cents: z.int().nullable(),
    notes: z.string().nullable(),
    archived_at: InstantOut.nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Supplier", {
    example: {
      ...{ id: 1, ...example, contact_name: null, address: "12 Dock Road", city: "Tampa", state: "FL", zip: "33605" },
      ...{ payment_terms_days: 30, lead_time_days: 3, minimum_order_cents: null, notes: null, archived_at: null },
      ...{ created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 },
    },
  });
export const SupplierPage = pageOf("SupplierPage", Supplier);

const fields = {
  contact_name: line(120),
  email: Email,
  phone: line(40),
  address: line(200),
  city: line(80),
  state: line(40),
  zip: line(12),
  account_number: line(60),
  payment_terms_days: z.int().min(0).max(365),
  lead_time_days: z.int().min(0).max(365),
  minimum_order_cents: Cents,
  notes: prose(4000),
};
type Fields = typeof fields;

export const AddSupplier = z
  .strictObject({ name: line(160), ...z.object(fields).partial().shape })
  .openapi("AddSupplier", { example });

const nullable = Object.fromEntries(
  Object.entries(fields).map(([name, field]) => [name, z.union([field, z.null()]).optional()]),
) as { [K in keyof Fields]: z.ZodOptional<z.ZodUnion<[Fields[K], z.ZodNull]>> }; // safe: each field of it, and no other
export const ChangeSupplier = z
  .strictObject({ name: line(160).optional(), ...nullable })
  .refine(...namesAField)
  .openapi("ChangeSupplier", { example: { lead_time_days: 5 } });

export const ArchiveSupplier = z
  .strictObject({ archived: z.boolean() })
  .openapi("ArchiveSupplier", { example: { archived: true } });

export const SupplierQuery = PageQuery.extend({
  archived: FlagText.optional().openapi({ description: "true: only archived ones; false: only the others" }),
  search: line(80).optional().openapi({
    description:
      "words that begin a word of name, contact, account number or place, without regard to case and accents",
  }),
  sort: sortBy("id", "updated_at", "name"),
});
