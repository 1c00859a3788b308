import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { urlRefused } from "../errors.ts";
import { type Endpoint, findEndpoint, noSuchEndpoint, updateEndpoint } from "../repo.ts";
import { urlPolicy, urlProblem } from "../url-rules.ts";

export type EndpointChange = Partial<Pick<Endpoint, "url" | "events" | "description" | "status">>;

/** Changes where a webhook goes and what it gets, or switches it off and on. Deliveries under way go to the new URL. */
export async function changeEndpoint(ctx: Ctx, { id, ...wanted }: EndpointChange & { id: number }): Promise<Endpoint> {
  const problem = wanted.url !== undefined && urlProblem(wanted.url, urlPolicy(ctx.env));
  if (problem) throw urlRefused(problem);
  const [endpoint] = await load(ctx, [findEndpoint(ctx, id)]);
  if (!endpoint) throw noSuchEndpoint(id);
  assertVersion(ctx, "webhook_endpoint", endpoint);

  const change: Partial<Endpoint> = {
    ...wanted,
    ...(wanted.events && { events: [...new Set(wanted.events)] }),
    ...(wanted.status && { disabledReason: reasonFor(wanted.status, endpoint) }),
  };
  return await commit(ctx, {
    writes: [updateEndpoint(ctx, endpoint, change), mustBeCurrent(ctx, "webhook_endpoint", id)],
    audit: { action: "change", entity: "webhook_endpoint", id, changes: change },
    result: { ...endpoint, ...change, updatedAt: ctx.now, version: endpoint.version + 1 },
  });
}

/** Disabling what is disabled already keeps its reason. */
const reasonFor = (status: Endpoint["status"], { disabledReason }: Endpoint): Endpoint["disabledReason"] =>
  status === "active" ? null : (disabledReason ?? "requested");
