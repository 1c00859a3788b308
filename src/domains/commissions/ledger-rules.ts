import type { LocalDate } from "#/kernel/time.ts";

// The ledger of commissions: entries are posted and never changed. What a technician earns in a pay period is the sum of the entries that
// count in it, so nothing that happens to a sale later can change a closed period.

export const entryReasons = ["commission", "void", "restore", "refund", "withdrawal", "correction"] as const;
export type EntryReason = (typeof entryReasons)[number];

export type NewEntry = {
  saleId: number;
  technicianId: number;
  /** Place among the entries of the sale, from 0. */
  n: number;
  /** The local day that picks the pay period, unless that is closed. */
  countsOn: LocalDate;
  amountCents: number;
  reason: EntryReason;
  shareBps: number;
  role: string;
};
