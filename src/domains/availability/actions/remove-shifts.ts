import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type ShiftPattern, shiftPatterns } from "../tables.ts";

/** Takes a technician's own shifts away: they work when the business is open. */
export async function removeShifts(ctx: Ctx, technicianId: number): Promise<ShiftPattern> {
  const { pattern } = await load(ctx, { pattern: shiftPatterns.one(ctx, technicianId) });
  shiftPatterns.assertCurrent(ctx, pattern);
  const part = shiftPatterns.remove(ctx, pattern);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: pattern });
}
