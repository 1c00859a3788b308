/** What a customer sees of an estimate. */
export const estimateExample = {
  ...{ id: 42, number: "EST-42", title: "New heat pump", status: "sent" as const, currency: "USD" },
  line_items: [
    {
      ...{ description: "New HVAC System", amount_cents: 850000, quantity: 1, tax_rate_ids: [1] },
      ...{ line_total_cents: 850000, discount_cents: 0, document_discount_cents: 0, tax_cents: 63750 },
    },
  ],
  options: [],
  ...{ subtotal_cents: 850000, discount_cents: 0, tax_cents: 63750, total_cents: 913750 },
  tax_breakdown: [
    {
      ...{ tax_rate_id: 1, name: "Hillsborough County", rate_ppm: 75000, inclusive: false },
      ...{ taxable_cents: 850000, tax_cents: 63750 },
    },
  ],
  valid_until: "2026-04-30",
  ...{ accepted_option: null, accepted_at: null, declined_at: null },
  ...{ sent_at: "2026-04-01T14:00:00.000Z", version: 2, can_answer: true },
};

/** What a customer sees of an invoice. */
export const invoiceExample = {
  ...{ id: 42, number: "INV-42", title: null, status: "viewed" as const, currency: "USD" },
  line_items: [
    {
      ...{ description: "AC Repair", amount_cents: 15000, quantity: 1, tax_rate_ids: [] },
      ...{ line_total_cents: 15000, discount_cents: 0, document_discount_cents: 0, tax_cents: 0 },
    },
  ],
  tax_breakdown: [],
  ...{ subtotal_cents: 15000, discount_cents: 0, tax_cents: 0, total_cents: 15000 },
  ...{ notes: null, invoice_date: "2026-03-28", due_date: "2026-04-15", days_overdue: 0 },
  ...{ amount_paid_cents: 0, balance_cents: 15000 },
  ...{ sent_at: "2026-03-28T14:30:00.000Z", paid_at: null, version: 3 },
};
