import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { trucksHaveTechnicians } from "../errors.ts";
import type { CreateStockLocation } from "../schemas.ts";
import { type StockLocation, stockLocations } from "../tables.ts";

/** Adds a warehouse or a truck. */
export async function addLocation(
  ctx: Ctx,
  { technicianId, ...input }: Inside<z.output<typeof CreateStockLocation>>,
): Promise<StockLocation> {
  const { id } = await load(ctx, {
    technician: technicianId === undefined ? undefined : technicians.one(ctx, technicianId, "technician_id"),
    id: stockLocations.nextId(ctx),
  });
  if (technicianId !== undefined && input.kind !== "truck") throw trucksHaveTechnicians();
  const part = stockLocations.insert(ctx, {
    ...{ ...input, id, technicianId: technicianId ?? null, isActive: true },
  });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
