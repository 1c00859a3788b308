import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count, total } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { tooManyEndpoints, urlRefused } from "../errors.ts";
import { type Endpoint, insertEndpoint } from "../repo.ts";
import { newSecret, sealSecret } from "../signing.ts";
import { urlPolicy, urlProblem } from "../url-rules.ts";

/** Every event is written once per endpoint, so their number is bounded. */
const MAX_ENDPOINTS = 20;

export type AddEndpointInput = Pick<Endpoint, "url" | "events"> & { description?: string };

/** Subscribes a URL to events. The answer is the only one that ever shows the signing secret. */
export async function addEndpoint(ctx: Ctx, input: AddEndpointInput): Promise<Endpoint & { secret: string }> {
  const problem = urlProblem(input.url, urlPolicy(ctx.env));
  if (problem) throw urlRefused(problem);
  const [{ id }, [existing]] = await load(ctx, [nextId(ctx, "webhook_endpoint"), total(ctx, "webhook_endpoint")]);
  if (existing && existing.n >= MAX_ENDPOINTS) throw tooManyEndpoints(MAX_ENDPOINTS);

  const secret = newSecret();
  const endpoint: Endpoint = {
    tenantId: ctx.tenant.id,
    id,
    url: input.url,
    events: [...new Set(input.events)],
    description: input.description ?? null,
    status: "active",
    disabledReason: null,
    sealedSecret: await sealSecret(ctx.env, { tenantId: ctx.tenant.id, id }, secret),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };
  return await commit(ctx, {
    writes: [insertEndpoint(endpoint), count(ctx, "webhook_endpoint", null)],
    audit: { action: "add", entity: "webhook_endpoint", id, changes: { url: endpoint.url, events: endpoint.events } },
    result: { ...endpoint, secret },
  });
}
