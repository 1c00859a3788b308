import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { CreateVehicle } from "../schemas.ts";
import { odometerReadings, type Vehicle, vehicles } from "../tables.ts";

/** Takes in a vehicle, with its first reading where somebody has looked. */
export async function addVehicle(ctx: Ctx, input: Inside<z.output<typeof CreateVehicle>>): Promise<Vehicle> {
  const { odometerM, ...fields } = input;
  const id = vehicles.newId();
  const hasReading = odometerM !== undefined;
  const part = vehicles.insert(ctx, {
    ...{ ...fields, id, status: "active", told: {} },
    ...(hasReading && { odometerM, odometerAt: ctx.now }),
  });
  const reading =
    hasReading &&
    odometerReadings.insert(ctx, {
      ...{ id: odometerReadings.newId(), vehicleId: id, readingM: odometerM, at: ctx.now },
      ...{ source: "manual", superseded: false },
    });
  return await commit(ctx, { parts: [part, reading], audit: { action: "add", of: part }, result: part.row });
}
