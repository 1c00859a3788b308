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
