import { allot, halfEven } from "#/kernel/money.ts";
import { ONE } from "./rules.ts";

/** What is paid beside the goods. */
export const landedKinds = ["freight", "duty", "insurance", "handling", "other"] as const;
export type LandedCost = { kind: (typeof landedKinds)[number]; amountCents: number; note: string | null };

/** By what freight, duty and the like are laid on what they brought. */
export const allocations = ["value", "quantity"] as const;
export type Allocation = (typeof allocations)[number];

/** A price for a quantity, in cents, rounded once: 3 rolls at 10000 are 30000. */
export const costOf = (unitCostCents: number, quantityMilli: number): number =>
  Number(halfEven(BigInt(unitCostCents) * BigInt(quantityMilli), BigInt(ONE)));

type Received = { costCents: number; stockMilli: number };

/**
 * What each received line bears of the landed costs, so that the shares sum to the whole: by what the lines cost, or by how much came of each. Lines
 * that cost nothing bear by their quantities.
 */
export function landedShares(landedCents: number, lines: readonly Received[], by: Allocation): number[] {
  const values = lines.map(({ costCents }) => costCents);
  const worth = values.some((value) => value > 0);
  return allot(landedCents, by === "value" && worth ? values : lines.map(({ stockMilli }) => stockMilli));
}
