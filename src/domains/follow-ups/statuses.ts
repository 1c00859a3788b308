/** What a rule waits for. */
export const triggers = [
  "estimate.sent",
  "estimate.viewed",
  "invoice.sent",
  "invoice.due",
  "job.completed",
  "lead.created",
  "agreement.expiring",
  "customer.inactive",
] as const;
export type Trigger = (typeof triggers)[number];

export const entityTypes = ["estimate", "invoice", "job", "lead", "agreement", "customer"] as const;
export type EntityType = (typeof entityTypes)[number];

export const units = ["hours", "days"] as const;
export const directions = ["before", "after"] as const;
export type Offset = { value: number; unit: (typeof units)[number]; direction: (typeof directions)[number] };

export const channels = ["same_as_original", "email", "sms", "task"] as const;
export type RuleChannel = (typeof channels)[number];

/** `to_do` and `done` are of tasks; all others end in `sent`, `skipped`, `cancelled` or `failed`. */
export const statuses = ["scheduled", "sent", "to_do", "done", "skipped", "cancelled", "failed"] as const;
export type FollowUpStatus = (typeof statuses)[number];
/** Neither skipped nor cancelled. */
export const isLive = (status: FollowUpStatus): boolean => status !== "skipped" && status !== "cancelled";
/** The customer has got it, or the office has its task. */
export const isOut = (status: FollowUpStatus): boolean => status === "sent" || status === "to_do" || status === "done";

/** Somebody has withdrawn what it is about, or the follow-up itself. */
export const cancelReasons = [
  "office",
  "revised",
  "voided",
  "cancelled",
  "stopped",
  "served",
  "archived",
  "rule_removed",
  "rule_disabled",
] as const;
/** It is no longer needed, or must not go out. */
export const skipReasons = [
  "late",
  "rule_changed",
  "conditions",
  "cooldown",
  "moved",
  "gone",
  "draft",
  "accepted",
  "declined",
  "expired",
  "converted",
  "paid",
  "written_off",
  "reopened",
  "won",
  "lost",
  "renewed",
  "ended",
  "suspended",
  "template_removed",
  "template_unfit",
  "no_address",
  "no_consent",
  "revoked",
  "stop",
  "bounce",
  "complaint",
  "manual",
  "do_not_service",
  "too_late",
  "no_provider",
  "refused",
  "unreadable",
  "outcome_unknown",
  "broken",
] as const;
export const reasons = [...cancelReasons, ...skipReasons] as const;
export type Reason = (typeof reasons)[number];
export const isReason = (text: string): text is Reason => (reasons as readonly string[]).includes(text);
/** The status that a reason leads to: the same whether an event comes first or the moment of sending. */
export const statusFor = (reason: Reason): "cancelled" | "skipped" =>
  (cancelReasons as readonly string[]).includes(reason) ? "cancelled" : "skipped";
