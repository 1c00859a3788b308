import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { knownEvents } from "../catalogue.ts";
import { urlRefused } from "../errors.ts";
import { type Target, targets } from "../tables.ts";
import { urlPolicy, urlProblem } from "../url-rules.ts";

type TargetChange = Partial<Pick<Target, "url" | "events" | "description" | "status">>;

/** Changes where a webhook goes and which events it gets, or disables and enables it. Deliveries that wait go to the new URL. */
export async function changeTarget(ctx: Ctx, { id, ...wanted }: TargetChange & { id: number }): Promise<Target> {
  const events = wanted.events && (await knownEvents(wanted.events));
  const problem = wanted.url !== undefined && urlProblem(wanted.url, urlPolicy(ctx.env));
  if (problem) throw urlRefused(problem);
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);

  const disabledReason = wanted.status && reasonFor(wanted.status, target);
  const part = targets.change(ctx, target, { ...wanted, events, disabledReason });
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}

/** A target that is disabled already keeps its reason. */
const reasonFor = (status: Target["status"], { disabledReason }: Target): Target["disabledReason"] =>
  status === "active" ? null : (disabledReason ?? "requested");
