import { InstantOut, line, z } from "#/kernel/fields.ts";

const webhookExample = {
  url: "https://your-server.com/webhooks/referrals",
  disabled_at: null,
  disabled_reason: null,
  created_at: "2026-03-28T14:30:00.000Z",
  updated_at: "2026-03-28T14:30:00.000Z",
};
export const OpenWebhook = z
  .object({
    url: z.string(),
    disabled_at: InstantOut.nullable(),
    disabled_reason: z
      .enum(["gone"])
      .nullable()
      .openapi({ description: "gone: the receiver answered 410. Set the address again to enable it" }),
    created_at: InstantOut,
    updated_at: InstantOut,
  })
  .openapi("OpenWebhook", { example: webhookExample });
export const SetOpenWebhook = z
  .strictObject({
    url: line(2048).openapi({
      description: "https on port 443 or 8443, to a public host",
      example: webhookExample.url,
    }),
  })
  .openapi("SetOpenWebhook", { example: { url: webhookExample.url } });
export const NewOpenWebhook = OpenWebhook.extend({
  secret: z.string().nullable().openapi({
    description: "signs every message (Standard Webhooks); shown when the webhook is new, and never again",
  }),
}).openapi("NewOpenWebhook", { example: { ...webhookExample, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } });
export const RemovedOpenWebhook = z
  .object({ removed: z.literal(true) })
  .openapi("RemovedOpenWebhook", { example: { removed: true } });
export const TestedOpenWebhook = z
  .object({
    delivered: z.boolean(),
    response_status: z.int().nullable().openapi({ description: "null when there was no answer" }),
    error: z.string().nullable().openapi({ description: "why it failed, as in the log of deliveries" }),
    duration_ms: z.int(),
  })
  .openapi("TestedOpenWebhook", { example: { delivered: true, response_status: 204, error: null, duration_ms: 84 } });
