import { OpenAPIHono } from "@hono/zod-openapi";
import { mounts } from "#/app.ts";
import type { Endpoint } from "#/http/endpoint.ts";
import { ErrorBody } from "#/http/error-body.ts";
import { API } from "#/http/router.ts";
import manifest from "../../package.json" with { type: "json" };
import { fillExamples } from "./openapi-examples.ts";
import { operation } from "./openapi-operation.ts";
import { headers, parameters, responses, securitySchemes } from "./openapi-shared.ts";
import { webhookEntries } from "./openapi-webhooks.ts";

/** What each part of the API is for; the name is the last segment of its mount, without a file's ending. */
const tagDescriptions: Record<string, string> = {
  health: "Whether the service is up.",
  tenants: "Finding a business by its code: the first step of signing in.",
  auth: "Opening a business, signing in, refreshing the access token.",
  platform:
    "For who runs Truckroll: businesses, their suspension, and the shard they live on. Its tokens open nothing else.",
  sales: "Recording sales. The commission is frozen into a sale by the rates of that moment.",
  technicians: "The people who do the work, how they are paid and who of them can sign in.",
  items: "The price book: what is sold, at which list price and cost.",
  "commission-config": "What a technician earns on an item.",
  dispatch: "Jobs from the first call to the last bolt: the live board, assignment, and the technician's own view.",
  organization: "The business itself: its names, branding and hours, and how it wants the API to behave.",
  "audit-log": "Who did what, when, and to what.",
  mails: "What mail went out and what became of it, and which addresses get none.",
  dev: "On a developer's machine only.",
  users: "Who signs in: inviting, changing, shutting out.",
  roles: "What users may do: built-in roles, and those of the business' own.",
  "api-keys": "Keys for machines, with no more rights than they need.",
  webhooks: "Where events are sent, and how each delivery went.",
  events:
    "What a webhook receives: one POST per event, signed by Standard Webhooks, repeated until it is answered with 2xx.",
};

const description = `Field-service management for the trades: technicians, price book, sales with frozen commissions, live dispatch, signed webhooks.

**Sign in.** \`GET /tenants/resolve/{code}\` tells the business' id, \`POST /auth/login\` with it in \`X-Tenant-Id\` answers an access token
(15 minutes) and a refresh token. Send \`Authorization: Bearer <access token>\` from then on. \`POST /auth/register\` opens a new business.

**Answers** are \`{ "ok": true, "data": ... }\`, refusals \`{ "ok": false, "error": { code, message, reason, fields, request_id } }\`. \`reason\` is
stable: programs decide by it. Names are snake_case, money is integer cents, rates are basis points (750 = 7.5 %), times are RFC 3339 in UTC,
dates are days in the business' own time zone.

**Retries.** Send an \`Idempotency-Key\` with each write: the same request with the same key has one effect, and gets the same answer for 24 hours.
**Concurrent edits.** Send the \`ETag\` you read as \`If-Match\`: 412 when somebody was faster. **Lists** page by \`page\` and \`limit\`, or by \`cursor\`:
exact while rows are being added, and cheap at any depth. **Limits** per minute: 300 requests an address, 200 a business, 5 on each route of \`/auth\`;
429 tells \`Retry-After\`. **Cost.** \`Server-Timing\` tells what an answer cost in database trips and rows.`;

/** Every mounted endpoint once, with the tag of the mount it lies under. */
async function taggedEndpoints(): Promise<{ endpoint: Endpoint; tag: string }[]> {
  const parts = await Promise.all(
    Object.entries(mounts).map(async ([prefix, load]) => ({ prefix, routes: (await load()).routes })),
  );
  return parts.flatMap(({ prefix, routes }) =>
    routes
      .filter(({ path }) => path === prefix || path.startsWith(`${prefix}/`))
      .map((endpoint) => ({ endpoint, tag: prefix.slice(prefix.lastIndexOf("/") + 1).replace(/\.\w+$/, "") })),
  );
}

/** The OpenAPI 3.1 document of everything that is mounted, and of the webhooks that the events cause. */
export async function buildDocument() {
  const endpoints = await taggedEndpoints();
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.register("Error", ErrorBody);
  for (const [kind, components] of Object.entries({ headers, parameters, responses, securitySchemes }))
    for (const [name, component] of Object.entries(components))
      registry.registerComponent(kind as "headers", name, component);
  for (const { endpoint, tag } of endpoints) registry.registerPath(operation(endpoint, tag));
  for (const entry of webhookEntries()) registry.registerWebhook(entry);

  const document = getOpenAPI31Document(
    {
      openapi: "3.1.0",
      info: { title: "Truckroll API", version: manifest.version, description },
      servers: [{ url: API, description: "The server that this document came from" }],
      tags: [...new Set(endpoints.map(({ tag }) => tag)), "events"].map((name) => ({
        name,
        description: tagDescriptions[name] ?? "",
      })),
    },
    { sortComponents: "alphabetically" },
  );
  return fillExamples(withPlainPatterns(document));
}

/** The generator leaves the flags of a regular expression behind (`^a$/u`); a JSON schema's pattern has none. */
const withPlainPatterns = <T>(document: T): T =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === "pattern" && typeof value === "string" ? value.replace(/\/[a-z]+$/, "") : value,
  ) as T;
