import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { finished, hasMoney, notOpen, notSent } from "../errors.ts";
import { invoiceEvents } from "../events.ts";
import { movedParts } from "../ledger.ts";
import { ended } from "../ledger-rules.ts";
import { endLinks } from "../links.ts";
import { presented, todayOf } from "../present.ts";
import { isOpen } from "../statuses.ts";
import { type Invoice, invoices } from "../tables.ts";

type End = { id: number; reason: string };

/** Voids a sent invoice that was wrong: nobody owes it, and its number stays taken. Refused once anything is paid or credited. */
export async function voidInvoice(ctx: Ctx, { id, reason }: End) {
  const { invoice } = await load(ctx, { invoice: invoices.one(ctx, id) });
  invoices.assertCurrent(ctx, invoice);
  const voided = voidParts(ctx, invoice, reason);
  return await commit(ctx, { ...voided, audit: { action: "void", of: voided.part }, result: voided.shown });
}

/** What voiding puts into a commit. A job can be invoiced again then. */
export function voidParts(ctx: Ctx, invoice: Invoice, reason: string, change: Partial<Invoice> = {}) {
  const { id, status, balanceCents } = invoice;
  if (status === "draft") throw notSent(id);
  if (status === "void" || status === "written_off") throw finished(id, status);
  if (invoice.amountPaidCents > 0 || invoice.creditNotesCents > 0) throw hasMoney(id);
  const isOfJob = invoice.source?.startsWith("job:") ?? false;
  const facts = { voidedAt: ctx.now, voidReason: reason, paidAt: null, ...(isOfJob && { source: null }), ...change };
  const movement = ended("void", id, balanceCents, todayOf(ctx), reason);
  const voided = endParts(ctx, invoice, movement, facts, invoiceEvents.voided);
  return { ...voided, parts: [...voided.parts, endLinks(ctx, id)] };
}

/** Gives up what is still owed. */
export async function writeOffInvoice(ctx: Ctx, { id, reason }: End) {
  const { invoice } = await load(ctx, { invoice: invoices.one(ctx, id) });
  invoices.assertCurrent(ctx, invoice);
  if (invoice.status === "draft") throw notSent(id);
  if (!isOpen(invoice.status)) throw notOpen(id, invoice.status);
  const facts = { writtenOffAt: ctx.now, writeOffReason: reason };
  const movement = ended("write_off", id, invoice.balanceCents, todayOf(ctx), reason);
  const { part, parts, events, shown } = endParts(ctx, invoice, movement, facts, invoiceEvents.writtenOff);
  return await commit(ctx, { parts, events, audit: { action: "write off", of: part }, result: shown });
}

function endParts(
  ctx: Ctx,
  invoice: Invoice,
  movement: ReturnType<typeof ended>,
  change: Partial<Invoice>,
  tell: (typeof invoiceEvents)["voided"],
) {
  const moved = movedParts(ctx, invoice.customerId, [movement], { invoices: [{ invoice, change }] });
  const [part] = moved.invoiceParts;
  if (!part) throw new Error("No invoice moved");
  const shown = presented(ctx, part.row);
  const events: DomainEvent[] = [tell(shown, presented(ctx, invoice))];
  return { part, parts: moved.parts, events, shown };
}
