import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { shiftsOverlap } from "../errors.ts";
import { clashesOfDay } from "../rules.ts";
import { type ShiftOverride, shiftOverrides } from "../tables.ts";

type AddOverride = Pick<ShiftOverride, "technicianId" | "date" | "shifts"> & { note?: string | undefined };

/** Gives a technician other shifts on a single day, or none. */
export async function addOverride(ctx: Ctx, input: AddOverride): Promise<ShiftOverride> {
  const { id } = await load(ctx, {
    technician: technicians.one(ctx, input.technicianId, "technician_id"),
    id: shiftOverrides.nextId(ctx),
  });
  const clashes = clashesOfDay(input.shifts);
  if (clashes.length > 0) throw shiftsOverlap(input.technicianId, clashes);
  const part = shiftOverrides.insert(ctx, { ...input, id });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
