import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { presented } from "../present.ts";
import { found, type Place, rateAt, type Which } from "../repo.ts";
import { rates } from "../tables.ts";

/** Removes a rate: the next rung decides from now on. Sales that were made keep their commission. */
export async function removeCommission(ctx: Ctx, place: Place, which: Which) {
  const { current } = await load(ctx, { current: rateAt(ctx, place, which) });
  const rate = found(current, place);
  rates.assertCurrent(ctx, rate);
  const part = rates.remove(ctx, rate);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: presented(rate) });
}
