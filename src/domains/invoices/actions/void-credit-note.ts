import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { creditOfNote, ofApplications, takeOffMovements } from "../credit.ts";
import { noteRefunded } from "../errors.ts";
import { creditNoteEvents } from "../events.ts";
import { movedParts } from "../ledger.ts";
import { applicationsOfCreditNote, invoicesOfCreditNote } from "../ledger-repo.ts";
import { takenBack } from "../ledger-rules.ts";
import { todayOf } from "../present.ts";
import { type CreditNote, creditNotes } from "../tables.ts";

/** Voids a credit note that was wrong: what it paid is owed again, its invoice can be credited again, and its number stays taken. */
export async function voidCreditNote(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<CreditNote> {
  const { note, applications, found } = await load(ctx, {
    note: creditNotes.one(ctx, id),
    applications: applicationsOfCreditNote(ctx, id),
    found: invoicesOfCreditNote(ctx, id),
  });
  creditNotes.assertCurrent(ctx, note);
  const { source } = creditOfNote(note);
  if (note.refundedCents > 0) throw noteRefunded(id);
  const today = todayOf(ctx);
  const off = takeOffMovements(source, applications, found, today);
  const touched = found
    .filter((invoice) => invoice.id === note.invoiceId)
    .map((invoice) => ({
      invoice,
      change: { creditNotesCents: invoice.creditNotesCents - note.totalCents },
    }));
  const others = ofApplications(applications, found).filter(({ invoice }) => invoice.id !== note.invoiceId);
  const moved = movedParts(ctx, note.customerId, [...off, takenBack(id, note.totalCents, today, reason)], {
    invoices: [...touched, ...others],
    creditNote: { creditNote: note, change: { voidedAt: ctx.now, voidReason: reason } },
  });
  const part = moved.creditNotePart;
  if (!part) throw new Error("No credit note moved");
  return await commit(ctx, {
    parts: moved.parts,
    events: [creditNoteEvents.voided(part.row, note), ...moved.events],
    audit: [{ action: "void", of: part }, ...moved.invoiceParts.map((of) => ({ action: "take off", of }))],
    result: part.row,
  });
}
