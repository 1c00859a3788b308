/** The words of rates and commissions. */
export const roles = ["technician", "installer"] as const;
export type Role = (typeof roles)[number];

export const rateTypes = ["percentage", "flat", "tiers"] as const;
export const bases = ["price", "margin"] as const;

/** Where a rate may be set, from the first that is looked at to the last. */
export const rungs = [
  "technician_item",
  "technician_category",
  "technician",
  "item",
  "category",
  "organization",
] as const;
export type Rung = (typeof rungs)[number];
