import { allot, partOf } from "#/kernel/money.ts";
import { daysBetween, type LocalDate, plusDays } from "#/kernel/time.ts";
import { isOpen, type ShownStatus, type StoredStatus } from "./statuses.ts";

type Facts = Record<"sentAt" | "viewedAt" | "voidedAt" | "writtenOffAt", string | null> &
  Record<"amountPaidCents" | "creditedCents" | "balanceCents", number>;
type Due = { status: StoredStatus; dueDate: LocalDate | null };

/** The status that follows from what happened to an invoice. */
export function statusOf(facts: Facts): StoredStatus {
  if (facts.voidedAt !== null) return "void";
  if (facts.sentAt === null) return "draft";
  if (facts.writtenOffAt !== null) return "written_off";
  if (facts.balanceCents === 0) return "paid";
  if (facts.amountPaidCents + facts.creditedCents > 0) return "partially_paid";
  return facts.viewedAt === null ? "sent" : "viewed";
}

/** The status as it is shown on a local day: what is owed behind its due day is overdue. */
export const shownStatus = ({ status, dueDate }: Due, today: LocalDate): ShownStatus =>
  isOpen(status) && dueDate !== null && dueDate < today ? "overdue" : status;

/** Days since the due day of what is still owed; 0 while it is not overdue. */
export const daysOverdue = (invoice: Due, today: LocalDate): number =>
  invoice.dueDate !== null && shownStatus(invoice, today) === "overdue" ? daysBetween(invoice.dueDate, today) : 0;

/** When an invoice without a due day is due. */
export const dueAfter = (invoiceDate: LocalDate, termDays: number): LocalDate => plusDays(invoiceDate, termDays);

/** Brackets of an aging report by days behind the due day; the last one has no end. */
export const agingBrackets = [0, 30, 60, 90] as const;

/** The first due day of each bracket: what is due on it or later, and before the first day of the bracket before, lies in it. */
export const agingBounds = (asOf: LocalDate): LocalDate[] => agingBrackets.map((days) => plusDays(asOf, -days));

/** In wire format, as it is stored. */
type Taxed = { tax_cents: number; taxable_cents: number; rate_ppm: number };
/** What a credit note over a part of an invoice takes back: parts of any sizes that sum to the whole take back its tax to the cent. `before`: what the notes that stand took back. */
export function creditedPart<T extends Taxed>(
  invoice: { totalCents: number; taxCents: number; taxBreakdown: readonly T[] },
  { before, amountCents }: { before: { cents: number; taxCents: number }; amountCents: number },
): { subtotalCents: number; taxCents: number; taxBreakdown: T[] } {
  const taxUpTo = (cents: number): number =>
    invoice.totalCents === 0
      ? 0
      : Number(
          (2n * BigInt(invoice.taxCents) * BigInt(cents) + BigInt(invoice.totalCents)) /
            (2n * BigInt(invoice.totalCents)),
        );
  // what stands of it by now may be other notes than the first ones: some were voided
  const due = taxUpTo(before.cents + amountCents) - before.taxCents;
  const taxCents = Math.min(Math.max(due, 0), amountCents);
  const weights = invoice.taxBreakdown.map((tax) => tax.tax_cents);
  const isTaxed = weights.some((weight) => weight > 0);
  const parts = isTaxed ? allot(taxCents, weights) : [];
  return {
    subtotalCents: amountCents - taxCents,
    taxCents,
    taxBreakdown: isTaxed
      ? invoice.taxBreakdown.map((tax, i) => ({
          ...tax,
          tax_cents: parts[i] ?? 0,
          taxable_cents: partOf(tax.taxable_cents, amountCents, invoice.totalCents),
        }))
      : [],
  };
}
