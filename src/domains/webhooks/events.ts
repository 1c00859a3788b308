import { eventsOf } from "#/kernel/events.ts";
import { WebhookDisabled, WebhookHealth } from "./health-schemas.ts";

const area = { entity: "webhook_endpoint", permission: "webhooks:read" } as const;
const define = eventsOf(WebhookHealth, { ...area, idIn: ({ endpoint_id }) => endpoint_id });

export const webhookFailing = define(
  "webhook.failing",
  "Deliveries to a webhook endpoint fail one after the other: its others wait until one gets through",
);
export const webhookRecovered = define(
  "webhook.recovered",
  "A webhook endpoint that failed takes deliveries again, and gets what has waited",
  { failures: 0 },
);
export const webhookDisabled = eventsOf(WebhookDisabled, { ...area, idIn: ({ endpoint_id }) => endpoint_id })(
  "webhook.disabled",
  "A webhook endpoint was disabled: its receiver answered 410, or has failed for five days",
);

export const events = [webhookFailing, webhookRecovered, webhookDisabled];
