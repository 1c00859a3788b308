import { shareOf } from "#/kernel/money.ts";
import type { CommissionSnapshot } from "./schemas.ts";

/** Raised whenever the same inputs would give another amount; old sales keep what their version decided. */
const ENGINE_VERSION = 1;

export type Rate = { commissionRateBps: number; ovRateBps: number; discountScaleEnabled: boolean };
type Sold = { salePriceCents: number; listPriceCents: number; costCents: number | null };

/**
 * Commission of one sale (domain-rules.md 3.14), cents in, cents out, each part rounded once, half to even.
 * Overage is what is sold above list. With an overage rate the base earns only up to list and the overage earns its own share;
 * without one the whole price earns the base rate: list 200000, sold 230000, 750 bps: 15000 + 15000 at 5000 bps, 17250 at none.
 */
export function calculateCommission(rate: Rate | undefined, sold: Sold): CommissionSnapshot {
  const { commissionRateBps = 0, ovRateBps = 0, discountScaleEnabled = false } = rate ?? {};
  const overage = Math.max(0, sold.salePriceCents - sold.listPriceCents);
  const base = ovRateBps > 0 ? sold.salePriceCents - overage : sold.salePriceCents;
  const baseCents = shareOf(base, commissionRateBps);
  const overageCents = shareOf(overage, ovRateBps);
  return {
    totalCents: baseCents + overageCents,
    baseCents,
    overageCents,
    commissionRateBps,
    ovRateBps,
    discountScaleEnabled,
    rateSource: rate ? "technician_item" : "none",
    salePriceCents: sold.salePriceCents,
    listPriceCents: sold.listPriceCents,
    costCents: sold.costCents,
    rounding: "half_even",
    engineVersion: ENGINE_VERSION,
  };
}
