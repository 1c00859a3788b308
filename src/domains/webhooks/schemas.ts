import { EventFilters } from "#/kernel/event-filter.ts";
import { InstantField, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { LogQuery, PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import type { Inside } from "#/kernel/wire.ts";

const EventType = line(80).openapi({
  description: "one of GET /admin/webhooks/events, all below a prefix (`dispatch.*`), or all (`*`)",
  example: "sale.created",
});
const Events = z.array(EventType).min(1, "name at least one event").max(200);
const Url = line(2048).openapi({
  description: "https on port 443 or 8443, to a public host. Redirects are not followed.",
  example: "https://your-server.com/webhooks/truckroll",
});
const TargetStatus = z.enum(["active", "paused", "disabled"]);
const Delivery = z.enum(["push", "poll"]).openapi({
  description: "push: each event is sent to the URL; poll: nothing is sent, and the messages are read by a cursor",
});
const Ordering = z.enum(["none", "entity"]).openapi({
  description:
    "entity: an event of one job, sale ... is sent only when the one before it has arrived or was given up after its last attempt; none: in no promised order, which is faster",
});
const Payload = z.enum(["full", "thin"]).openapi({
  description: "thin: `data` holds only the ids of what the event is about, which the API tells the rest of",
});
const OwnHeaders = z.record(z.string().max(64), z.string().max(1024)).openapi({
  description:
    "headers of your own on each delivery, at most 10. Their values are stored encrypted and never shown; a change replaces all of them",
  example: { Authorization: "Bearer 5f2c" },
});
const DeliveryStatus = z.enum(["pending", "sending", "delivered", "failed", "skipped", "stored"]);

const created = {
  url: "https://your-server.com/webhooks/truckroll",
  events: ["sale.created", "dispatch.completed", "inventory.low-stock"],
};
const targetExample = {
  id: 1,
  ...created,
  description: "Accounting sync",
  delivery: "push" as const,
  ordering: "none" as const,
  payload: "full" as const,
  header_names: ["Authorization"],
  status: "active" as const,
  disabled_reason: null,
  public_key: "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  rotation_ends_at: null,
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-28T14:30:00.000Z",
  version: 1,
};

export const WebhookEndpoint = z
  .object({
    id: z.int(),
    url: z.string().nullable().openapi({ description: "null for an endpoint that is only polled" }),
    events: z.array(z.string()),
    description: z.string().nullable(),
    delivery: Delivery,
    ordering: Ordering,
    payload: Payload,
    header_names: z.array(z.string()).openapi({ description: "names of your own headers; their values are not shown" }),
    status: TargetStatus.openapi({
      description: "events of a paused or disabled endpoint are logged as skipped, and can be replayed",
    }),
    disabled_reason: z.enum(["gone", "failing", "requested"]).nullable().openapi({
      description:
        "gone: the receiver answered 410; failing: it took nothing for five days; requested: a user disabled it",
    }),
    public_key: z.string().nullable().openapi({
      description:
        "the ed25519 key that verifies the `v1a` signatures (Standard Webhooks); null for an endpoint that is older than these, until its secret is rotated",
    }),
    rotation_ends_at: InstantOut.nullable().openapi({
      description: "until when the secret before the last rotation signs too; null when none does",
    }),
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
  .strictObject({
    url: Url.optional(),
    events: Events,
    description: prose(500).optional(),
    delivery: Delivery.optional(),
    ordering: Ordering.optional(),
    payload: Payload.optional(),
    headers: OwnHeaders.optional(),
  })
  .openapi("CreateWebhookEndpoint", { example: created });

export const UpdateWebhookEndpoint = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    description: prose(500).nullable().optional(),
    delivery: Delivery.optional(),
    ordering: Ordering.optional(),
    payload: Payload.optional(),
    headers: OwnHeaders.optional(),
    status: z.enum(["active", "disabled"]).optional(),
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
export const WebhookAttempt = z
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

export const WebhookDelivery = z
  .object({
    id: z.string(),
    endpoint_id: z.int(),
    entity: z.string().nullable().openapi({
      description: "what the event is about, its kind and id; null when it is about no single thing",
    }),
    event_id: z.string().openapi({ description: "the webhook-id of every attempt, by which receivers deduplicate" }),
    event_type: z.string(),
    sequence: z.int().openapi({
      description: "number of the event in this business; events are numbered in the order in which they happened",
    }),
    status: DeliveryStatus.openapi({
      description:
        "pending: an attempt is to come; sending: one is under way; failed: the last attempt of the schedule failed; skipped: the endpoint was paused, disabled or removed; stored: the endpoint is polled",
    }),
    attempt_count: z.int(),
    attempts: z.array(WebhookAttempt).openapi({ description: "the last 30" }),
    next_attempt_at: InstantOut.nullable().openapi({
      description: "while an attempt is under way: when the next one starts if this one breaks off",
    }),
    delivered_at: InstantOut.nullable(),
    created_at: InstantOut,
  })
  .openapi("WebhookDelivery", {
    example: {
      id: "dlv_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
      endpoint_id: 1,
      entity: "sale:42",
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

const filters = {
  status: DeliveryStatus.optional(),
  event_type: line(80).optional().openapi({ description: "one type of event", example: "sale.created" }),
  entity: line(80).optional().openapi({ description: "what the events are about", example: "sale:42" }),
  created_from: InstantField.optional().openapi({ description: "deliveries made at this time or later" }),
  created_to: InstantField.optional().openapi({ description: "deliveries made before this time" }),
};
export const WebhookDeliveryQuery = PageQuery.omit({ updated_since: true }).extend(filters);
export const WebhookDeliverySearch = LogQuery.extend(filters);
export const WebhookDeliveryParams = z.object({
  delivery: line(40).openapi({ param: { name: "delivery", in: "path" }, example: "dlv_01KAG3M5S0W6P2J8Y4T9QZ7XNB" }),
});

export const WebhookEventsQuery = z.object({ types: EventFilters.optional() });

const notYet = "null where the event is promised, and nothing sends it yet";
const json = z.record(z.string(), z.unknown()).nullable();
export const WebhookEvent = z
  .object({
    type: z.string(),
    description: z.string(),
    entity: z
      .string()
      .nullable()
      .openapi({ description: `what it happens to, as in the audit log; ${notYet}` }),
    permission: z
      .string()
      .nullable()
      .openapi({ description: `whoever has it may read the event at GET /admin/events; ${notYet}` }),
    data_schema: json.openapi({ description: `JSON schema (2020-12) of \`data\`, complete in itself; ${notYet}` }),
    data_example: json.openapi({ description: `an example of \`data\`; ${notYet}` }),
  })
  .openapi("WebhookEvent");

export const WebhookEvents = z.object({ items: z.array(WebhookEvent) }).openapi("WebhookEvents", {
  example: {
    items: [
      {
        type: "skill.expired",
        description: "A technician's certificate has ended",
        entity: "technician",
        permission: "technicians:read",
        data_schema: {
          $schema: "https://json-schema.org/draft/2020-12/schema",
          type: "object",
          properties: { technician_id: { type: "integer" }, days_left: { type: "integer" } },
          required: ["technician_id", "days_left"],
        },
        data_example: { technician_id: 1, days_left: -1 },
      },
    ],
  },
});
