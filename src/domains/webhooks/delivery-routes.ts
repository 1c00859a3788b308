import { read } from "#/db/tenant/load.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { redeliverEvent } from "./actions/redeliver-event.ts";
import { replayEvents } from "./actions/replay-events.ts";
import { readHealth } from "./health.ts";
import { WebhookEndpointHealth } from "./health-schemas.ts";
import { jwksOf } from "./jwks.ts";
import { readMessages } from "./messages.ts";
import {
  JwksQuery,
  ReplayWebhook,
  WebhookMessages,
  WebhookMessagesQuery,
  WebhookReplay,
  WebhookReplayParams,
} from "./more-schemas.ts";
import { replayById } from "./replay-repo.ts";
import { deliveryById, listDeliveries } from "./repo.ts";
import {
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDeliveryParams,
  WebhookDeliveryQuery,
  WebhookDeliverySearch,
} from "./schemas.ts";

// What was sent, and what is sent once more.

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/webhook-deliveries",
    operationId: "searchWebhookDeliveries",
    summary: "Search the deliveries of all webhook endpoints, newest event first",
    description: "Deliveries are kept for 30 days.",
    by: "user",
    permission: "webhooks:read",
    query: WebhookDeliverySearch,
    response: WebhookDeliveryPage,
    handler: (ctx, { query }) => listDeliveries(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhook-deliveries/{delivery}",
    operationId: "getWebhookDelivery",
    summary: "Get a delivery with its attempts",
    by: "user",
    permission: "webhooks:read",
    params: WebhookDeliveryParams,
    response: WebhookDelivery,
    handler: async (ctx, { params }) => (await read(ctx, { row: deliveryById(ctx, params.delivery) })).row,
  }),
  endpoint({
    method: "post",
    path: "/admin/webhook-deliveries/{delivery}/redeliver",
    operationId: "redeliverWebhook",
    summary: "Send a delivery once more",
    description:
      "Whatever became of it: under the same `webhook-id`, with the same body, and with all attempts of the schedule before it. One that waits for its next attempt is sent now. The outcome is in the log.",
    by: "user",
    permission: "webhooks:write",
    params: WebhookDeliveryParams,
    response: WebhookDelivery,
    status: 202,
    handler: (ctx, { params }) => redeliverEvent(ctx, params.delivery),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    summary: "List the deliveries of a webhook endpoint with all their attempts, newest event first",
    description: "With a filter there is no total. Deliveries are kept for 30 days.",
    by: "user",
    permission: "webhooks:read",
    params: IdParams,
    query: WebhookDeliveryQuery,
    response: WebhookDeliveryPage,
    handler: (ctx, { params, query }) => listDeliveries(ctx, { targetId: params.id, ...query }),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}/health",
    operationId: "getWebhookHealth",
    summary: "Get how the receiver of a webhook endpoint does",
    by: "user",
    permission: "webhooks:read",
    params: IdParams,
    response: WebhookEndpointHealth,
    handler: (ctx, { params }) => readHealth(ctx, params.id),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}/messages",
    operationId: "readWebhookMessages",
    summary: "Read the messages of a webhook endpoint by a cursor",
    description:
      "The same messages that a push sends, oldest first, of the last 30 days: poll instead of being called, or catch up after an outage. Each comes once as long as you keep `next_after`. With `delivery: poll` nothing is pushed.",
    by: "user",
    permission: "webhooks:read",
    params: IdParams,
    query: WebhookMessagesQuery,
    response: WebhookMessages,
    handler: (ctx, { params, query }) => readMessages(ctx, params.id, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks/{id}/replay",
    operationId: "replayWebhook",
    summary: "Send the deliveries of a range of time once more",
    description:
      "Those that failed or were skipped, or those of other `statuses`. They are found in slices after the answer, which names the replay to look at, and go out beside new events with all attempts of the schedule before them.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    body: ReplayWebhook,
    response: WebhookReplay,
    status: 202,
    handler: (ctx, { params, body }) => replayEvents(ctx, params.id, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhook-replays/{replay}",
    operationId: "getWebhookReplay",
    summary: "Get how far a replay has come",
    by: "user",
    permission: "webhooks:read",
    params: WebhookReplayParams,
    response: WebhookReplay,
    handler: async (ctx, { params }) => (await read(ctx, { row: replayById(ctx, params.replay) })).row,
  }),
  rawEndpoint({
    method: "get",
    path: "/.well-known/webhooks-jwks.json",
    operationId: "getWebhookKeys",
    summary: "Get the public keys that verify the webhooks of a business",
    description:
      "A JSON Web Key Set (RFC 7517) of ed25519 keys, those that a rotation has replaced within 24 hours included. Also at `/.well-known/webhooks-jwks.json` of this host.",
    by: "anyone",
    query: JwksQuery,
    contentType: "application/jwk-set+json",
    example:
      '{"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":"webhook-1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}',
    handler: async (open, { query }) =>
      new Response(JSON.stringify(await jwksOf(open, query.tenantId)), {
        headers: { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" },
      }),
  }),
];
