import { checkCaller } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addTarget } from "./actions/add-target.ts";
import { changeTarget, pauseTarget, resumeTarget } from "./actions/change-target.ts";
import { removeTarget } from "./actions/remove-target.ts";
import { rotateSecret } from "./actions/rotate-secret.ts";
import { testTarget } from "./actions/test-target.ts";
import { listSubscribableEvents } from "./catalogue.ts";
import { routes as deliveryRoutes } from "./delivery-routes.ts";
import { WebhookTest } from "./more-schemas.ts";
import { present } from "./present.ts";
import {
  CreateWebhookEndpoint,
  NewWebhookEndpoint,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointPage,
  WebhookEndpointQuery,
  WebhookEvents,
  WebhookEventsQuery,
} from "./schemas.ts";
import { targets } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/webhooks",
    operationId: "listWebhookEndpoints",
    summary: "List webhook endpoints",
    by: "user",
    permission: "webhooks:read",
    query: WebhookEndpointQuery,
    response: WebhookEndpointPage,
    handler: async (ctx, { query: { status, ...input } }) => {
      const page = await targets.list(ctx, input, { equals: { status } });
      return { ...page, items: page.items.map((target) => present(target, ctx)) };
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks",
    operationId: "addWebhookEndpoint",
    summary: "Create a webhook endpoint",
    description:
      "Each delivery is signed with the `secret` (Standard Webhooks 1.0.0), which only this answer shows, and with an ed25519 key whose `public_key` anybody may know. A delivery comes at least once, and in no promised order unless `ordering` is `entity`: deduplicate by `webhook-id`, order by `sequence`. If your server answers anything but 2xx, the delivery is repeated, ten attempts over three days in all; 410 disables the endpoint.",
    by: "user",
    permission: "webhooks:write",
    body: CreateWebhookEndpoint,
    response: NewWebhookEndpoint,
    status: 201,
    showsSecret: true,
    handler: (ctx, { body }) => addTarget(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/events",
    operationId: "listWebhookEvents",
    summary: "List the events that a webhook can subscribe to, with their data",
    description:
      "Each with a JSON schema of its data and an example. Without `types` the answer has some 200 kB. The same without a token, as a file: `/api/events.json`.",
    by: "user",
    permission: "webhooks:read",
    query: WebhookEventsQuery,
    response: WebhookEvents,
    handler: async (ctx, { query }) => {
      await checkCaller(ctx);
      return { items: await listSubscribableEvents(ctx.env.ASSETS, query.types) };
    },
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}",
    operationId: "getWebhookEndpoint",
    summary: "Get a webhook endpoint",
    by: "user",
    permission: "webhooks:read",
    params: IdParams,
    response: WebhookEndpoint,
    handler: async (ctx, { params }) => present(await targets.get(ctx, params.id), ctx),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks/{id}/pause",
    operationId: "pauseWebhookEndpoint",
    summary: "Pause a webhook endpoint",
    description:
      "Nothing is sent until it is resumed. Events meanwhile, and deliveries that wait for another attempt, are logged as `skipped` and can be replayed for 30 days.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: WebhookEndpoint,
    handler: (ctx, { params }) => pauseTarget(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/webhooks/{id}",
    operationId: "changeWebhookEndpoint",
    summary: "Change, disable or enable a webhook endpoint",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    body: UpdateWebhookEndpoint,
    response: WebhookEndpoint,
    handler: (ctx, { params, body }) => changeTarget(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks/{id}/resume",
    operationId: "resumeWebhookEndpoint",
    summary: "Resume a webhook endpoint that was paused or disabled",
    description: "It gets the events from now on. What it has missed is sent by `POST /admin/webhooks/{id}/replay`.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: WebhookEndpoint,
    handler: (ctx, { params }) => resumeTarget(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks/{id}/rotate-secret",
    operationId: "rotateWebhookSecret",
    summary: "Give a webhook endpoint a new secret and a new key",
    description:
      "Only this answer shows the new `secret`. For 24 hours the ones before sign each delivery too (`webhook-signature` then holds a signature of each), so that receivers can be changed meanwhile. A second rotation within that time ends the oldest at once: never more than two sign.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: NewWebhookEndpoint,
    showsSecret: true,
    handler: (ctx, { params }) => rotateSecret(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks/{id}/test",
    operationId: "testWebhookEndpoint",
    summary: "Send a test event to a webhook endpoint, and see what it answers",
    description:
      "Sends one event `webhook.test`, signed as all others, and waits for the receiver up to 15 seconds. It works for a paused or disabled endpoint too, is not repeated, and is in no log.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: WebhookTest,
    handler: (ctx, { params }) => testTarget(ctx, params.id),
  }),
  ...deliveryRoutes,
  endpoint({
    method: "delete",
    path: "/admin/webhooks/{id}",
    operationId: "removeWebhookEndpoint",
    summary: "Remove a webhook endpoint",
    description:
      "Nothing more is sent to it, also none of the deliveries that wait for another attempt; one that is under way at this moment may still arrive. Its secret is gone. To stop for a while, pause it instead.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: WebhookEndpoint,
    handler: (ctx, { params }) => removeTarget(ctx, params.id),
  }),
];
