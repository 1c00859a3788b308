export const agreementStatuses = ["draft", "active", "suspended", "expired", "cancelled", "renewed"] as const;
export type AgreementStatus = (typeof agreementStatuses)[number];
/** Nothing changes any more. */
export const isOver = (status: AgreementStatus): boolean =>
  status === "expired" || status === "cancelled" || status === "renewed";

/** `suspended` follows the agreement, `paused` is the office's own. */
export const recurringStatuses = ["active", "paused", "suspended", "ended"] as const;
export type RecurringStatus = (typeof recurringStatuses)[number];

export const visitStatuses = ["planned", "scheduled", "completed", "missed", "skipped", "cancelled"] as const;
export type VisitStatus = (typeof visitStatuses)[number];

export const renewalPriceRules = ["same", "percent", "current_plan"] as const;
export type RenewalPriceRule = (typeof renewalPriceRules)[number];

export const cancelTimes = ["now", "period_end"] as const;
export const refundRules = ["none", "prorata_days", "unused_visits"] as const;
export type RefundRule = (typeof refundRules)[number];

/** Days before the end on which `agreement.expiring` is told. */
export const EXPIRING_DAYS = [60, 30, 7] as const;
/** An agreement that renews itself does so this many days before its end. */
export const RENEWAL_DAYS = 30;
/** The most periods of one agreement that are billed at once: more means that something was wrong, and a person looks first. */
export const MOST_PERIODS = 3;
