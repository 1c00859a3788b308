import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { makeApiKey } from "./actions/make-api-key.ts";
import { revokeApiKey } from "./actions/revoke-api-key.ts";
import { listApiKeys } from "./repo.ts";
import { ApiKey, ApiKeyPage, ApiKeyQuery, MakeApiKey, NewApiKey } from "./schemas.ts";
import { apiKeys } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/api-keys",
    operationId: "listApiKeys",
    summary: "List API keys",
    by: "user",
    permission: "api-keys:read",
    query: ApiKeyQuery,
    response: ApiKeyPage,
    handler: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/api-keys",
    operationId: "makeApiKey",
    summary: "Make an API key",
    description:
      "For a machine: `Authorization: Bearer <key>` in place of an access token, at every endpoint whose permission is among the `scopes`. You can only give permissions that you have yourself. Endpoints for users themselves (`/auth`) refuse keys. Only this answer shows the key.",
    by: "user",
    permission: "api-keys:write",
    body: MakeApiKey,
    response: NewApiKey,
    status: 201,
    showsSecret: true,
    handler: (ctx, { body }) => makeApiKey(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/api-keys/{id}",
    operationId: "getApiKey",
    summary: "Get an API key",
    by: "user",
    permission: "api-keys:read",
    params: IdParams,
    response: ApiKey,
    handler: (ctx, { params }) => apiKeys.get(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/api-keys/{id}/revoke",
    operationId: "revokeApiKey",
    summary: "Revoke an API key",
    description: "It stops working at once and for good, and its open streams end.",
    by: "user",
    permission: "api-keys:write",
    params: IdParams,
    response: ApiKey,
    handler: (ctx, { params }) => revokeApiKey(ctx, params.id),
  }),
];
