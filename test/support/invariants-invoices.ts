/** What must be true of the invoices of a business at any moment, as in invariants.ts. */
const summed = (cents: string, of: string): string =>
  `coalesce((select sum(${cents}) from invoice_ledger l where l.tenant_id = ?1 and l.${of} = t.id), 0)`;

export const invoiceRules = [
  {
    broken: "an invoice and the ledger differ",
    sql: `select id what from invoices t where tenant_id = ?1 and (balance_cents <> ${summed("invoice_cents", "invoice_id")}
      or balance_cents < 0 or amount_paid_cents < 0 or credited_cents < 0
      or amount_paid_cents <> -${summed("case when l.payment_id is null then 0 else l.invoice_cents end", "invoice_id")}
      or credited_cents <> -${summed("case when l.credit_note_id is null then 0 else l.invoice_cents end", "invoice_id")})`,
  },
  {
    broken: "the status of an invoice and its balance differ",
    sql: `select id what from invoices where tenant_id = ?1
      and (balance_cents > 0) <> (status in ('sent', 'viewed', 'partially_paid'))`,
  },
  {
    broken: "a payment of a customer and the ledger differ",
    sql: `select id what from invoice_payments t where tenant_id = ?1 and (unapplied_cents <> ${summed("credit_cents", "payment_id")}
      or unapplied_cents < 0 or applied_cents < 0
      or (reversed_at is null and amount_cents <> applied_cents + refunded_cents + unapplied_cents))`,
  },
  {
    broken: "a credit note and the ledger differ",
    sql: `select id what from credit_notes t where tenant_id = ?1 and (unapplied_cents <> ${summed("credit_cents", "credit_note_id")}
      or unapplied_cents < 0 or (case when voided_at is null then total_cents else 0 end) <> applied_cents + refunded_cents + unapplied_cents
      or subtotal_cents + tax_cents <> total_cents)`,
  },
  {
    broken: "the numbers of invoices or credit notes have a hole",
    sql: `select s.entity what from sequences s where s.tenant_id = ?1 and (
      (s.entity = 'invoice_number' and s.last_id <> (select count(*) from invoices i where i.tenant_id = ?1 and i.number is not null))
      or (s.entity = 'credit_note_number' and s.last_id <> (select count(*) from credit_notes c where c.tenant_id = ?1)))`,
  },
];
