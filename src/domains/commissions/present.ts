import { rungOf } from "./rules.ts";
import type { CommissionRate } from "./tables.ts";

/** A rate as people see it: what it is not limited to is null. */
export const presented = (rate: CommissionRate) => ({
  ...rate,
  rung: rungOf(rate),
  technicianId: rate.technicianId || null,
  itemId: rate.itemId || null,
  categoryId: rate.categoryId || null,
  role: rate.role || null,
  effectiveFrom: rate.effectiveFrom || null,
});
