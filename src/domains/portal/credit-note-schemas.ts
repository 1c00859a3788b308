import { CreditNoteOnWire } from "#/domains/invoices/index.ts";
import { z } from "#/kernel/fields.ts";
import { PageQuery, pageOf } from "#/kernel/page.ts";
import { invoiceExample } from "./examples.ts";

const creditNoteFields = {
  id: true,
  number: true,
  invoice_id: true,
  invoice_number: true,
  currency: true,
  line_items: true,
  tax_breakdown: true,
  subtotal_cents: true,
  discount_cents: true,
  tax_cents: true,
  total_cents: true,
  issued_on: true,
  applied_cents: true,
  refunded_cents: true,
  unapplied_cents: true,
  voided_at: true,
  version: true,
} as const;
const { line_items, tax_breakdown, currency } = invoiceExample;
export const CustomerCreditNote = CreditNoteOnWire.pick(creditNoteFields).openapi("CustomerCreditNote", {
  example: {
    ...{ id: 3, number: "CN-3", invoice_id: 42, invoice_number: "INV-42", currency, line_items, tax_breakdown },
    ...{ subtotal_cents: 15000, discount_cents: 0, tax_cents: 0, total_cents: 15000, issued_on: "2026-04-02" },
    ...{ applied_cents: 15000, refunded_cents: 0, unapplied_cents: 0, voided_at: null, version: 1 },
  },
});
export const CustomerCreditNoteQuery = PageQuery.omit({ page: true });
export const CustomerCreditNotePage = pageOf("CustomerCreditNotePage", CustomerCreditNote);

export const CustomerCheckout = z
  .object({ url: z.string().openapi({ description: "of the payment provider's page, where they pay" }) })
  .openapi("CustomerCheckout", { example: { url: "https://checkout.stripe.com/c/pay/cs_test_a1" } });
