import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { dropWork, plansEndedBefore } from "../route-plan-repo.ts";
import { routePlans } from "../route-plan-tables.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
const DROPPED_AT_ONCE = 100;

/** Drops plans of routes 30 days after their end. What they have changed stays. */
export async function dropRoutePlans(ctx: Ctx): Promise<Effect | undefined> {
  const { old } = await load(ctx, { old: plansEndedBefore(ctx, plusSeconds(ctx.now, -KEPT_SECONDS), DROPPED_AT_ONCE) });
  if (old.length === 0) return undefined;
  return { parts: old.flatMap((plan) => [routePlans.remove(ctx, plan), dropWork(ctx, plan.id)]) };
}
