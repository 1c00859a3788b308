import type { Endpoint } from "#/http/endpoint.ts";
import { z } from "#/kernel/fields.ts";

/** What follows for a caller from how an endpoint is declared. */
export const traits = (endpoint: Endpoint) => ({
  isPublic: ["anyone", "tenant", "business"].includes(endpoint.by),
  /** Of a signed-in caller of a tenant: with its id and its bookmarks. */
  isTenants: endpoint.permission !== undefined,
  isPlatforms: endpoint.by === "platform",
  isCustomers: endpoint.by === "customer",
  isReferrers: endpoint.by === "referrer",
  hasBody: endpoint.body !== undefined,
  hasFile: endpoint.upload !== undefined,
  isPaged: "cursor" in endpoint.query.shape,
  isWrite: endpoint.method !== "get",
  /** Remembers the answer under an Idempotency-Key. */
  isKeyed: endpoint.method !== "get" && !endpoint.path.startsWith("/platform/"),
  isStream: endpoint.contentType === "text/event-stream",
  isVersioned: endpoint.response instanceof z.ZodObject && "version" in endpoint.response.shape,
  /** Changes one thing that is there: also a POST of a verb behind its id, but not of what it makes there. */
  changesExisting:
    ["put", "patch", "delete"].includes(endpoint.method) ||
    (endpoint.method === "post" && endpoint.path.includes("{id}/") && endpoint.status !== 201),
});
