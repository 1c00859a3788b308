import { and, eq, type SQL, sql } from "drizzle-orm";
import { mapped, q } from "#/db/tenant/client.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import type { Application } from "./ledger-rules.ts";
import { invoiceTable, ledgerTable } from "./tables.ts";

export const insertEntry = insertInto(ledgerTable);

/** What of a payment is applied to which invoice, in the order in which it was. */
export const applicationsOfPayment = prepared((tenantId: Slot<string>, paymentId: Slot<number>) =>
  applications(tenantId, sql`${ledgerTable.paymentId} = ${paymentId}`),
);
export const applicationsOfCreditNote = prepared((tenantId: Slot<string>, creditNoteId: Slot<number>) =>
  applications(tenantId, sql`${ledgerTable.creditNoteId} = ${creditNoteId}`),
);
const applications = (tenantId: Slot<string>, ofSource: SQL) =>
  mapped(
    q
      .select({
        invoiceId: ledgerTable.invoiceId,
        cents: sql<number>`-sum(${ledgerTable.invoiceCents})`.as("cents"),
      })
      .from(ledgerTable)
      .where(and(eq(ledgerTable.tenantId, tenantId), ofSource, sql`${ledgerTable.invoiceId} is not null`))
      .groupBy(ledgerTable.invoiceId)
      .having(sql`sum(${ledgerTable.invoiceCents}) < 0`)
      .orderBy(sql`max(${ledgerTable.id})`),
    (rows) => rows.map(({ invoiceId, cents }): Application => ({ invoiceId: invoiceId ?? 0, cents })), // never null: the condition
  );

/** The invoices that a payment is, or was, applied to. */
export const invoicesOfPayment = prepared((tenantId: Slot<string>, paymentId: Slot<number>) =>
  q
    .select()
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, tenantId),
        sql`${invoiceTable.id} in (select invoice_id from invoice_ledger where tenant_id = ${tenantId} and payment_id = ${paymentId})`,
      ),
    ),
);

/** The invoice that a credit note is for, and those that it is, or was, applied to. */
export const invoicesOfCreditNote = prepared((tenantId: Slot<string>, creditNoteId: Slot<number>) =>
  q
    .select()
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, tenantId),
        sql`${invoiceTable.id} in (
          select invoice_id from credit_notes where tenant_id = ${tenantId} and id = ${creditNoteId}
          union select invoice_id from invoice_ledger where tenant_id = ${tenantId} and credit_note_id = ${creditNoteId})`,
      ),
    ),
);

/** Those of these invoices that there are; `ids` is a JSON array. */
export const invoicesByIds = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  q
    .select()
    .from(invoiceTable)
    .where(and(eq(invoiceTable.tenantId, tenantId), sql`${invoiceTable.id} in (select value from json_each(${ids}))`)),
);
