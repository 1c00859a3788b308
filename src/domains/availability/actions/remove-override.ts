import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type ShiftOverride, shiftOverrides } from "../tables.ts";

/** Takes back the shifts of a single day: those of every week hold again. */
export async function removeOverride(ctx: Ctx, id: number): Promise<ShiftOverride> {
  const { override } = await load(ctx, { override: shiftOverrides.one(ctx, id) });
  shiftOverrides.assertCurrent(ctx, override);
  const part = shiftOverrides.remove(ctx, override);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: override });
}
