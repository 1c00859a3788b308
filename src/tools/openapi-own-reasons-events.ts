/** Of the catalogue and the feed of events. */
export const eventReasons: Record<string, string> = {
  listWebhookEvents: "event.unknown_type",
};
