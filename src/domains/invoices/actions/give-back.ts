import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { creditOfNote, creditOfPayment, ofApplications, takeOffMovements } from "../credit.ts";
import { aboveRefundable, dateInFuture } from "../errors.ts";
import { paymentEvents } from "../events.ts";
import { movedParts } from "../ledger.ts";
import { applicationsOfPayment, invoicesOfPayment } from "../ledger-repo.ts";
import { givenBack, type Movement, toTakeOff } from "../ledger-rules.ts";
import type { GiveBack, ReversePayment } from "../payment-schemas.ts";
import { todayOf } from "../present.ts";
import { type CreditNote, creditNotes, type InvoicePayment, invoicePayments } from "../tables.ts";
import { committedNote, committedPayment } from "./move-credit.ts";

type Refund = Inside<z.output<typeof GiveBack>> & { id: number };
type Reversal = Inside<z.output<typeof ReversePayment>> & { id: number };

/** Gives a payment back, in part or all that is left of it. What is credit goes first; of invoices it is taken from the latest on, which owe it again. */
export async function refundPayment(ctx: Ctx, { id, amountCents, ...asked }: Refund): Promise<InvoicePayment> {
  const of = await paymentWithInvoices(ctx, id);
  const { payment } = of;
  const refundable = payment.amountCents - payment.refundedCents;
  const cents = amountCents ?? refundable;
  if (cents > refundable || cents === 0) throw aboveRefundable(refundable);
  const how = howOf(ctx, { ...asked, method: asked.method ?? payment.method });
  return await committedPayment(ctx, back(ctx, of, "refund", cents, how), "refund", paymentEvents.refunded);
}

/** Takes a payment back that never came, like a cheque that bounced: its invoices owe it again. */
export async function reversePayment(ctx: Ctx, { id, reason, reversedOn }: Reversal): Promise<InvoicePayment> {
  const of = await paymentWithInvoices(ctx, id);
  const left = of.payment.amountCents - of.payment.refundedCents;
  if (left === 0) throw aboveRefundable(0);
  const how = howOf(ctx, { reason, refundedOn: reversedOn }, "reversed_on");
  const change = { reversedAt: ctx.now, reverseReason: reason };
  return await committedPayment(ctx, back(ctx, of, "reversal", left, how, change), "reverse", paymentEvents.reversed);
}

/** Gives back what a credit note has left. */
export async function refundCreditNote(ctx: Ctx, { id, amountCents, ...asked }: Refund): Promise<CreditNote> {
  const { note } = await load(ctx, { note: creditNotes.one(ctx, id) });
  creditNotes.assertCurrent(ctx, note);
  const { source, touched } = creditOfNote(note);
  const cents = amountCents ?? note.unappliedCents;
  if (cents > note.unappliedCents || cents === 0) throw aboveRefundable(note.unappliedCents);
  const movement = givenBack("refund", source, cents, howOf(ctx, asked));
  return await committedNote(ctx, movedParts(ctx, note.customerId, [movement], touched), "refund");
}

/** The same as parts of a commit of the caller's, of no more than is left of the payment. */
export async function refundParts(ctx: Ctx, id: number, cents: number, how: How) {
  const of = await paymentWithInvoices(ctx, id);
  const { amountCents, refundedCents, reversedAt } = of.payment;
  const refunded = reversedAt === null ? Math.min(cents, amountCents - refundedCents) : 0;
  if (refunded === 0) return { parts: [], events: [], audit: [] };
  const { parts, events, paymentPart } = back(ctx, of, "refund", refunded, how);
  const told = paymentPart ? [paymentEvents.refunded(paymentPart.row, paymentPart.before)] : [];
  return { parts, events: [...told, ...events], audit: paymentPart ? [{ action: "refund", of: paymentPart }] : [] };
}

async function paymentWithInvoices(ctx: Ctx, id: number) {
  const loaded = await load(ctx, {
    payment: invoicePayments.one(ctx, id),
    applications: applicationsOfPayment(ctx, id),
    found: invoicesOfPayment(ctx, id),
  });
  invoicePayments.assertCurrent(ctx, loaded.payment);
  return loaded;
}
type Loaded = Awaited<ReturnType<typeof paymentWithInvoices>>;
type How = Pick<Movement, "entryOn" | "method" | "reference" | "reason">;

function back(
  ctx: Ctx,
  { payment, applications, found }: Loaded,
  kind: "refund" | "reversal",
  cents: number,
  how: How,
  change?: Partial<InvoicePayment>,
) {
  const { source } = creditOfPayment(payment);
  const off = toTakeOff(applications, payment.unappliedCents, cents);
  const movements = [...takeOffMovements(source, off, found, how.entryOn), givenBack(kind, source, cents, how)];
  return movedParts(ctx, payment.customerId, movements, {
    invoices: ofApplications(off, found),
    payment: { payment, ...(change && { change }) },
  });
}

function howOf(
  ctx: Ctx,
  asked: Pick<Partial<Refund>, "method" | "reference" | "refundedOn" | "reason">,
  field = "refunded_on",
): How {
  const today = todayOf(ctx);
  const entryOn = asked.refundedOn ?? today;
  if (entryOn > today) throw dateInFuture(field, today);
  const { method = null, reference = null, reason = null } = asked;
  return { entryOn, method, reference, reason };
}
