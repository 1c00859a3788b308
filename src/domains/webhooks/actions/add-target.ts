import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { knownEvents } from "../catalogue.ts";
import { headersRefused, urlRefused, urlRequired } from "../errors.ts";
import { type Headers, headerProblems, sealHeaders } from "../headers.ts";
import { present } from "../present.ts";
import { newSigning } from "../signing.ts";
import { type Target, targets } from "../tables.ts";
import { urlPolicy, urlProblem } from "../url-rules.ts";

export type TargetSettings = Partial<Pick<Target, "delivery" | "ordering" | "payload">> & { headers?: Headers };
type AddTargetInput = Pick<Target, "events"> & { url?: string; description?: string } & TargetSettings;

/** Subscribes a URL to events. Only this answer ever shows the signing secret. */
export async function addTarget(ctx: Ctx, { headers = {}, ...input }: AddTargetInput) {
  const { url = "", delivery = "push", ordering = "none", payload = "full" } = input;
  const events = await knownEvents(input.events);
  assertReachable(ctx, url, delivery);
  assertSendable(headers);
  const { id } = await load(ctx, { id: targets.nextId(ctx) });

  const owner = { tenantId: ctx.tenant.id, id };
  const { secret, columns } = await newSigning(ctx.env, owner);
  const part = targets.insert(ctx, {
    ...{ ...input, url, delivery, ordering, payload, id, events, status: "active" },
    ...columns,
    ...(await sealHeaders(ctx.env, owner, headers)),
  });
  return await commit(ctx, {
    parts: [part],
    audit: { action: "add", of: part },
    result: { ...present(part.row, ctx), secret },
  });
}

/** Refuses a URL that nothing may be sent to. What is only polled needs none. */
export function assertReachable(ctx: Ctx, url: string, delivery: Target["delivery"]): void {
  if (url === "" && delivery === "push") throw urlRequired();
  const problem = url === "" ? undefined : urlProblem(url, urlPolicy(ctx.env));
  if (problem) throw urlRefused(problem);
}

export function assertSendable(headers: Headers): void {
  const problems = headerProblems(headers);
  if (problems) throw headersRefused(problems);
}
