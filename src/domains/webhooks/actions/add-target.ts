import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { knownEvents } from "../catalogue.ts";
import { urlRefused } from "../errors.ts";
import { newSecret, sealSecret } from "../signing.ts";
import { type Target, targets } from "../tables.ts";
import { urlPolicy, urlProblem } from "../url-rules.ts";

type AddTargetInput = Pick<Target, "url" | "events"> & { description?: string };

/** Subscribes a URL to events. Only this answer ever shows the signing secret. */
export async function addTarget(ctx: Ctx, input: AddTargetInput): Promise<Target & { secret: string }> {
  const events = await knownEvents(input.events);
  const problem = urlProblem(input.url, urlPolicy(ctx.env));
  if (problem) throw urlRefused(problem);
  const { id } = await load(ctx, { id: targets.nextId(ctx) });

  const secret = newSecret();
  const sealedSecret = await sealSecret(ctx.env, { tenantId: ctx.tenant.id, id }, secret);
  const part = targets.insert(ctx, { ...input, id, events, status: "active", sealedSecret });
  return await commit(ctx, {
    parts: [part],
    audit: { action: "add", of: part },
    result: { ...part.row, secret },
  });
}
