import { integer, text } from "drizzle-orm/sqlite-core";
import { cents, frozenJson } from "#/db/columns.ts";
import type { LineOnWire, TaxOnWire } from "#/domains/documents/index.ts";

// Columns that invoices and credit notes share.

const asItIs = (text: string): string => text;

/** Whose document it is, copied by value: what was sent never changes. */
export const party = () => ({
  customerId: integer("customer_id"),
  siteId: integer("site_id"),
  customerName: text("customer_name").notNull(),
  customerEmail: text("customer_email"),
  customerPhone: text("customer_phone"),
  billingAddress: text("billing_address"),
  billingCity: text("billing_city"),
  billingState: text("billing_state"),
  billingZip: text("billing_zip"),
});

/** What it is about, and what that comes to. */
export const amounts = () => ({
  currency: text("currency").notNull(),
  /** Lines and taxes in wire format, with the rates as they were. */
  lineItems: frozenJson<LineOnWire[]>("line_items", asItIs).notNull(),
  taxBreakdown: frozenJson<TaxOnWire[]>("tax_breakdown", asItIs).notNull(),
  subtotalCents: cents("subtotal_cents").notNull(),
  discountCents: cents("discount_cents").notNull(),
  taxCents: cents("tax_cents").notNull(),
  totalCents: cents("total_cents").notNull(),
});
