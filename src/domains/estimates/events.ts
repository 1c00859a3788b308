import { eventsOf } from "#/kernel/events.ts";
import { Estimate } from "./schemas.ts";

const define = eventsOf(Estimate, { entity: "estimate", permission: "estimates:read", idIn: ({ id }) => id });

const viewed = { status: "viewed", first_viewed_at: "2026-04-02T08:15:00.000Z", view_count: 1, version: 3 } as const;
const accepted = {
  ...viewed,
  status: "accepted",
  accepted_at: "2026-04-02T08:20:00.000Z",
  accepted_option: "offer",
  content_hash: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
  version: 4,
} as const;

export const estimateCreated = define("estimate.created", "An estimate was drafted", {
  ...{ number: null, status: "draft", first_sent_at: null, sent_at: null, version: 1 },
});
export const estimateSent = define("estimate.sent", "An estimate, or another version of it, was sent to the customer");
export const estimateViewed = define("estimate.viewed", "The customer opened this version for the first time", viewed);
export const estimateAccepted = define(
  "estimate.accepted",
  "The customer accepted an estimate; `accepted_option` and `accepted_lines` tell what of it",
  accepted,
);
export const estimateDeclined = define("estimate.declined", "The customer declined an estimate", {
  ...viewed,
  ...{ status: "declined", declined_at: "2026-04-02T08:20:00.000Z", decline_reason: "Too expensive", version: 4 },
});
export const estimateExpired = define("estimate.expired", "The last day of an estimate is over without an answer", {
  ...{ status: "expired", expired_at: "2026-05-01T06:00:00.000Z", version: 3 },
});
export const estimateConverted = define(
  "estimate.converted",
  "An accepted estimate became a job, a sale or an invoice",
  {
    ...accepted,
    ...{ status: "converted", converted_at: "2026-04-03T09:00:00.000Z", converted_job_id: 42, version: 5 },
  },
);
export const estimateRevised = define(
  "estimate.revised",
  "Another version of an estimate was begun; the link to the earlier one no longer works",
  { revision: 2, status: "draft", sent_at: null, version: 3 },
);

export const events = [
  estimateCreated,
  estimateSent,
  estimateViewed,
  estimateAccepted,
  estimateDeclined,
  estimateExpired,
  estimateConverted,
  estimateRevised,
];
