/** What is counted of a technician by day and month (db/tenant/technician-sums.ts): the names of its columns. */
export const counted = [
  "completed",
  "cancelled",
  "promised",
  "onTime",
  "recalled",
  "reviews",
  "stars",
  "offered",
  "accepted",
  "clockedMinutes",
  "revenueCents",
  "commissionCents",
] as const;
export type Counted = (typeof counted)[number];

/** The technician, in these sums, of what has none: it counts for the team alone. */
export const NOBODY = 0;
