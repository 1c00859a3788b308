import type { Ctx } from "#/ctx.ts";
import { type Audit, commit } from "#/db/tenant/commit.ts";
import { type Answers, load } from "#/db/tenant/load.ts";
import { documentNumber, type TaxOnWire } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { Frozen } from "#/kernel/frozen.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { IssueCreditNote } from "../credit-note-schemas.ts";
import { aboveInvoiced, dateInFuture, finished, nothingToCredit, notSent } from "../errors.ts";
import { creditNoteEvents } from "../events.ts";
import { entries, movedParts } from "../ledger.ts";
import { applied, creditAfter, credited } from "../ledger-rules.ts";
import { creditedTaxOf } from "../payment-repo.ts";
import { todayOf } from "../present.ts";
import { creditLine } from "../pricing.ts";
import { creditedPart } from "../rules.ts";
import { isOpen } from "../statuses.ts";
import { type CreditNote, creditNotes, type Invoice, invoices } from "../tables.ts";

type Asked = Inside<z.output<typeof IssueCreditNote>>;

/**
 * Takes back a part of a sent invoice, or all that is not taken back yet. It pays what the invoice still owes; what is more is the customer's credit, for
 * other invoices or to be refunded.
 */
export async function issueCreditNote(ctx: Ctx, { id, ...asked }: Asked & { id: number }): Promise<CreditNote> {
  const { invoice, ...loaded } = await load(ctx, {
    invoice: invoices.one(ctx, id),
    ...creditNoteQueries(ctx, id),
  });
  invoices.assertCurrent(ctx, invoice);
  const { row: result, ...note } = creditNoteParts(ctx, asked, invoice, loaded);
  return await commit(ctx, { ...note, result });
}

/** What a credit note for an invoice needs. */
export const creditNoteQueries = (ctx: Ctx, invoiceId: number) => ({
  organization: organizationOf(ctx),
  noteId: creditNotes.nextId(ctx),
  creditedTax: creditedTaxOf(ctx, invoiceId),
});
type Loaded = Answers<ReturnType<typeof creditNoteQueries>>;
/** What a credit note puts into a commit, of other domains too. */
export function creditNoteParts(
  ctx: Ctx,
  { reason, amountCents, apply, issuedOn }: Asked,
  invoice: Invoice,
  { noteId, organization, creditedTax }: Loaded,
) {
  const { id, status, number } = invoice;
  if (number === null) throw notSent(id);
  if (status === "void" || status === "written_off") throw finished(id, status);
  const today = todayOf(ctx);
  const day = issuedOn ?? today;
  if (day > today) throw dateInFuture("issued_on", today);
  const creditable = invoice.totalCents - invoice.creditNotesCents;
  if (creditable === 0) throw nothingToCredit(id);
  const cents = amountCents ?? creditable;
  if (cents > creditable) throw aboveInvoiced(creditable);

  const taxBreakdown = JSON.parse(invoice.taxBreakdown.text) as TaxOnWire[]; // safe: what we stored
  const before = { cents: invoice.creditNotesCents, taxCents: creditedTax };
  const part = creditedPart({ ...invoice, taxBreakdown }, { before, amountCents: cents });
  const source = { creditNoteId: noteId };
  const pays = apply && isOpen(status) ? Math.min(cents, invoice.balanceCents) : 0;
  const movements = [credited(source, cents, day), ...(pays > 0 ? [applied(source, id, pays, day)] : [])];
  const taken = documentNumber("credit_note", organization);
  const { customerId, siteId, customerName, customerEmail, customerPhone, currency } = invoice;
  const { billingAddress, billingCity, billingState, billingZip } = invoice;
  const note = creditNotes.insert(ctx, {
    ...{ customerId, siteId, customerName, customerEmail, customerPhone, currency },
    ...{ billingAddress, billingCity, billingState, billingZip, reason },
    ...{ id: noteId, number: taken.number, invoiceId: id, invoiceNumber: number, issuedOn: day },
    ...creditAfter({ appliedCents: 0, refundedCents: 0, unappliedCents: 0 }, movements),
    ...{ subtotalCents: part.subtotalCents, discountCents: 0, taxCents: part.taxCents, totalCents: cents },
    lineItems: new Frozen(JSON.stringify([creditLine(`Credit for ${number}: ${reason}`, part)])),
    taxBreakdown: new Frozen(JSON.stringify(part.taxBreakdown)),
  });
  const moved = movedParts(
    ctx,
    customerId,
    movements.filter(({ invoiceId }) => invoiceId !== null),
    { invoices: [{ invoice, change: { creditNotesCents: invoice.creditNotesCents + cents } }] },
  );
  const [received] = movements;
  const audit: Audit[] = [{ action: "issue", of: note }, ...moved.invoiceParts.map((of) => ({ action: "credit", of }))];
  return {
    parts: [note, { writes: [], takes: taken.takes }, received && entries(ctx, customerId, [received]), ...moved.parts],
    events: [creditNoteEvents.issued(note.row), ...moved.events],
    audit,
    row: note.row,
  };
}
