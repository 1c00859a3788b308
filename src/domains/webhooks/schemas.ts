import { InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import type { Inside } from "#/kernel/wire.ts";

const EventType = line(80).openapi({
  description: "one of GET /admin/webhooks/events",
  example: "sale.created",
});
const Events = z.array(EventType).min(1, "name at least one event").max(200);
const Url = line(2048).openapi({
  description: "https on port 443 or 8443, to a public host. Redirects are not followed.",
  example: "https://your-server.com/webhooks/truckroll",
});
const TargetStatus = z.enum(["active", "disabled"]);
const DeliveryStatus = z.enum(["pending", "delivered", "failed", "skipped"]);

const created = {
  url: "https://your-server.com/webhooks/truckroll",
  events: ["sale.created", "dispatch.completed", "inventory.low-stock"],
};
const targetExample = {
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
    events: z.array(z.string()),
    description: z.string().nullable(),
    status: TargetStatus.openapi({ description: "events of a disabled endpoint are logged as skipped" }),
    disabled_reason: z
      .enum(["gone", "requested"])
      .nullable()
      .openapi({ description: "gone: the receiver answered 410; requested: a user disabled it" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("WebhookEndpoint", { example: targetExample });
export const WebhookEndpointPage = pageOf("WebhookEndpointPage", WebhookEndpoint);

export const NewWebhookEndpoint = WebhookEndpoint.extend({
  secret: z.string().openapi({ description: "signs every delivery (Standard Webhooks); only this answer shows it" }),
}).openapi("NewWebhookEndpoint", {
  example: { ...targetExample, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
});

export const CreateWebhookEndpoint = z
  .strictObject({ url: Url, events: Events, description: prose(500).optional() })
  .openapi("CreateWebhookEndpoint", { example: created });

export const UpdateWebhookEndpoint = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    description: prose(500).nullable().optional(),
    status: TargetStatus.optional(),
  })
  .refine(...namesAField)
  .openapi("UpdateWebhookEndpoint", { example: { status: "disabled" } });

export const WebhookEndpointQuery = PageQuery.extend({
  status: TargetStatus.optional(),
  sort: sortBy("id", "updated_at"),
});

const attemptExample = {
  attempt: 1,
  at: "2026-03-28T14:30:01.000Z",
  response_status: 500,
  error: "status" as const,
  duration_ms: 84,
  response_excerpt: "upstream is down",
  next_attempt_at: "2026-03-28T14:30:06.120Z",
};
const WebhookAttempt = z
  .object({
    attempt: z.int(),
    at: InstantOut,
    response_status: z.int().nullable().openapi({ description: "null when there was no answer" }),
    error: z
      .enum(["status", "timeout", "dns", "refused", "tls", "connection", "redirect", "blocked"])
      .nullable()
      .openapi({
        description:
          "why the attempt failed; null for a success, which only 2xx is. status: another answer; timeout: none within 15 seconds; dns: the host name leads nowhere; refused: nothing listens at the host and port; tls: no secure connection, as with an expired certificate; connection: it broke off; redirect: an answer 3xx, which is not followed; blocked: the URL points to where webhooks may not go",
      }),
    duration_ms: z.int(),
    response_excerpt: z.string().nullable().openapi({ description: "first 4 KB of the answer" }),
    next_attempt_at: InstantOut.nullable(),
  })
  .openapi("WebhookAttempt", { example: attemptExample });
/** One line of the delivery log. */
export type LoggedAttempt = Inside<z.output<typeof WebhookAttempt>>;

const WebhookDelivery = z
  .object({
    id: z.string(),
    event_id: z.string().openapi({ description: "the webhook-id of every attempt, by which receivers deduplicate" }),
    event_type: z.string(),
    sequence: z.int().openapi({
      description: "number of the event in this business; events are numbered in the order in which they happened",
    }),
    status: DeliveryStatus,
    attempt_count: z.int(),
    attempts: z.array(WebhookAttempt),
    next_attempt_at: InstantOut.nullable().openapi({
      description: "while an attempt is under way: when the next one starts if this one breaks off",
    }),
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
      attempts: [attemptExample],
      next_attempt_at: attemptExample.next_attempt_at,
      delivered_at: null,
      created_at: "2026-03-28T14:30:00.900Z",
    },
  });
export const WebhookDeliveryPage = pageOf("WebhookDeliveryPage", WebhookDelivery);

export const WebhookDeliveryQuery = PageQuery.omit({ updated_since: true }).extend({
  status: DeliveryStatus.optional(),
});

export const WebhookEvents = z
  .object({ items: z.array(z.object({ type: z.string(), description: z.string() })) })
  .openapi("WebhookEvents", {
    example: { items: [{ type: "sale.created", description: "A new sale has been recorded" }] },
  });
