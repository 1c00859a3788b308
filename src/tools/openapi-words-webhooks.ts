/** Of webhook endpoints, deliveries and replays. */
export const webhookWords: Record<string, string> = {
  endpoint_id: "The webhook endpoint.",
  event_id: "The webhook-id of the event.",
  delivery: "The delivery.",
  delivery_id: "The delivery.",
  replay: "The replay.",
  failing_since: "When the first attempt after the last success failed; null: the receiver works.",
  next_probe_at: "When one delivery is sent to see whether the receiver works again; null: everything is sent.",
  last_failure: "The message that failed last, and what the receiver did.",
  delivered: "Whether the receiver answered with 2xx.",
  has_more: "Whether more messages follow.",
  since: "From when on.",
  until: "Until when, this moment not included.",
  statuses: "Which deliveries, by what became of them.",
  queued: "Deliveries that are sent once more.",
  "WebhookMessage.sequence": "Number of the event in this business, in the order in which they happened.",
};
