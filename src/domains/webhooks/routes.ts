import { checkCaller, read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { eventTypeNames, eventTypes } from "#/kernel/events.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addEndpoint } from "./actions/add-endpoint.ts";
import { changeEndpoint } from "./actions/change-endpoint.ts";
import { findEndpoint, listDeliveries, listEndpoints, noSuchEndpoint } from "./repo.ts";
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
} from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/webhooks",
    operationId: "listWebhookEndpoints",
    summary: "List webhook endpoints",
    permission: "webhooks:read",
    query: WebhookEndpointQuery,
    response: WebhookEndpointPage,
    handler: (ctx, { query }) => listEndpoints(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/webhooks",
    operationId: "addWebhookEndpoint",
    summary: "Create a webhook endpoint",
    description:
      "Deliveries are signed by Standard Webhooks 1.0.0 with the `secret`, which only this answer shows. They come at least once and in no promised order: deduplicate by `webhook-id`, order by `sequence`. Anything but 2xx is tried again, ten times over three days; 410 disables the endpoint.",
    permission: "webhooks:write",
    body: CreateWebhookEndpoint,
    response: NewWebhookEndpoint,
    status: 201,
    showsSecret: true,
    handler: (ctx, { body }) => addEndpoint(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/events",
    operationId: "listWebhookEvents",
    summary: "List the events that a webhook can subscribe to",
    permission: "webhooks:read",
    response: WebhookEvents,
    handler: async (ctx) => {
      await checkCaller(ctx);
      return { items: eventTypeNames.map((type) => ({ type, description: eventTypes[type] })) };
    },
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}",
    operationId: "getWebhookEndpoint",
    summary: "Get a webhook endpoint",
    permission: "webhooks:read",
    params: IdParams,
    response: WebhookEndpoint,
    handler: async (ctx, { params }) => {
      const [found] = await read(ctx, [findEndpoint(ctx, params.id)]);
      if (!found) throw noSuchEndpoint(params.id);
      return found;
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/webhooks/{id}",
    operationId: "changeWebhookEndpoint",
    summary: "Change, disable or enable a webhook endpoint",
    permission: "webhooks:write",
    params: IdParams,
    body: UpdateWebhookEndpoint,
    response: WebhookEndpoint,
    handler: (ctx, { params, body }) => changeEndpoint(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "get",
    path: "/admin/webhooks/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    summary: "List the deliveries of a webhook endpoint with all their attempts, newest first",
    permission: "webhooks:read",
    params: IdParams,
    query: WebhookDeliveryQuery,
    response: WebhookDeliveryPage,
    handler: (ctx, { params, query }) => listDeliveries(ctx, { endpointId: params.id, ...query }),
  }),
];
