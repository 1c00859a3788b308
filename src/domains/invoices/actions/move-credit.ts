import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { applyParts, type Credit, creditOfNote, creditOfPayment, ofApplications, takeOffMovements } from "../credit.ts";
import { aboveApplied } from "../errors.ts";
import { paymentEvents } from "../events.ts";
import { movedParts } from "../ledger.ts";
import { applicationsOfCreditNote, applicationsOfPayment, invoicesByIds } from "../ledger-repo.ts";
import type { Application } from "../ledger-rules.ts";
import { todayOf } from "../present.ts";
import type { Split } from "../splits.ts";
import { type CreditNote, creditNotes, type Invoice, type InvoicePayment, invoicePayments } from "../tables.ts";

type Moved = ReturnType<typeof movedParts>;
type Apply = { id: number; splits: readonly Split[] };
type TakeOff = { id: number; invoiceId: number; amountCents?: number | undefined };

const named = (ctx: Ctx, splits: readonly Split[]) =>
  invoicesByIds(ctx, JSON.stringify(splits.map(({ invoiceId }) => invoiceId)));

/** Applies what a payment has left to invoices of the same customer. */
export async function applyPayment(ctx: Ctx, { id, splits }: Apply): Promise<InvoicePayment> {
  const { payment, found } = await load(ctx, { payment: invoicePayments.one(ctx, id), found: named(ctx, splits) });
  invoicePayments.assertCurrent(ctx, payment);
  const moved = applyParts(ctx, creditOfPayment(payment), { splits, found, today: todayOf(ctx) });
  return await committedPayment(ctx, moved, "apply");
}

/** Applies what a credit note has left to invoices of the same customer. */
export async function applyCreditNote(ctx: Ctx, { id, splits }: Apply): Promise<CreditNote> {
  const { note, found } = await load(ctx, { note: creditNotes.one(ctx, id), found: named(ctx, splits) });
  creditNotes.assertCurrent(ctx, note);
  return await committedNote(ctx, applyParts(ctx, creditOfNote(note), { splits, found, today: todayOf(ctx) }), "apply");
}

/** Takes a payment off an invoice: it is credit again, and the invoice owes it. */
export async function takeOffPayment(ctx: Ctx, asked: TakeOff): Promise<InvoicePayment> {
  const { payment, found, applications } = await load(ctx, {
    payment: invoicePayments.one(ctx, asked.id),
    found: named(ctx, [{ invoiceId: asked.invoiceId, amountCents: 0 }]),
    applications: applicationsOfPayment(ctx, asked.id),
  });
  invoicePayments.assertCurrent(ctx, payment);
  return await committedPayment(
    ctx,
    takeOff(ctx, creditOfPayment(payment), asked, { found, applications }),
    "take off",
  );
}

/** Takes a credit note off an invoice. */
export async function takeOffCreditNote(ctx: Ctx, asked: TakeOff): Promise<CreditNote> {
  const { note, found, applications } = await load(ctx, {
    note: creditNotes.one(ctx, asked.id),
    found: named(ctx, [{ invoiceId: asked.invoiceId, amountCents: 0 }]),
    applications: applicationsOfCreditNote(ctx, asked.id),
  });
  creditNotes.assertCurrent(ctx, note);
  return await committedNote(ctx, takeOff(ctx, creditOfNote(note), asked, { found, applications }), "take off");
}

function takeOff(
  ctx: Ctx,
  { source, row, touched }: Credit,
  { invoiceId, amountCents }: TakeOff,
  { found, applications }: { found: readonly Invoice[]; applications: readonly Application[] },
): Moved {
  if (!found.some(({ id }) => id === invoiceId)) throw notFound("invoice", invoiceId, "invoice_id");
  const appliedCents = applications.find((one) => one.invoiceId === invoiceId)?.cents ?? 0;
  const cents = amountCents ?? appliedCents;
  if (cents > appliedCents || cents === 0) throw aboveApplied(invoiceId, appliedCents);
  const off = [{ invoiceId, cents }];
  const movements = takeOffMovements(source, off, found, todayOf(ctx));
  return movedParts(ctx, row.customerId, movements, { invoices: ofApplications(off, found), ...touched });
}

/** Commits what moved, and answers the payment. */
export async function committedPayment(
  ctx: Ctx,
  { parts, events, invoiceParts, paymentPart }: Moved,
  action: string,
  tell: (row: InvoicePayment, before: InvoicePayment | null) => DomainEvent = paymentEvents.applied,
): Promise<InvoicePayment> {
  if (!paymentPart) throw new Error("No payment moved");
  return await commit(ctx, {
    parts,
    events: [tell(paymentPart.row, paymentPart.before), ...events],
    audit: [{ action, of: paymentPart }, ...invoiceParts.map((of) => ({ action, of }))],
    result: paymentPart.row,
  });
}

/** Commits what moved, and answers the credit note. */
export async function committedNote(
  ctx: Ctx,
  { parts, events, invoiceParts, creditNotePart }: Moved,
  action: string,
): Promise<CreditNote> {
  if (!creditNotePart) throw new Error("No credit note moved");
  return await commit(ctx, {
    parts,
    events,
    audit: [{ action, of: creditNotePart }, ...invoiceParts.map((of) => ({ action, of }))],
    result: creditNotePart.row,
  });
}
