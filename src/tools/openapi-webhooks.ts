import type { RouteConfig } from "@hono/zod-openapi";
import type { EventDefinition } from "#/kernel/events.ts";
import { InstantOut, z } from "#/kernel/fields.ts";
import { requiredParameter } from "./openapi-shared.ts";

/** The domain with the feed of the same events. */
const EVENTS_TAG = "events";

/** `dispatch.en_route` -> `onDispatchEnRoute`. */
const operationIdOf = (type: string): string =>
  `on${type
    .split(/[._-]/)
    .map((word) => word.replace(/^./, (first) => first.toUpperCase()))
    .join("")}`;

const eventId = "evt_01KAG3M5RZB6V0H5E2M1K7D9QA";
const signatureHeaders = [
  requiredParameter("webhook-id", "Names the event; the same on every attempt. Deduplicate by it.", eventId),
  requiredParameter("webhook-timestamp", "When this attempt was sent, in seconds since 1970.", "1774708200"),
  requiredParameter(
    "webhook-signature",
    "`v1,` and the signature; several with spaces between.",
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  ),
];

/** An event as an entry of the document's `webhooks`. */
export function webhookEntry({ type, schema, about }: EventDefinition): RouteConfig {
  const body = z.object({
    id: z.string().openapi({ example: eventId }),
    type: z.literal(type),
    timestamp: InstantOut,
    tenant_id: z.string().openapi({ example: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90" }),
    sequence: z.int().openapi({ description: "Order in which it happened, without gaps.", example: 42 }),
    api_version: z.string().openapi({ example: "v1" }),
    data: schema,
    previous: z.record(z.string(), z.unknown()).optional().openapi({
      description: "The fields of `data` that this event changed, as they were before; absent where none was.",
    }),
  });
  return {
    method: "post",
    path: type,
    operationId: operationIdOf(type),
    summary: about,
    description: "Verify it with any Standard Webhooks library and the `secret` of the endpoint.",
    tags: [EVENTS_TAG],
    security: [],
    parameters: signatureHeaders,
    request: { body: { required: true, content: { "application/json": { schema: body } } } },
    responses: {
      "2XX": { description: "Taken. Anything else, or no answer within 15 s, is tried again." },
      410: { description: "No longer wanted: the endpoint is disabled." },
    },
  };
}
