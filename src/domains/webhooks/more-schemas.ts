import { InstantField, InstantOut, line, z } from "#/kernel/fields.ts";
import { WebhookAttempt } from "./schemas.ts";

// What is done with an endpoint beyond its settings: tests, replays, health, and reading by a cursor.

const attempt = WebhookAttempt.shape;

export const WebhookTest = z
  .object({
    delivered: z.boolean(),
    event_id: z.string().openapi({ description: "the webhook-id of the test" }),
    response_status: attempt.response_status,
    error: attempt.error,
    duration_ms: z.int(),
    response_excerpt: attempt.response_excerpt,
  })
  .openapi("WebhookTest", {
    example: {
      delivered: true,
      event_id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA",
      response_status: 204,
      error: null,
      duration_ms: 38,
      response_excerpt: null,
    },
  });

const filters = z
  .array(line(80))
  .min(1)
  .max(200)
  .openapi({
    description: "types of events, also with a wildcard (`dispatch.*`); all when absent",
    example: ["dispatch.*"],
  });
const Again = z.enum(["failed", "skipped", "delivered"]);

export const ReplayWebhook = z
  .strictObject({
    since: InstantField.openapi({ description: "deliveries made at this time or later, of the last 30 days" }),
    until: InstantField.optional().openapi({ description: "deliveries made before this time; now when absent" }),
    events: filters.optional(),
    statuses: z
      .array(Again)
      .min(1)
      .max(3)
      .optional()
      .openapi({
        description: "which deliveries; those that failed and were skipped when absent",
        example: ["failed", "skipped"],
      }),
  })
  .openapi("ReplayWebhook", { example: { since: "2026-03-28T00:00:00.000Z" } });

export const WebhookReplay = z
  .object({
    id: z.string(),
    endpoint_id: z.int(),
    since: InstantOut,
    until: InstantOut,
    events: z.array(z.string()).nullable(),
    statuses: z.array(Again),
    status: z.enum(["running", "done", "stopped"]).openapi({
      description:
        "running: more deliveries may be found; stopped: the endpoint was paused, disabled or removed meanwhile",
    }),
    queued: z.int().openapi({ description: "deliveries that are sent once more, so far" }),
    created_at: InstantOut,
    updated_at: InstantOut,
  })
  .openapi("WebhookReplay", {
    example: {
      id: "rpl_01KAG3M5S0W6P2J8Y4T9QZ7XNC",
      endpoint_id: 1,
      since: "2026-03-28T00:00:00.000Z",
      until: "2026-03-28T14:30:00.000Z",
      events: null,
      statuses: ["failed", "skipped"],
      status: "running",
      queued: 0,
      created_at: "2026-03-28T14:30:00.000Z",
      updated_at: "2026-03-28T14:30:00.000Z",
    },
  });
export const WebhookReplayParams = z.object({
  replay: line(40).openapi({ param: { name: "replay", in: "path" }, example: "rpl_01KAG3M5S0W6P2J8Y4T9QZ7XNC" }),
});

export const WebhookMessagesQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,15}$/, "must be a number")
    .transform(Number)
    .optional()
    .openapi({
      type: "integer",
      minimum: 0,
      description: "`sequence` of the last message that you have; messages begin with the oldest when absent",
      example: 41,
    }),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a number from 1 to 200")
    .transform(Number)
    .refine((n) => n <= 200, "must be at most 200")
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: 200, default: 50, example: 50 }),
});

const WebhookMessage = z
  .object({
    id: z.string().openapi({ description: "the webhook-id under which a push comes" }),
    type: z.string(),
    timestamp: InstantOut,
    tenant_id: z.string(),
    sequence: z.int(),
    api_version: z.string(),
    data: z.record(z.string(), z.unknown()).openapi({ description: "as a push holds it" }),
  })
  .openapi("WebhookMessage");
export const WebhookMessages = z
  .object({
    items: z.array(WebhookMessage),
    next_after: z
      .int()
      .openapi({ description: "send it as `after` to read on; as you have sent it when nothing is new" }),
    has_more: z.boolean(),
  })
  .openapi("WebhookMessages", {
    example: {
      items: [
        {
          id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA",
          type: "sale.created",
          timestamp: "2026-03-28T14:30:00.000Z",
          tenant_id: "6f1f6c1e-7a1b-4f0e-9d5a-2b8f0c3d4e5f",
          sequence: 42,
          api_version: "v1",
          data: { id: 42, sale_price_cents: 150_000 },
        },
      ],
      next_after: 42,
      has_more: false,
    },
  });

export const JwksQuery = z.object({
  tenant_id: z.uuid("must be the id of a business").openapi({
    description: "the business whose endpoints' keys are asked for",
    example: "6f1f6c1e-7a1b-4f0e-9d5a-2b8f0c3d4e5f",
  }),
});
