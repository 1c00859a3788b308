import { defineEvent } from "#/kernel/events.ts";
import { OfferedReferral } from "./offered-schemas.ts";

export const referralOffered = defineEvent(
  "referral.offered",
  OfferedReferral,
  "The referral network offers a job to the business, which may accept it until `expires_at`",
);
export const referralAccepted = defineEvent(
  "referral.accepted",
  OfferedReferral,
  "The business has accepted a referral: its lead and its job are there",
);
export const referralClosed = defineEvent(
  "referral.closed",
  OfferedReferral,
  "An offer was declined, has run out, or was withdrawn; `status` tells which",
);
export const referralUpdated = defineEvent(
  "referral.updated",
  OfferedReferral,
  "An accepted referral went on with its job or its sale, or what is owed for it changed",
);

export const events = [referralOffered, referralAccepted, referralClosed, referralUpdated];
