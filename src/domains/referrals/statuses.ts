import type { ReferralStatus } from "#/db/control/schema/referrals.ts";

/** Statuses from which nothing goes on: a referral of the same homeowner after that is a new one. */
const closed: ReadonlySet<ReferralStatus> = new Set(["PAID", "HOMEOWNER_CANCELLED", "EXPIRED", "UNSERVICEABLE"]);

export const isClosed = (status: ReferralStatus): boolean => closed.has(status);

/** Statuses in which the homeowner may still be withdrawn: no provider has done the work. */
const cancellable: ReadonlySet<ReferralStatus> = new Set([
  "HOMEOWNER_ACCEPTED",
  "MATCHING",
  "OFFERED",
  "PROVIDER_DECLINED",
  "PROVIDER_ACCEPTED",
  "SCHEDULED",
]);

export const mayCancel = (status: ReferralStatus): boolean => cancellable.has(status);
