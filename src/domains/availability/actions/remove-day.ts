import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type ClosedDay, closedDays } from "../tables.ts";

/** Takes back what the business has decided about a day. */
export async function removeDay(ctx: Ctx, id: number): Promise<ClosedDay> {
  const { day } = await load(ctx, { day: closedDays.one(ctx, id) });
  closedDays.assertCurrent(ctx, day);
  const part = closedDays.remove(ctx, day);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: day });
}
