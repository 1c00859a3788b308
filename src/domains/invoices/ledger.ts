import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { nextStamps } from "#/db/tenant/stamps.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { newId } from "#/kernel/ids.ts";
import { invoiceEvents } from "./events.ts";
import { insertEntry } from "./ledger-repo.ts";
import { creditAfter, invoiceAfter, type Movement } from "./ledger-rules.ts";
import { presented } from "./present.ts";
import {
  type CreditNote,
  creditNotes,
  type Invoice,
  type InvoicePayment,
  invoicePayments,
  invoices,
} from "./tables.ts";

/** An entry, for the customer whose debt or credit it is. */
const entry = (ctx: Ctx, customerId: number | null, movement: Movement) =>
  insertEntry({
    method: null,
    reference: null,
    reason: null,
    ...movement,
    tenantId: ctx.tenant.id,
    id: newId("ent"),
    customerId,
    createdBy: actorName(ctx.actor),
    ...nextStamps(ctx),
  });

/** Entries of a new row, whose sums are in it already. */
export const entries = (ctx: Ctx, customerId: number | null, movements: readonly Movement[]): Part => ({
  writes: movements.map((movement) => entry(ctx, customerId, movement)),
});

type Touched = {
  invoices?: readonly { invoice: Invoice; change?: Partial<Invoice> }[];
  payment?: { payment: InvoicePayment; change?: Partial<InvoicePayment> } | undefined;
  creditNote?: { creditNote: CreditNote; change?: Partial<CreditNote> } | undefined;
};

/** What movements write: their entries, and the sums of every row that they touch. Each row is held to the version that was loaded. */
export function movedParts(ctx: Ctx, customerId: number | null, movements: readonly Movement[], touched: Touched) {
  const invoiceParts = (touched.invoices ?? []).map(({ invoice, change }) => {
    const sums = invoiceAfter(
      invoice,
      movements.filter(({ invoiceId }) => invoiceId === invoice.id),
    );
    const isPaid = sums.balanceCents === 0 && (sums.amountPaidCents > 0 || sums.creditedCents > 0);
    const paidAt = isPaid ? (invoice.paidAt ?? ctx.now) : null;
    return invoices.change(ctx, invoice, { ...sums, paidAt, ...change });
  });
  const { payment, creditNote } = touched;
  const paymentPart =
    payment &&
    invoicePayments.change(ctx, payment.payment, { ...creditAfter(payment.payment, movements), ...payment.change });
  const creditNotePart =
    creditNote &&
    creditNotes.change(ctx, creditNote.creditNote, {
      ...creditAfter(creditNote.creditNote, movements),
      ...creditNote.change,
    });
  return {
    invoiceParts,
    paymentPart,
    creditNotePart,
    parts: [...invoiceParts, paymentPart, creditNotePart, entries(ctx, customerId, movements)],
    events: invoiceParts.flatMap((part) => standingEvents(ctx, part)),
  };
}

/** The event that tells that an invoice is paid, paid in part, or open again. */
export function standingEvents(ctx: Ctx, { row, before }: RowPart<Invoice>): DomainEvent[] {
  const was = before ?? { ...row, balanceCents: row.totalCents, amountPaidCents: 0, creditedCents: 0 };
  if (was.balanceCents === row.balanceCents) return [];
  const tell =
    row.balanceCents > was.balanceCents
      ? invoiceEvents.reopened
      : row.balanceCents === 0
        ? invoiceEvents.paid
        : invoiceEvents.partiallyPaid;
  return [tell(presented(ctx, row), before && presented(ctx, before))];
}
