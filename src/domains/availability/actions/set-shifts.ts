import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { shiftsOverlap } from "../errors.ts";
import { clashesOfWeek } from "../rules.ts";
import { type ShiftPattern, shiftPatterns } from "../tables.ts";
import type { WeeklyShift } from "../terms.ts";

/** Says when a technician works, week after week. All of it at once: shifts are judged together. */
export async function setShifts(
  ctx: Ctx,
  { technicianId, shifts }: { technicianId: number; shifts: WeeklyShift[] },
): Promise<ShiftPattern> {
  const { current } = await load(ctx, {
    technician: technicians.one(ctx, technicianId),
    current: shiftPatterns.byId(ctx, technicianId),
  });
  assertVersion(ctx, shiftPatterns.entity, { id: technicianId, version: current?.version });
  const clashes = clashesOfWeek(shifts);
  if (clashes.length > 0) throw shiftsOverlap(technicianId, clashes);
  const part = current
    ? shiftPatterns.change(ctx, current, { shifts })
    : shiftPatterns.insert(ctx, { id: technicianId, shifts });
  return await commit(ctx, { parts: [part], audit: { action: "set", of: part }, result: part.row });
}
