import type { ReferralStatus } from "#/db/control/schema/referrals.ts";

// The way of a referral (domain-rules.md 3.11). What happens to it on the network's side are steps; what happens in the provider's business is read
// from the job and the sale as they are, so that news which come late, twice or not at all lead to the same status.

/** From each status, the statuses that may follow. */
export const followers: Record<ReferralStatus, readonly ReferralStatus[]> = {
  HOMEOWNER_ACCEPTED: ["MATCHING", "HOMEOWNER_CANCELLED"],
  MATCHING: ["OFFERED", "EXPIRED", "UNSERVICEABLE", "HOMEOWNER_CANCELLED"],
  OFFERED: ["PROVIDER_ACCEPTED", "PROVIDER_DECLINED", "MATCHING", "HOMEOWNER_CANCELLED"],
  PROVIDER_DECLINED: ["OFFERED", "EXPIRED", "UNSERVICEABLE", "HOMEOWNER_CANCELLED"],
  PROVIDER_ACCEPTED: ["SCHEDULED", "COMPLETED", "PROVIDER_DECLINED", "HOMEOWNER_CANCELLED"],
  SCHEDULED: ["COMPLETED", "PROVIDER_DECLINED", "HOMEOWNER_CANCELLED"],
  COMPLETED: ["PAID"],
  PAID: [],
  HOMEOWNER_CANCELLED: [],
  // a second referral of the homeowner begins the search again
  EXPIRED: ["MATCHING"],
  UNSERVICEABLE: ["MATCHING"],
};

export const mayFollow = (from: ReferralStatus, to: ReferralStatus): boolean => followers[from].includes(to);

/** Statuses in which the network looks for a provider. */
export const isSearching = (status: ReferralStatus): boolean => status === "MATCHING" || status === "PROVIDER_DECLINED";
/** Statuses in which a provider has the work. */
export const isWithProvider = (status: ReferralStatus): boolean =>
  status === "PROVIDER_ACCEPTED" || status === "SCHEDULED" || status === "COMPLETED" || status === "PAID";

/** What the provider's business knows of the work, at one moment. */
export type Facts = {
  /** The job has a time. */
  isScheduled: boolean;
  isCompleted: boolean;
  isCancelled: boolean;
  /** What was ever paid for the sale, and how much of it went back; zeros without a sale, or with a void one. */
  paidCents: number;
  refundedCents: number;
  /** The sale is paid in full. */
  isPaid: boolean;
};

/** The statuses that a referral passes by what its provider's business knows, in order. */
export function passed(status: ReferralStatus, facts: Facts): ReferralStatus[] {
  const steps: ReferralStatus[] = [];
  const at = () => steps.at(-1) ?? status;
  const pass = (to: ReferralStatus) => void (mayFollow(at(), to) && steps.push(to));
  if (!isWithProvider(status)) return steps;
  if (facts.isCancelled && !facts.isCompleted) {
    pass("PROVIDER_DECLINED");
    return steps;
  }
  if (facts.isScheduled) pass("SCHEDULED");
  if (facts.isCompleted) pass("COMPLETED");
  if (facts.isPaid && at() === "COMPLETED") pass("PAID");
  return steps;
}

/** How an offer stands with its business, from the offer to the money. */
export const offerStatuses = [
  "offered",
  "accepted",
  "scheduled",
  "completed",
  "paid",
  "declined",
  "expired",
  "withdrawn",
  "returned",
] as const;
export type OfferStatus = (typeof offerStatuses)[number];

const way: readonly OfferStatus[] = ["accepted", "scheduled", "completed", "paid"];
export const isAccepted = (status: OfferStatus): boolean => way.includes(status);

const shown: Partial<Record<ReferralStatus, OfferStatus>> = {
  SCHEDULED: "scheduled",
  COMPLETED: "completed",
  PAID: "paid",
  PROVIDER_DECLINED: "returned",
};
const standing: Partial<Record<OfferStatus, ReferralStatus>> = {
  accepted: "PROVIDER_ACCEPTED",
  scheduled: "SCHEDULED",
  completed: "COMPLETED",
  paid: "PAID",
};

/** The same way as the provider's business sees it: where its offer stands by those facts. */
export function offerStatusBy(status: OfferStatus, facts: Facts): OfferStatus {
  const from = standing[status];
  if (!from) return status;
  const last = passed(from, facts).at(-1);
  return (last && shown[last]) ?? status;
}
