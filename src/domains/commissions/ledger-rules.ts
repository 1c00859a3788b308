import { partOf } from "#/kernel/money.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Role } from "./terms.ts";

// The ledger of commissions: entries are posted and never changed. What a technician earns in a pay period is the sum of the entries that
// count in it, so nothing that happens to a sale later can change a closed period (domain-rules.md 3.13).

/** `withdrawal` takes back what is no longer earned: the approval or the payment was taken back. */
export const entryReasons = ["commission", "void", "restore", "refund", "withdrawal"] as const;
export type EntryReason = (typeof entryReasons)[number];

/** What one technician earns of a sale. */
export type Share = { technicianId: number; shareBps: number; role: Role; amountCents: number };

export type NewEntry = Share & {
  /** The local day that picks the pay period, unless that is closed. */
  countsOn: LocalDate;
  reason: EntryReason;
};
export type Entry = NewEntry & { n: number };

/** The first open day, if a pay period was ever closed, and today: where a reversal counts. */
export type Days = { openFrom: LocalDate | undefined; today: LocalDate };

/** The commission becomes payable. */
export const earned = (shares: readonly Share[], day: LocalDate): NewEntry[] =>
  shares.map((share) => ({ ...share, countsOn: day, reason: "commission" }));

/** Takes back all that is payable by now: each technician's sum becomes 0. */
export const takenBack = (entries: readonly Entry[], reason: EntryReason, days: Days): NewEntry[] =>
  accounts(entries).flatMap(({ last, sum }) => reversal(last, -sum, reason, days));

/** Gives back what the last void took. */
export const givenBack = (entries: readonly Entry[], days: Days): NewEntry[] => {
  const others = entries.findLastIndex(({ reason }) => reason !== "void");
  return accounts(entries.slice(others + 1)).flatMap(({ last, sum }) => reversal(last, -sum, "restore", days));
};

/** A refund takes its part of each commission, rounded half to even; the last one takes what is left, so that nothing remains. */
export const refunded = (entries: readonly Entry[], { amountCents, ofCents, isLast }: Refund, days: Days): NewEntry[] =>
  accounts(entries).flatMap(({ last, sum, before }) => {
    const part = isLast ? sum : Math.min(partOf(before, amountCents, ofCents), sum);
    return reversal(last, -part, "refund", days);
  });
export type Refund = { amountCents: number; ofCents: number; isLast: boolean };

/** Gives back of each commission what refunds took beyond the part of what is still refunded. */
export const refundUndone = (
  entries: readonly Entry[],
  { refundedCents, ofCents }: { refundedCents: number; ofCents: number },
  days: Days,
): NewEntry[] =>
  accounts(entries).flatMap(({ last, sum, before }) =>
    reversal(last, before - partOf(before, refundedCents, ofCents) - sum, "refund", days),
  );

/** By technician: the last entry, the sum, and the sum before all refunds. */
function accounts(entries: readonly Entry[]) {
  const byTechnician = new Map<number, { last: Entry; sum: number; before: number }>();
  for (const entry of entries) {
    const { sum, before } = byTechnician.get(entry.technicianId) ?? { sum: 0, before: 0 };
    byTechnician.set(entry.technicianId, {
      last: entry,
      sum: sum + entry.amountCents,
      before: before + (entry.reason === "refund" ? 0 : entry.amountCents),
    });
  }
  return [...byTechnician.values()];
}

/** Counts on the day of what it reverses; today, when that day's pay period is closed. */
const reversal = (of: Entry, amountCents: number, reason: EntryReason, { openFrom, today }: Days): NewEntry[] =>
  amountCents === 0
    ? []
    : [
        {
          technicianId: of.technicianId,
          shareBps: of.shareBps,
          role: of.role,
          amountCents,
          countsOn: openFrom && of.countsOn < openFrom ? today : of.countsOn,
          reason,
        },
      ];
