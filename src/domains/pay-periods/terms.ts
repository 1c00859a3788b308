export const frequencies = ["weekly", "biweekly", "semimonthly", "monthly"] as const;
/** `closing`: nothing is posted into it from now on, and its statements are being written. */
export const periodStatuses = ["open", "closing", "closed", "paid"] as const;
export const lineKinds = [
  "commission",
  "hours",
  "overtime",
  "reimbursement",
  "adjustment",
  "balance_brought_forward",
] as const;

/** Sums of the lines of one technician. */
export type Sums = {
  technicianId: number;
  lines: number;
  commissionCents: number;
  hoursCents: number;
  overtimeCents: number;
  reimbursementCents: number;
  adjustmentCents: number;
  broughtForwardCents: number;
  /** Minutes of the lines of hours and of overtime. */
  regularMinutes: number;
  overtimeMinutes: number;
};
export type Statement = Sums & { grossCents: number; payCents: number; carriedForwardCents: number };
export type Totals = { technicians: number } & Omit<Statement, "technicianId">;
