import {
  changedDiscountFields,
  discountFields,
  LineItems,
  LineItemsOut,
  TaxBreakdown,
} from "#/domains/documents/index.ts";
import {
  Bom,
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
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frozenField } from "#/kernel/wire.ts";
import { shownStatuses } from "./statuses.ts";

export const LocalDay = z.string().openapi({ format: "date", description: "local day in the business' time zone" });
export const Reason = line(500);
export const Currency = z.string().openapi({ description: "ISO 4217, as the business had it then" });

/** The reference's own request. */
const asked = {
  customer_name: "John Doe",
  customer_email: "john@doe.example",
  line_items: [{ description: "AC Repair", amount_cents: 15000, quantity: 1 }],
  due_date: "2026-04-15",
};

export const partyOut = {
  customer_id: z.int().nullable(),
  site_id: z.int().nullable(),
  customer_name: z.string(),
  customer_email: z.string().nullable(),
  customer_phone: z.string().nullable(),
  billing_address: z.string().nullable(),
  billing_city: z.string().nullable(),
  billing_state: z.string().nullable(),
  billing_zip: z.string().nullable(),
};
export const amountsOut = {
  currency: Currency,
  line_items: frozenField(LineItemsOut),
  tax_breakdown: frozenField(TaxBreakdown),
  subtotal_cents: z.int(),
  discount_cents: z.int(),
  tax_cents: z.int(),
  total_cents: z.int(),
};
export const amountsExample = {
  currency: "USD",
  line_items: [
    {
      description: "AC Repair",
      amount_cents: 15000,
      quantity: 1,
      tax_rate_ids: [],
      line_total_cents: 15000,
      discount_cents: 0,
      document_discount_cents: 0,
      tax_cents: 0,
    },
  ],
  tax_breakdown: [],
  subtotal_cents: 15000,
  discount_cents: 0,
  tax_cents: 0,
  total_cents: 15000,
};
export const partyExample = {
  customer_id: 7,
  site_id: null,
  customer_name: "John Doe",
  customer_email: "john@doe.example",
  customer_phone: null,
  billing_address: "123 Oak St",
  billing_city: "Tampa",
  billing_state: "FL",
  billing_zip: "33601",
};

const shown = {
  id: 42,
  number: "INV-42",
  status: "viewed" as const,
  ...partyExample,
  job_id: null,
  source: null,
  title: null,
  purchase_order: null,
  notes: null,
  ...amountsExample,
  invoice_date: "2026-03-28",
  due_date: asked.due_date,
  days_overdue: 0,
  amount_paid_cents: 0,
  credited_cents: 0,
  written_off_cents: 0,
  balance_cents: 15000,
  credit_notes_cents: 0,
  sent_at: "2026-03-28T14:30:00.000Z",
  viewed_at: "2026-03-29T08:10:00.000Z",
  paid_at: null,
  voided_at: null,
  void_reason: null,
  written_off_at: null,
  write_off_reason: null,
  replaces_id: null,
  replaced_by_id: null,
  reminders_sent: 0,
  last_reminded_on: null,
  created_by: "user:1",
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-29T08:10:00.000Z",
  version: 3,
};

export const Invoice = z
  .object({
    id: z.int(),
    number: z.string().nullable(),
    status: z.enum(shownStatuses),
    ...partyOut,
    job_id: z.int().nullable(),
    source: z.string().nullable(),
    title: z.string().nullable(),
    purchase_order: z.string().nullable(),
    notes: z.string().nullable(),
    ...amountsOut,
    invoice_date: LocalDay.nullable(),
    due_date: LocalDay.nullable(),
    days_overdue: z.int(),
    amount_paid_cents: z.int(),
    credited_cents: z.int(),
    written_off_cents: z.int(),
    balance_cents: z.int(),
    credit_notes_cents: z.int(),
    sent_at: InstantOut.nullable(),
    viewed_at: InstantOut.nullable(),
    paid_at: InstantOut.nullable(),
    voided_at: InstantOut.nullable(),
    void_reason: z.string().nullable(),
    written_off_at: InstantOut.nullable(),
    write_off_reason: z.string().nullable(),
    replaces_id: z.int().nullable(),
    replaced_by_id: z.int().nullable(),
    reminders_sent: z.int(),
    last_reminded_on: LocalDay.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Invoice", { example: shown });
export const InvoicePage = pageOf("InvoicePage", Invoice);
export const CreatedInvoice = Invoice.extend({ repeated: z.boolean() }).openapi("CreatedInvoice", {
  example: { ...shown, repeated: false },
});

const content = {
  customer_name: line(160),
  customer_email: Email,
  customer_phone: line(40),
  billing_address: line(200),
  billing_city: line(100),
  billing_state: line(60),
  billing_zip: line(20),
  title: line(160),
  purchase_order: line(80),
  notes: prose(4000),
  invoice_date: DateField,
  due_date: DateField,
};

export const CreateInvoice = z
  .strictObject(content)
  .partial()
  .extend({
    customer_id: Id.optional(),
    site_id: Id.optional(),
    job_id: Id.optional(),
    line_items: LineItems.optional(),
    ...discountFields,
    send: z.boolean().default(false),
  })
  .openapi("CreateInvoice", { example: asked });

const { customer_name, ...clearable } = content;
export const ChangeInvoice = z
  .strictObject(
    Object.fromEntries(Object.entries(clearable).map(([name, field]) => [name, field.nullable()])) as {
      [K in keyof typeof clearable]: z.ZodNullable<(typeof clearable)[K]>;
    },
  )
  .partial()
  .extend({
    customer_name: customer_name.optional(),
    customer_id: Id.nullable().optional(),
    site_id: Id.nullable().optional(),
    line_items: LineItems.optional(),
    ...changedDiscountFields,
  })
  .refine(...namesAField)
  .openapi("ChangeInvoice", { example: { notes: "Thank you", due_date: "2026-04-30" } });

export const SendInvoice = z
  .strictObject({
    email: Email.optional(),
    message: prose(2000).optional(),
    mail: z.boolean().default(true),
  })
  .openapi("SendInvoice", { example: { email: "john@doe.example" } });
export const EndInvoice = z
  .strictObject({ reason: Reason })
  .openapi("EndInvoice", { example: { reason: "Sent to the wrong customer" } });

export const InvoiceLink = z.object({ url: z.string(), expires_at: InstantOut }).openapi("InvoiceLink", {
  example: { url: "https://truckroll.example/i/SMITHHVAC.5f2c", expires_at: "2026-04-11T14:30:00.000Z" },
});

const filters = {
  status: z.enum(shownStatuses).optional(),
  customer_id: IdText.optional(),
  job_id: IdText.optional(),
  unpaid: FlagText.optional(),
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  due_from: DateField.optional(),
  due_to: DateField.optional(),
  q: line(80).optional().openapi({ description: "begins of words of the number, the customer or the title" }),
};
export const InvoiceQuery = PageQuery.extend({
  ...filters,
  sort: sortBy("invoice_date", "due_date", "id", "updated_at"),
}).refine(...daysInOrder);
export const InvoiceFileQuery = z.object({ ...filters, bom: Bom }).refine(...daysInOrder);

export const JobParams = z.object({ job_id: IdText.openapi({ param: { name: "job_id", in: "path" } }) });
export const OwnInvoices = z.object({ items: z.array(Invoice) }).openapi("OwnInvoices");
