import { InstantOut, z } from "#/kernel/fields.ts";
import { WebhookAttempt } from "./schemas.ts";

// How the receiver of an endpoint does: what events tell of it, and what can be read at any time.

const LastFailure = z.object({
  delivery_id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  at: InstantOut,
  response_status: WebhookAttempt.shape.response_status,
  error: WebhookAttempt.shape.error,
});
const healthExample = {
  endpoint_id: 1,
  url: "https://your-server.com/webhooks/truckroll",
  failures: 5,
  failing_since: "2026-03-28T14:30:01.000Z",
  last_failure: {
    delivery_id: "dlv_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
    event_id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA",
    event_type: "sale.created",
    at: "2026-03-28T14:35:06.000Z",
    response_status: 500,
    error: "status" as const,
  },
};
/** What events tell of a receiver. */
export const WebhookHealth = z
  .object({
    endpoint_id: z.int(),
    url: z.string(),
    failures: z.int().openapi({ description: "failed attempts since the last success" }),
    failing_since: InstantOut.nullable(),
    last_failure: LastFailure.nullable(),
  })
  .openapi("WebhookHealth", { example: healthExample });
export const WebhookDisabled = WebhookHealth.extend({ reason: z.enum(["gone", "failing"]) }).openapi(
  "WebhookDisabled",
  {
    example: { ...healthExample, reason: "failing" },
  },
);

/** How an endpoint does at this moment. */
export const WebhookEndpointHealth = z
  .object({
    circuit: z.enum(["closed", "open", "half_open"]).openapi({
      description:
        "open: after five failures in a row nothing is sent until next_probe_at; half_open: one delivery is sent to see whether the receiver works again; closed: everything is sent",
    }),
    failures: z.int().openapi({ description: "failed attempts since the last success" }),
    failing_since: InstantOut.nullable(),
    next_probe_at: InstantOut.nullable(),
    last_failure: LastFailure.nullable().openapi({ description: "stays when the receiver works again" }),
  })
  .openapi("WebhookEndpointHealth", {
    example: {
      circuit: "open",
      failures: 5,
      failing_since: healthExample.failing_since,
      next_probe_at: "2026-03-28T14:36:06.000Z",
      last_failure: healthExample.last_failure,
    },
  });
