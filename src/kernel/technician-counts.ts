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

/** Stands in these sums for the technician of what has none: it counts for the team. */
export const NOBODY = 0;
