import type { RouteConfig } from "@hono/zod-openapi";
import type { Endpoint } from "#/http/endpoint.ts";
import type { errorKinds } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { ref, refusalsOf } from "./openapi-shared.ts";

type Status = (typeof errorKinds)[keyof typeof errorKinds]["status"];

/** What follows for a caller from how an endpoint is declared. */
const traits = (endpoint: Endpoint) => ({
  isPublic: endpoint.permission === "public",
  isWrite: endpoint.method !== "get",
  isStream: endpoint.contentType === "text/event-stream",
  isVersioned: endpoint.response instanceof z.ZodObject && "version" in endpoint.response.shape,
  changesExisting: ["put", "patch", "delete"].includes(endpoint.method),
  namesOthers:
    endpoint.params !== undefined ||
    (endpoint.body instanceof z.ZodObject && Object.keys(endpoint.body.shape).some((key) => key.endsWith("_id"))),
});

/** An endpoint as an operation of the document. */
export function operation(endpoint: Endpoint, tag: string): RouteConfig {
  const { method, path, operationId, summary, params, query, body } = endpoint;
  const { isPublic } = traits(endpoint);
  return {
    method,
    path,
    operationId,
    summary,
    description: descriptionOf(endpoint),
    tags: [tag],
    security: isPublic ? [] : [{ bearerAuth: [] }, ...(endpoint.acceptsTicket ? [{ streamTicket: [] }] : [])],
    parameters: headerParameters(endpoint),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: { "application/json": { schema: body } } } }),
    },
    responses: { ...successOf(endpoint), ...refusalsOf(statusesOf(endpoint)) },
  };
}

const accessSentence = ({ permission }: Endpoint): string => {
  if (permission === "public") return "Needs no access token.";
  if (permission === "self") return "Any signed-in user may do this.";
  return `Needs the permission \`${permission}\`.`;
};
const descriptionOf = (endpoint: Endpoint): string =>
  [endpoint.description, accessSentence(endpoint)].filter(Boolean).join("\n\n");

function headerParameters(endpoint: Endpoint) {
  const { isPublic, isWrite, isStream, isVersioned, changesExisting } = traits(endpoint);
  const names = [
    endpoint.tenantHeader && "RequiredTenantId",
    !isPublic && "TenantId",
    !isPublic && isWrite && "IdempotencyKey",
    !isPublic && changesExisting && isVersioned && "IfMatch",
    !isWrite && isVersioned && "IfNoneMatch",
    !isPublic && !isWrite && !isStream && "Bookmark",
    isStream && "LastEventId",
  ];
  return names.filter((name) => name !== false && name !== undefined).map((name) => ref("parameters", name));
}

function statusesOf(endpoint: Endpoint): Status[] {
  const { isPublic, isWrite, changesExisting, namesOthers } = traits(endpoint);
  const hasBody = endpoint.body !== undefined;
  const possible: [Status, boolean][] = [
    [400, true], // an unknown query parameter is refused everywhere
    [401, !isPublic || endpoint.tenantHeader !== undefined],
    [403, !isPublic],
    [404, namesOthers],
    [409, isWrite && !isPublic],
    [412, changesExisting],
    [413, hasBody],
    [415, hasBody],
    [422, hasBody || (isWrite && !isPublic)],
    [429, true],
    [500, true],
    [503, true],
  ];
  return possible.filter(([, applies]) => applies).map(([status]) => status);
}

function successOf(endpoint: Endpoint): RouteConfig["responses"] {
  const { isPublic, isWrite, isVersioned } = traits(endpoint);
  const { response, contentType } = endpoint;
  const headers = {
    "X-Request-Id": ref("headers", "RequestId"),
    "Server-Timing": ref("headers", "ServerTiming"),
    ...(!isPublic && response && { "X-D1-Bookmark": ref("headers", "Bookmark") }),
    ...(isVersioned && { ETag: ref("headers", "ETag") }),
    ...(isWrite && !isPublic && { "Idempotent-Replayed": ref("headers", "IdempotentReplayed") }),
  };
  const content = response
    ? { "application/json": { schema: z.object({ ok: z.literal(true), data: response }) } }
    : {
        [contentType ?? "application/octet-stream"]: { schema: { type: "string" as const }, example: endpoint.example },
      };
  const done = { description: endpoint.status === 201 ? "Created" : "Done", headers, content };
  return {
    [endpoint.status]: done,
    ...(!isWrite && isVersioned && { 304: { description: "Still the version that If-None-Match names" } }),
  };
}
