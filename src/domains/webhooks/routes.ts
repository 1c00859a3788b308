import { checkCaller } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addTarget } from "./actions/add-target.ts";
import { changeTarget } from "./actions/change-target.ts";
import { removeTarget } from "./actions/remove-target.ts";
import { listSubscribableEvents } from "./catalogue.ts";
import { listDeliveries } from "./repo.ts";
import {
  CreateWebhookEndpoint,
  NewWebhookEndpoint,
  UpdateWebhookEndpoint,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
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
    handler: (ctx, { query: { status, ...input } }) => targets.list(ctx, input, { equals: { status } }),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks",
    operationId: "addWebhookEndpoint",
    summary: "Create a webhook endpoint",
    description:
      "Each delivery is signed with the `secret` (Standard Webhooks 1.0.0), which only this answer shows. A delivery comes at least once and in no promised order: deduplicate by `webhook-id`, order by `sequence`. If your server answers anything but 2xx, the delivery is repeated, ten attempts over three days in all; 410 disables the endpoint.",
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
    handler: (ctx, { params }) => targets.get(ctx, params.id),
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
    method: "get",
    path: "/admin/webhooks/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    summary: "List the deliveries of a webhook endpoint with all their attempts, newest first",
    by: "user",
    permission: "webhooks:read",
    params: IdParams,
    query: WebhookDeliveryQuery,
    response: WebhookDeliveryPage,
    handler: (ctx, { params, query }) => listDeliveries(ctx, { targetId: params.id, ...query }),
  }),
  endpoint({
    method: "delete",
    path: "/admin/webhooks/{id}",
    operationId: "removeWebhookEndpoint",
    summary: "Remove a webhook endpoint",
    description:
      "Nothing more is sent to it, also none of the deliveries that wait for another attempt; one that is under way at this moment may still arrive. Its secret and its log are gone. To stop for a while, disable it instead.",
    by: "user",
    permission: "webhooks:write",
    params: IdParams,
    response: WebhookEndpoint,
    handler: (ctx, { params }) => removeTarget(ctx, params.id),
  }),
];
