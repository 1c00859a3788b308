import { AppError } from "#/kernel/errors.ts";

export const urlRefused = (problem: string) =>
  new AppError("invalid", "webhook.url_refused", `url: ${problem}`, { fields: { url: problem } });

/** `places`: where in the list of events the unknown ones are. */
export const unknownEvents = (places: readonly number[]) =>
  new AppError("invalid", "webhook.unknown_event", "A webhook can only subscribe to events that exist.", {
    fields: Object.fromEntries(places.map((i) => [`events.${i}`, "is not an event; see GET /admin/webhooks/events"])),
  });

export const tooManyTargets = (max: number) =>
  new AppError(
    "conflict",
    "webhook.too_many_endpoints",
    `A business has at most ${max} webhook endpoints. Subscribe one endpoint to several events.`,
  );

export const urlRequired = () =>
  new AppError(
    "invalid",
    "webhook.url_required",
    "Events can only be pushed to a URL. Send url, or delivery: poll to read them by GET /admin/webhooks/{id}/messages.",
    { fields: { url: "is required unless delivery is poll" } },
  );

export const headersRefused = (fields: Record<string, string>) =>
  new AppError("invalid", "webhook.headers_refused", "Some of the headers cannot be sent.", { fields });

export const alreadyPaused = () =>
  new AppError(
    "conflict",
    "webhook.not_active",
    "Only an active endpoint can be paused. This one gets nothing already.",
  );

export const alreadyActive = () =>
  new AppError("conflict", "webhook.already_active", "The endpoint is active. There is nothing to resume.");

export const notPushed = () =>
  new AppError(
    "conflict",
    "webhook.not_pushed",
    "Nothing is sent to this endpoint: its messages are read by GET /admin/webhooks/{id}/messages. Change delivery to push first.",
  );

export const targetInactive = () =>
  new AppError(
    "conflict",
    "webhook.endpoint_inactive",
    "The endpoint is paused, disabled or removed. Resume it by POST /admin/webhooks/{id}/resume first.",
  );

export const noSuchDelivery = () =>
  new AppError(
    "not_found",
    "webhook_delivery.not_found",
    "There is no such delivery. Deliveries are kept for 30 days.",
  );

export const attemptUnderWay = () =>
  new AppError(
    "conflict",
    "webhook_delivery.under_way",
    "An attempt of this delivery is under way. Wait for its end, and repeat.",
  );

export const noSuchReplay = () =>
  new AppError("not_found", "webhook_replay.not_found", "There is no such replay. Replays are kept for 30 days.");

export const replayTooOld = (days: number) =>
  new AppError("invalid", "webhook.replay_too_old", `Deliveries are kept for ${days} days. Choose a later time.`, {
    fields: { since: `must not be more than ${days} days ago` },
  });

export const replayEmptyRange = () =>
  new AppError("invalid", "webhook.replay_empty_range", "The time until which to replay must be later than since.", {
    fields: { until: "must be later than since" },
  });
