const settings = "webhook.unknown_event webhook.url_required webhook.headers_refused webhook.url_refused";
const changed = "webhook_endpoint.version_mismatch webhook_endpoint.changed_meanwhile webhook_endpoint.not_found";
const inactive = "webhook.not_pushed webhook.endpoint_inactive";

/** Of webhook endpoints, deliveries and replays. */
export const webhookReasons: Record<string, string> = {
  addWebhookEndpoint: `webhook.too_many_endpoints ${settings}`,
  getWebhookEndpoint: "webhook_endpoint.not_found",
  changeWebhookEndpoint: `${changed} ${settings}`,
  pauseWebhookEndpoint: `${changed} webhook.not_active`,
  resumeWebhookEndpoint: `${changed} webhook.already_active`,
  rotateWebhookSecret: changed,
  testWebhookEndpoint: "webhook_endpoint.not_found webhook.not_pushed",
  removeWebhookEndpoint: changed,
  listWebhookDeliveries: "webhook_endpoint.not_found",
  getWebhookDelivery: "webhook_delivery.not_found",
  redeliverWebhook: `webhook_delivery.not_found ${inactive} webhook_delivery.under_way`,
  getWebhookHealth: "webhook_endpoint.not_found",
  readWebhookMessages: "webhook_endpoint.not_found",
  replayWebhook: `webhook_endpoint.not_found webhook.unknown_event webhook.replay_empty_range webhook.replay_too_old ${inactive}`,
  getWebhookReplay: "webhook_replay.not_found",
};
