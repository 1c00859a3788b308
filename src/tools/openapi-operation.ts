import type { RouteConfig } from "@hono/zod-openapi";
import { mayBeLeftOut } from "#/http/body.ts";
import type { Endpoint } from "#/http/endpoint.ts";
import type { Gate } from "#/http/gates.ts";
import { z } from "#/kernel/fields.ts";
import { refusalsOf } from "./openapi-reasons.ts";
import { commonHeaders, ref } from "./openapi-shared.ts";
import { traits } from "./openapi-traits.ts";

/** An endpoint as an operation of the document. */
export function operation(endpoint: Endpoint, tag: string): RouteConfig {
  const { method, path, operationId, summary, params, query, body, upload } = endpoint;
  return {
    method,
    path,
    operationId,
    summary,
    description: descriptionOf(endpoint),
    tags: [tag],
    security: security[endpoint.by],
    parameters: headerParameters(endpoint),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: !mayBeLeftOut(body), content: { "application/json": { schema: body } } } }),
      ...(upload && {
        body: {
          required: true,
          content: Object.fromEntries(upload.types.map((type) => [type, type === "text/plain" ? TEXT : FILE])),
        },
      }),
    },
    responses: { ...successOf(endpoint), ...refusalsOf(endpoint) },
  };
}

/** What an answer's data come in. */
const envelope = (by: Gate, data: z.ZodType) =>
  by === "referrer" ? z.object({ data }) : z.object({ ok: z.literal(true), data });

const doneBy = { 200: "Done", 201: "Created", 202: "Accepted: it goes on in the background" } as const;

/** Plain text by its schema: orval types it `unknown` otherwise. */
const TEXT = { schema: { type: "string" as const }, example: "the text of the file" };
/** OpenAPI 3.1 tells raw bytes by their media type alone. */
const FILE = { schema: {}, example: "the bytes of the file" };

/** The credentials of each gate. OpenAPI has no credentials in a body, so it does not know the challenge. */
const security: Record<Gate, Record<string, string[]>[]> = {
  user: [{ bearerAuth: [] }],
  ticket: [{ bearerAuth: [] }, { streamTicket: [] }],
  challenge: [{ bearerAuth: [] }, {}],
  platform: [{ platformAuth: [] }],
  referrer: [{ referralKey: [] }],
  customer: [{ customerAuth: [] }],
  tenant: [],
  business: [],
  anyone: [],
};

const accessSentence = ({ by, permission }: Endpoint): string => {
  if (by === "platform") return "Only for platform administrators.";
  if (by === "customer") return "Only for the customer themselves, signed in to the portal.";
  if (by === "referrer") return "Needs the key of a referrer; another key's jobs are not found.";
  if (permission === undefined) return "Needs no access token.";
  return permission === "self" ? "Any signed-in user may do this." : `Needs the permission \`${permission}\`.`;
};
const descriptionOf = (endpoint: Endpoint): string =>
  [endpoint.description, accessSentence(endpoint)].filter(Boolean).join("\n\n");

function headerParameters(endpoint: Endpoint) {
  const { isTenants, isCustomers, isWrite, isKeyed, isStream, isVersioned, changesExisting } = traits(endpoint);
  const names = [
    endpoint.by === "tenant" && "RequiredTenantId",
    (isTenants || endpoint.mayNameTenant || endpoint.by === "business" || isCustomers) && "TenantId",
    isKeyed && "IdempotencyKey",
    isTenants && changesExisting && isVersioned && "IfMatch",
    !isWrite && isVersioned && "IfNoneMatch",
    isTenants && !isStream && "Bookmark",
    isStream && "LastEventId",
  ];
  return names.filter((name) => name !== false && name !== undefined).map((name) => ref("parameters", name));
}

function successOf(endpoint: Endpoint): RouteConfig["responses"] {
  const { isPublic, isTenants, isWrite, isKeyed, isVersioned } = traits(endpoint);
  const { response, contentType } = endpoint;
  const headers = {
    ...commonHeaders,
    ...(!isPublic && { "Server-Timing": ref("headers", "ServerTiming") }),
    ...(isTenants && response && { "X-D1-Bookmark": ref("headers", "Bookmark") }),
    ...(isVersioned && { ETag: ref("headers", "ETag") }),
    ...(isKeyed && { "Idempotent-Replayed": ref("headers", "IdempotentReplayed") }),
  };
  const content = response
    ? { "application/json": { schema: envelope(endpoint.by, response) } }
    : {
        [contentType ?? "application/octet-stream"]: { schema: { type: "string" as const }, example: endpoint.example },
      };
  const done = { description: doneBy[endpoint.status], headers, content };
  return {
    [endpoint.status]: done,
    ...(endpoint.wasThere && { 200: { ...done, description: "It was there already: nothing was made" } }),
    ...(endpoint.goesOn && { 202: { ...done, description: doneBy[202] } }),
    ...(!isWrite && isVersioned && { 304: { description: "Still the version that If-None-Match names" } }),
  };
}
