import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { locationNotEmpty, trucksHaveTechnicians } from "../errors.ts";
import { holdEmpty } from "../part-repo.ts";
import type { ChangeStockLocation } from "../schemas.ts";
import { type StockLocation, stockLocations } from "../tables.ts";

/** Renames a location, gives a truck to another technician, or closes a location at which nothing is left. */
export async function changeLocation(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeStockLocation>> & { id: number },
): Promise<StockLocation> {
  const { technicianId, isActive } = change;
  const { location } = await load(ctx, {
    location: stockLocations.one(ctx, id),
    technician: technicianId == null ? undefined : technicians.one(ctx, technicianId, "technician_id"),
  });
  stockLocations.assertCurrent(ctx, location);
  if (technicianId != null && location.kind !== "truck") throw trucksHaveTechnicians();
  const part = stockLocations.change(ctx, location, change);
  return await commit(ctx, {
    parts: [part, ...(isActive === false && location.isActive ? holdEmpty(ctx, id, locationNotEmpty(id)) : [])],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
