import { eventsOf } from "#/kernel/events.ts";
import { OfferedReferral } from "./offered-schemas.ts";

const define = eventsOf(OfferedReferral, { entity: "referral", permission: "referrals:read", idIn: ({ id }) => id });

const open = { answered_at: null, answered_by: null, lead_id: null, job_id: null, customer_id: null, version: 1 };

export const referralOffered = define(
  "referral.offered",
  "The referral network offers a job to the business, which may accept it until `expires_at`",
  { ...open, status: "offered" },
);
export const referralAccepted = define(
  "referral.accepted",
  "The business has accepted a referral: its lead and its job are there",
);
export const referralClosed = define(
  "referral.closed",
  "An offer was declined, has run out, or was withdrawn; `status` tells which",
  { ...open, status: "declined", answered_at: "2026-03-28T14:41:00.000Z", answered_by: "user:1" },
);
export const referralUpdated = define(
  "referral.updated",
  "An accepted referral went on with its job or its sale, or what is owed for it changed",
  { status: "completed", fee_owed_cents: 4500 },
);

export const events = [referralOffered, referralAccepted, referralClosed, referralUpdated];
