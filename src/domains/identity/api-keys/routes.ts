import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { makeApiKey } from "./actions/make-api-key.ts";
import { revokeApiKey } from "./actions/revoke-api-key.ts";
import { findApiKey, listApiKeys } from "./repo.ts";
import { ApiKey, ApiKeyPage, ApiKeyQuery, MakeApiKey, NewApiKey } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/api-keys",
    operationId: "listApiKeys",
    summary: "List API keys",
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
      "For a machine: `Authorization: Bearer <key>` in place of an access token, at every endpoint whose permission is among the `scopes`. You can only give permissions that you have yourself. What concerns a user himself (`/auth`) is closed to keys. Only this answer shows the key.",
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
    permission: "api-keys:read",
    params: IdParams,
    response: ApiKey,
    handler: async (ctx, { params }) => {
      const [key] = await read(ctx, [findApiKey(ctx, params.id)]);
      if (!key) throw notFound("api_key", params.id);
      return key;
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/api-keys/{id}/revoke",
    operationId: "revokeApiKey",
    summary: "Revoke an API key",
    description: "It stops working with its next request, for good, and its open streams end.",
    permission: "api-keys:write",
    params: IdParams,
    response: ApiKey,
    handler: (ctx, { params }) => revokeApiKey(ctx, params.id),
  }),
];
