import { OpenAPIHono } from "@hono/zod-openapi";
import { eventCatalogue } from "#/events.ts";
import { API } from "#/http/router.ts";
import { mounts } from "#/mounts.ts";
import manifest from "../../package.json" with { type: "json" };
import { readConfig } from "./config.ts";
import { withOwnExamples } from "./event-catalogue.ts";
import { describe } from "./openapi-described.ts";
import { fillExamples } from "./openapi-examples.ts";
import { operation } from "./openapi-operation.ts";
import { responses } from "./openapi-reasons.ts";
import { headers, parameters, securitySchemes } from "./openapi-shared.ts";
import { webhookEntry } from "./openapi-webhooks.ts";

const description = `Field-service management for the trades: technicians, price book, sales with frozen commissions, live dispatch, signed webhooks.

**Sign in.** \`GET /tenants/resolve/{code}\` tells the business' id, \`POST /auth/login\` with it in \`X-Tenant-Id\` answers an access token
(15 minutes) and a refresh token. Send \`Authorization: Bearer <access token>\` from then on. \`POST /auth/register\` opens a new business.

**Answers** are \`{ "ok": true, "data": ... }\`, refusals \`{ "ok": false, "error": { code, message, reason, fields, request_id } }\`. \`reason\` is
stable: programs decide by it; [/docs/errors](/docs/errors) lists them all. A query parameter that is unknown or sent twice is refused with 400
\`request.invalid\` and named in \`fields\`, but for those that say that they may come several times. Names are snake_case, money is integer cents, rates are basis points (750 = 7.5 %), times are RFC 3339 in UTC,
dates are days in the business' own time zone.

**Referrers** send jobs to \`/open/jobs\` by a key in \`X-TradeEngage-Signature\`, as the TradeEngage document has it; answers there are \`{ "data": ... }\`,
refusals \`{ "error": { code, message, fields } }\`. How: [/docs/referrals](/docs/referrals).

**Retries.** Send an \`Idempotency-Key\` with each write: the same request with the same key has one effect, and gets the same answer for 24 hours.
**Concurrent edits.** Send the \`ETag\` you read as \`If-Match\`: 412 when the resource has changed since. \`If-None-Match: *\` on a PUT writes only what is
not there yet. **Sync** by \`updated_since\`; webhooks tell of changes as they happen. **Lists** page by \`page\` and \`limit\`, or by \`cursor\`:
exact while rows are being added, and cheap at any depth. Logs and what phones scroll page by \`cursor\` alone.

**Limits** per minute: 300 requests from an address (from a network of 64 bits with IPv6); 200 of a business, which its office clients and API keys
share; 5 on each route of \`/auth\`. What does not touch the business' 200: a session that may only work its own jobs has 60, positions have 600 for
each technician, a referrer's key has 100, and 1,000 an hour, and a caller who is refused with 401 or 403 is counted alone, with 200, for the rest of the minute. The address' 300 hold for all.
429 tells \`Retry-After\`; \`RateLimit-Policy\` and \`RateLimit\` tell on every answer which limits it counts against, and what is left as far as the
server that answers knows. **Cost.** \`Server-Timing\` tells signed-in callers what an answer cost in database trips and rows.`;

/** A variable of the deployment that is being built, where the build is told it. */
const own = (name: "PUBLIC_URL" | "CONTACT_EMAIL"): string => process.env[name] ?? readConfig().vars[name];

/** The OpenAPI 3.1 document of everything that is mounted, and of the webhooks that the events cause. */
export async function buildDocument(publicUrl = own("PUBLIC_URL")) {
  const parts = await Promise.all(mounts.map(async ({ name, routes }) => ({ name, ...(await routes()) })));
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  for (const [kind, components] of Object.entries({ headers, parameters, responses, securitySchemes }))
    for (const [name, component] of Object.entries(components))
      registry.registerComponent(kind as "headers", name, component);
  for (const { name, routes } of parts) for (const endpoint of routes) registry.registerPath(operation(endpoint, name));
  const events = await eventCatalogue();
  for (const event of events) registry.registerWebhook(webhookEntry(event));

  const document = getOpenAPI31Document(
    {
      openapi: "3.1.0",
      info: {
        title: "Truckroll API",
        version: manifest.version,
        description,
        contact: { name: "Truckroll", url: publicUrl, email: own("CONTACT_EMAIL") },
        license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      },
      servers: [{ url: `${publicUrl}${API}`, description: "The server that this document came from" }],
      tags: mounts
        .map(({ name, about }) => ({ name, description: about }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    },
    { sortComponents: "alphabetically" },
  );
  return withOwnExamples(describe(fillExamples(withPlainPatterns(document))), events);
}

/**
 * Patterns as every engine reads them: without the flags of a regular expression, which the generator leaves behind (`^a$/u`), and without
 * `\P{Cc}`, which Python and others do not know.
 */
const withPlainPatterns = <T>(document: T): T =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === "pattern" && typeof value === "string"
      ? value.replace(/\/[a-z]+$/, "").replaceAll("\\P{Cc}", "[^\\u0000-\\u001f\\u007f-\\u009f]")
      : value,
  ) as T;
