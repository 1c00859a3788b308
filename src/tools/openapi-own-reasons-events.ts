/** Of the catalogue and the feed of events. */
export const eventReasons: Record<string, string> = {
  listWebhookEvents: "event.unknown_type",
  listEvents: "event.unknown_type event.entity_incomplete event.position_ahead event.not_readable event.expired",
  getEvent: "event.not_found event.not_readable event.expired",
  streamEvents:
    "event.unknown_type event.bad_last_event_id event.position_ahead event.not_readable event.expired event.too_many_streams",
};
