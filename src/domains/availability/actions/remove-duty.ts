import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { inZone } from "../present.ts";
import { type OnCallDuty, onCallDuties } from "../tables.ts";

/** Takes a technician off a call duty. */
export async function removeDuty(ctx: Ctx, id: number): Promise<OnCallDuty> {
  const { duty } = await load(ctx, { duty: onCallDuties.one(ctx, id) });
  onCallDuties.assertCurrent(ctx, duty);
  const part = onCallDuties.remove(ctx, duty);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: inZone(ctx, duty) });
}
