import { eventsOf } from "#/kernel/events.ts";
import { ConsentChanged } from "./consent-schemas.ts";
import { Communication } from "./schemas.ts";

const permission = "communications:read" as const;
const define = eventsOf(Communication, { entity: "communication", permission, idIn: ({ id }) => id });
const out = { delivered_at: null };

export const communicationSent = define(
  "communication.sent",
  "A message to a customer was taken by the provider, or one whose outcome nobody knew was found to have been",
  { ...out, status: "sent" },
);
export const communicationDelivered = define("communication.delivered", "A message has reached the customer");
export const communicationFailed = define(
  "communication.failed",
  "A message was not sent or not delivered, or nobody knows whether it was: `status` tells",
  { ...out, status: "failed", reason: "refused", error_code: "30003" },
);
export const communicationReceived = define(
  "communication.received",
  "A customer has written or called, or an unknown number has written",
  {
    ...{ direction: "in", category: null, body: "Tuesday is fine", template: null, segments: null, status: "received" },
    ...{ from: "+18135550142", to: "+18135550100", sent_at: null, delivered_at: null, created_by: "system:messages" },
  },
);
export const communicationSuppressed = define(
  "communication.suppressed",
  "A message was not sent, since the customer has not allowed it or took that back; `reason` tells",
  { ...out, status: "suppressed", reason: "stop", sent_at: null, provider: null, provider_reference: null },
);
export const consentChanged = eventsOf(ConsentChanged, {
  entity: "customer",
  permission,
  idIn: ({ customer_id }) => customer_id,
})("consent.changed", "A customer has allowed a kind of message, or taken that back");

export const events = [
  communicationSent,
  communicationDelivered,
  communicationFailed,
  communicationReceived,
  communicationSuppressed,
  consentChanged,
];
