import { Cents, DateField, daysInOrder, Id, IdText, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { Currency, LocalDay, Reason } from "./schemas.ts";
import { entryKinds, paymentMethods } from "./statuses.ts";

const Method = z.enum(paymentMethods);
const Amount = Cents.min(1);
const MAX_SPLITS = 50;

export const InvoicePayment = z
  .object({
    id: z.int(),
    customer_id: z.int().nullable(),
    customer_name: z.string(),
    currency: Currency,
    amount_cents: z.int(),
    applied_cents: z.int(),
    refunded_cents: z.int(),
    unapplied_cents: z.int(),
    method: Method,
    reference: z.string().nullable(),
    provider: z.string().nullable(),
    received_on: LocalDay,
    notes: z.string().nullable(),
    reversed_at: InstantOut.nullable(),
    reverse_reason: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("InvoicePayment", {
    example: {
      id: 5,
      customer_id: 7,
      customer_name: "John Doe",
      currency: "USD",
      amount_cents: 15000,
      applied_cents: 15000,
      refunded_cents: 0,
      unapplied_cents: 0,
      method: "check",
      reference: "1042",
      provider: null,
      received_on: "2026-04-02",
      notes: null,
      reversed_at: null,
      reverse_reason: null,
      created_by: "user:1",
      created_at: "2026-04-02T15:00:00.000Z",
      updated_at: "2026-04-02T15:00:00.000Z",
      version: 1,
    },
  });
export const InvoicePaymentPage = pageOf("InvoicePaymentPage", InvoicePayment);

const Splits = z.array(z.strictObject({ invoice_id: Id, amount_cents: Amount })).max(MAX_SPLITS);

export const RecordInvoicePayment = z
  .strictObject({
    amount_cents: Amount.optional(),
    invoice_id: Id.optional(),
    splits: Splits.optional(),
    customer_id: Id.optional(),
    method: Method,
    reference: line(120).optional(),
    received_on: DateField.optional(),
    notes: prose(2000).optional(),
  })
  .refine(({ invoice_id, splits }) => (invoice_id === undefined) !== (splits === undefined), {
    path: ["splits"],
    error: "name either invoice_id or splits",
  })
  .openapi("RecordInvoicePayment", {
    example: { invoice_id: 1, amount_cents: 5000, method: "check", reference: "1042" },
  });

export const ApplyCredit = z
  .strictObject({ splits: Splits.min(1) })
  .openapi("ApplyCredit", { example: { splits: [{ invoice_id: 1, amount_cents: 5000 }] } });
export const TakeOffCredit = z
  .strictObject({ invoice_id: Id, amount_cents: Amount.optional() })
  .openapi("TakeOffCredit", { example: { invoice_id: 1 } });
export const GiveBack = z
  .strictObject({
    amount_cents: Amount.optional(),
    method: Method.optional(),
    reference: line(120).optional(),
    refunded_on: DateField.optional(),
    reason: Reason.optional(),
  })
  .openapi("RefundInvoicePayment", { example: { amount_cents: 5000, reason: "The second visit was not needed" } });
export const ReversePayment = z
  .strictObject({ reason: Reason, reversed_on: DateField.optional() })
  .openapi("ReverseInvoicePayment", { example: { reason: "The cheque bounced" } });

export const InvoicePaymentQuery = PageQuery.extend({
  customer_id: IdText.optional(),
  method: Method.optional(),
  unapplied: z.enum(["true"]).optional(),
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  sort: sortBy("received_on", "id", "updated_at"),
}).refine(...daysInOrder);

const Entry = z
  .object({
    id: z.string(),
    kind: z.enum(entryKinds),
    entry_on: LocalDay,
    invoice_id: z.int().nullable(),
    invoice_payment_id: z.int().nullable(),
    credit_note_id: z.int().nullable(),
    invoice_cents: z.int(),
    credit_cents: z.int(),
    method: Method.nullable(),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("InvoiceEntry");
export const InvoiceEntries = z.object({ items: z.array(Entry) }).openapi("InvoiceEntries", {
  example: {
    items: [
      {
        id: "ent_01K3ZQ8N7D0000000000000000",
        kind: "issue",
        entry_on: "2026-03-28",
        invoice_id: 42,
        invoice_payment_id: null,
        credit_note_id: null,
        invoice_cents: 15000,
        credit_cents: 0,
        method: null,
        reference: null,
        reason: null,
        created_by: "user:1",
        created_at: "2026-03-28T14:30:00.000Z",
      },
    ],
  },
});
