import { partOf } from "#/kernel/money.ts";
import type { Facts } from "./progress-rules.ts";

// The ledger of referral fees. No money is moved: a statement tells who is owed what.

export const feeKinds = ["credit", "claw_back", "restored"] as const;
export type FeeKind = (typeof feeKinds)[number];
export type FeeEntry = { kind: FeeKind; amountCents: number };

/** A completed job earns the fee; what is refunded of the sale takes as large a part of the fee back, rounded half to even, all of it at the end. */
export function feeKept(
  feeCents: number,
  { isCompleted, paidCents, refundedCents }: Facts,
  wasCredited: boolean,
): number {
  if (!isCompleted && !wasCredited) return 0;
  if (refundedCents <= 0 || paidCents <= 0) return feeCents;
  return feeCents - partOf(feeCents, Math.min(refundedCents, paidCents), paidCents);
}

/** The entries that bring the ledger of a referral, whose entries sum to `sumCents`, to what is due. None where it is there. */
export function feeEntries(
  feeCents: number,
  facts: Facts,
  { count, sumCents }: { count: number; sumCents: number },
): FeeEntry[] {
  const kept = feeKept(feeCents, facts, count > 0);
  const credit: FeeEntry[] =
    count === 0 && facts.isCompleted && feeCents > 0 ? [{ kind: "credit", amountCents: feeCents }] : [];
  const missing = kept - sumCents - credit.reduce((sum, { amountCents }) => sum + amountCents, 0);
  if (missing === 0 || (count === 0 && credit.length === 0)) return credit;
  return [...credit, { kind: missing < 0 ? "claw_back" : "restored", amountCents: missing }];
}

/** The fee of a referral is that of its sector, `General` where the sector is not known; none where no tier is set. */
export function feeOf(
  sector: string | null,
  tiers: readonly { sector: string; tier: string; feeCents: number }[],
): { feeCents: number; feeTier: string | null } {
  const tier = tiers.find((one) => one.sector === sector) ?? tiers.find((one) => one.sector === "General");
  return tier ? { feeCents: tier.feeCents, feeTier: tier.tier } : { feeCents: 0, feeTier: null };
}

export type StatementTotals = {
  creditedCents: number;
  clawedBackCents: number;
  restoredCents: number;
  netCents: number;
};

/** What the entries of a statement come to. */
export function totalsOf(entries: readonly FeeEntry[]): StatementTotals {
  const sum = (kind: FeeKind) =>
    entries.filter((entry) => entry.kind === kind).reduce((all, { amountCents }) => all + amountCents, 0);
  const [creditedCents, clawedBackCents, restoredCents] = [sum("credit"), sum("claw_back"), sum("restored")];
  return { creditedCents, clawedBackCents, restoredCents, netCents: creditedCents + clawedBackCents + restoredCents };
}
