import { and, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { PaymentMethod } from "./statuses.ts";
import { creditNotes, creditNoteTable, invoicePayments, ledgerTable, paymentTable, unapplied } from "./tables.ts";

type Days = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };
type PaymentFilter = Days & {
  customerId?: number | undefined;
  method?: PaymentMethod | undefined;
  unapplied?: "true" | undefined;
};

/** Latest day first. */
export function listInvoicePayments(ctx: Ctx, input: ListInput & PaymentFilter) {
  const { customerId, method, unapplied: isLeft, dateFrom, dateTo, ...page } = input;
  return invoicePayments.list(ctx, page, {
    equals: { customerId, method },
    filters: [
      isLeft && unapplied,
      dateFrom && gte(paymentTable.receivedOn, dateFrom),
      dateTo && lte(paymentTable.receivedOn, dateTo),
    ],
    sorts: { received_on: [paymentTable.receivedOn, paymentTable.id] },
    defaultSort: "-received_on",
  });
}

type NoteFilter = Days & {
  customerId?: number | undefined;
  invoiceId?: number | undefined;
  unapplied?: "true" | undefined;
};

/** Latest day first. */
export function listCreditNotes(ctx: Ctx, input: ListInput & NoteFilter) {
  const { customerId, invoiceId, unapplied: isLeft, dateFrom, dateTo, ...page } = input;
  return creditNotes.list(ctx, page, {
    equals: { customerId, invoiceId },
    filters: [
      isLeft && unapplied,
      dateFrom && gte(creditNoteTable.issuedOn, dateFrom),
      dateTo && lte(creditNoteTable.issuedOn, dateTo),
    ],
    sorts: { issued_on: [creditNoteTable.issuedOn, creditNoteTable.id] },
    defaultSort: "-issued_on",
  });
}

const ofCustomer = (customerId: SQL<number>) => sql`${creditNoteTable.customerId} = ${customerId}`;
/** A page of a customer's credit notes, newest first: what the customer may see. */
export const creditNotesOfCustomer = (ctx: Ctx, customerId: SQL<number>, input: ListInput) =>
  creditNotes.list(ctx, input, { filters: [ofCustomer(customerId)], defaultSort: "-id", total: "none" });

/** The latest of them, as a statement. */
export const latestOfCustomer = (ctx: Ctx, customerId: SQL<number>, limit: number) =>
  q
    .select()
    .from(creditNoteTable)
    .where(and(eq(creditNoteTable.tenantId, ctx.tenant.id), ofCustomer(customerId)))
    .orderBy(desc(creditNoteTable.id))
    .limit(limit);

/** The tax that the credit notes of an invoice took back. */
export const creditedTaxOf = (ctx: Ctx, invoiceId: number) =>
  mapped(
    only(
      q
        .select({ cents: sql<number>`coalesce(sum(${creditNoteTable.taxCents}), 0)`.as("cents") })
        .from(creditNoteTable)
        .where(
          and(
            eq(creditNoteTable.tenantId, ctx.tenant.id),
            eq(creditNoteTable.invoiceId, invoiceId),
            sql`${creditNoteTable.voidedAt} is null`,
          ),
        ),
    ),
    ({ cents }) => cents,
  );

/** The payment that a provider reported under this id. */
export const paymentByProvider = prepared((tenantId: Slot<string>, provider: Slot<string>, providerRef: Slot<string>) =>
  first(
    q
      .select()
      .from(paymentTable)
      .where(
        and(
          eq(paymentTable.tenantId, tenantId),
          eq(paymentTable.provider, provider),
          sql`${paymentTable.providerRef} = ${providerRef}`,
        ),
      ),
  ),
);

/** Every entry of a payment in the ledger, in their order. */
export async function listPaymentEntries(ctx: Ctx, id: number) {
  const { entries } = await read(ctx, {
    payment: invoicePayments.one(ctx, id),
    entries: q
      .select()
      .from(ledgerTable)
      .where(and(eq(ledgerTable.tenantId, ctx.tenant.id), eq(ledgerTable.paymentId, id)))
      .orderBy(ledgerTable.id),
  });
  return { items: entries.map(({ paymentId, ...entry }) => ({ ...entry, invoicePaymentId: paymentId })) };
}
