import { eventsOf } from "#/kernel/events.ts";
import { FollowUp } from "./schemas.ts";

const define = eventsOf(FollowUp, { entity: "follow_up", permission: "follow-ups:read", idIn: ({ id }) => id });

const sent = {
  status: "sent",
  sent_at: "2026-03-31T13:00:05.000Z",
  communication_id: "com_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  version: 2,
} as const;

export const followUpScheduled = define("follow_up.scheduled", "A rule has planned a follow-up");
export const followUpSent = define(
  "follow_up.sent",
  "A follow-up was handed over for sending, or became a task for the office (`to_do`)",
  sent,
);
export const followUpSkipped = define(
  "follow_up.skipped",
  "A follow-up does not go out, since it is no longer needed or allowed; `skip_reason` tells why",
  { status: "skipped", skip_reason: "accepted", version: 2 },
);
export const followUpCancelled = define(
  "follow_up.cancelled",
  "A follow-up was cancelled, by the office or because what it is about was changed or withdrawn",
  { status: "cancelled", skip_reason: "office", version: 2 },
);
export const followUpDone = define("follow_up.done", "The office has done the task of a follow-up", {
  ...{ channel: "task", task_text: "Call and ask what is still open", status: "done", version: 3 },
  ...{ sent_at: "2026-03-31T13:00:05.000Z", done_at: "2026-03-31T15:00:00.000Z", done_by: "user:1" },
});
export const followUpFailed = define("follow_up.failed", "A follow-up could not be sent, however often it was tried", {
  ...{ status: "failed", version: 2 },
});

export const events = [
  followUpScheduled,
  followUpSent,
  followUpSkipped,
  followUpCancelled,
  followUpDone,
  followUpFailed,
];
