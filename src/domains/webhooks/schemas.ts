import { attemptErrors, deliveryStatuses, disabledReasons, endpointStatuses } from "#/db/tenant/schema/webhooks.ts";
import { eventTypeNames } from "#/kernel/events.ts";
import { InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const EventType = z.enum(eventTypeNames, { error: "is not an event; see GET /admin/webhooks/events" });
const Events = z.array(EventType).min(1, "name at least one event").max(eventTypeNames.length);
const Url = line(2048).openapi({
  description: "https on port 443 or 8443, to a public host. Redirects are not followed.",
  example: "https://your-server.com/webhooks/truckroll",
});
const EndpointStatus = z.enum(endpointStatuses);

const created = {
  url: "https://your-server.com/webhooks/truckroll",
  events: ["sale.created" as const, "dispatch.completed" as const, "inventory.low-stock" as const],
};
const endpointExample = {
  id: 1,
  ...created,
  description: "Accounting sync",
  status: "active" as const,
  disabled_reason: null,
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-28T14:30:00.000Z",
  version: 1,
};

export const WebhookEndpoint = z
  .object({
    id: z.int(),
    url: z.string(),
    events: z.array(EventType),
    description: z.string().nullable(),
    status: EndpointStatus.openapi({ description: "events of a disabled endpoint are logged as skipped" }),
    disabled_reason: z
      .enum(disabledReasons)
      .nullable()
      .openapi({ description: "gone: the receiver answered 410; requested: a user disabled it" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("WebhookEndpoint", { example: endpointExample });
export const WebhookEndpointPage = pageOf("WebhookEndpointPage", WebhookEndpoint);

export const NewWebhookEndpoint = WebhookEndpoint.extend({
  secret: z.string().openapi({ description: "signs every delivery (Standard Webhooks); shown only here" }),
}).openapi("NewWebhookEndpoint", {
  example: { ...endpointExample, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
});

export const CreateWebhookEndpoint = z
  .strictObject({ url: Url, events: Events, description: prose(500).optional() })
  .openapi("CreateWebhookEndpoint", { example: created });

export const UpdateWebhookEndpoint = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    description: prose(500).nullable().optional(),
    status: EndpointStatus.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "name at least one field to change")
  .openapi("UpdateWebhookEndpoint", { example: { status: "disabled" } });

export const WebhookEndpointQuery = PageQuery.extend({
  status: EndpointStatus.optional(),
  sort: sortBy("id", "updated_at"),
});

export const WebhookAttempt = z
  .object({
    attempt: z.int(),
    at: InstantOut,
    response_status: z.int().nullable().openapi({ description: "null when there was no answer" }),
    error: z
      .enum(attemptErrors)
      .nullable()
      .openapi({ description: "why it was no success: only 2xx is one; null for a success" }),
    duration_ms: z.int(),
    response_excerpt: z.string().nullable().openapi({ description: "first kilobyte of the answer" }),
    next_attempt_at: InstantOut.nullable(),
  })
  .openapi("WebhookAttempt", {
    example: {
      attempt: 1,
      at: "2026-03-28T14:30:01.000Z",
      response_status: 500,
      error: "status",
      duration_ms: 84,
      response_excerpt: "upstream is down",
      next_attempt_at: "2026-03-28T14:30:06.120Z",
    },
  });

export const WebhookDelivery = z
  .object({
    id: z.string(),
    event_id: z.string().openapi({ description: "the webhook-id of every attempt; receivers deduplicate by it" }),
    event_type: EventType,
    sequence: z.int().openapi({ description: "number of the event in this business, in the order of what happened" }),
    status: z.enum(deliveryStatuses),
    attempt_count: z.int(),
    attempts: z.array(WebhookAttempt),
    next_attempt_at: InstantOut.nullable(),
    delivered_at: InstantOut.nullable(),
    created_at: InstantOut,
  })
  .openapi("WebhookDelivery", {
    example: {
      id: "dlv_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
      event_id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA",
      event_type: "sale.created",
      sequence: 42,
      status: "pending",
      attempt_count: 1,
      attempts: [
        {
          attempt: 1,
          at: "2026-03-28T14:30:01.000Z",
          response_status: 500,
          error: "status",
          duration_ms: 84,
          response_excerpt: "upstream is down",
          next_attempt_at: "2026-03-28T14:30:06.120Z",
        },
      ],
      next_attempt_at: "2026-03-28T14:30:06.120Z",
      delivered_at: null,
      created_at: "2026-03-28T14:30:00.900Z",
    },
  });
export const WebhookDeliveryPage = pageOf("WebhookDeliveryPage", WebhookDelivery);

export const WebhookDeliveryQuery = PageQuery.omit({ updated_since: true }).extend({
  status: z.enum(deliveryStatuses).optional(),
});

export const WebhookEvents = z
  .object({ items: z.array(z.object({ type: EventType, description: z.string() })) })
  .openapi("WebhookEvents", {
    example: { items: [{ type: "sale.created", description: "A new sale has been recorded" }] },
  });
