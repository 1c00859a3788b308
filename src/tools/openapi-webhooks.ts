import type { RouteConfig } from "@hono/zod-openapi";
import { DispatchEvent } from "#/domains/dispatch/schemas.ts";
import { CommissionCalculated, Sale } from "#/domains/sales/schemas.ts";
import { type EventType, eventTypeNames, eventTypes } from "#/kernel/events.ts";
import { InstantOut, z } from "#/kernel/fields.ts";

/** What `data` is in an event; undefined for those that nothing emits yet. */
function dataOf(type: EventType): z.ZodType | undefined {
  if (type === "sale.created") return Sale;
  if (type === "commission.calculated") return CommissionCalculated;
  return type.startsWith("dispatch.") ? DispatchEvent : undefined;
}

/** `dispatch.en_route` -> `onDispatchEnRoute`. */
const operationIdOf = (type: EventType): string =>
  `on${type
    .split(/[._-]/)
    .map((word) => word.replace(/^./, (first) => first.toUpperCase()))
    .join("")}`;

const text = { type: "string" } as const;
const signatureHeaders = [
  ["webhook-id", "Names the event; the same on every attempt. Deduplicate by it.", "evt_01KAG3M5RZB6V0H5E2M1K7D9QA"],
  ["webhook-timestamp", "When this attempt was sent, in seconds since 1970.", "1774708200"],
  [
    "webhook-signature",
    "`v1,` and the signature; several with spaces between.",
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  ],
].map(([name = "", description = "", example = ""]) => ({
  name,
  in: "header" as const,
  required: true,
  description,
  schema: text,
  example,
}));

/** One entry of the document's `webhooks` for each event that is emitted. */
export const webhookEntries = (): RouteConfig[] =>
  eventTypeNames.flatMap((type) => {
    const data = dataOf(type);
    return data ? [entryOf(type, data)] : [];
  });

function entryOf(type: EventType, data: z.ZodType): RouteConfig {
  const body = z.object({
    id: z.string().openapi({ example: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA" }),
    type: z.literal(type),
    timestamp: InstantOut,
    tenant_id: z.string().openapi({ example: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90" }),
    sequence: z.int().openapi({ description: "Order in which it happened, without gaps.", example: 42 }),
    api_version: z.string().openapi({ example: "v1" }),
    data,
  });
  return {
    method: "post",
    path: type,
    operationId: operationIdOf(type),
    summary: eventTypes[type],
    description: "Verify it with any Standard Webhooks library and the `secret` of the endpoint.",
    tags: ["events"],
    security: [],
    parameters: signatureHeaders,
    request: { body: { required: true, content: { "application/json": { schema: body } } } },
    responses: {
      "2XX": { description: "Taken. Anything else, or no answer within 15 s, is tried again." },
      410: { description: "No longer wanted: the endpoint is disabled." },
    },
  };
}
