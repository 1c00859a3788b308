import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { shiftsOverlap } from "../errors.ts";
import { clashesOfDay } from "../rules.ts";
import { type ShiftOverride, shiftOverrides } from "../tables.ts";
import type { ShiftTimes } from "../terms.ts";

type ChangeOverride = { id: number; shifts?: ShiftTimes[] | undefined; note?: string | null | undefined };

/** Changes the shifts of a single day. */
export async function changeOverride(ctx: Ctx, { id, ...change }: ChangeOverride): Promise<ShiftOverride> {
  const { override } = await load(ctx, { override: shiftOverrides.one(ctx, id) });
  shiftOverrides.assertCurrent(ctx, override);
  const clashes = clashesOfDay(change.shifts ?? []);
  if (clashes.length > 0) throw shiftsOverlap(override.technicianId, clashes);
  const part = shiftOverrides.change(ctx, override, change);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}
