import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { expenses } from "#/domains/expenses/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { AddFuelLog } from "../maintenance-schemas.ts";
import { type NewReading, readingParts, readingQueries } from "../plan-reading.ts";
import { presentedReading, vehicleInUse } from "../repo.ts";
import type { AddOdometerReading } from "../schemas.ts";
import { fuelLogs } from "../tables.ts";

/** Writes down what the odometer shows, or showed. */
export async function addReading(
  ctx: Ctx,
  { id, odometerM, at = ctx.now, source, confirm }: Inside<z.output<typeof AddOdometerReading>> & { id: number },
) {
  const reading: NewReading = { readingM: odometerM, at, source, confirm };
  const found = await load(ctx, { vehicle: vehicleInUse(ctx, id), ...readingQueries(ctx, id, reading) });
  const { parts, part } = readingParts(ctx, found.vehicle, reading, found);
  return await commit(ctx, {
    parts,
    audit: { action: reading.source === "correction" ? "correct" : "read", of: part },
    result: presentedReading(part.row),
  });
}

/** Writes down what was filled in, with what the odometer showed. */
export async function addFuel(
  ctx: Ctx,
  { id, confirm, ...input }: Inside<z.output<typeof AddFuelLog>> & { id: number },
) {
  const { at = ctx.now, odometerM, expenseId } = input;
  const reading: NewReading | undefined =
    odometerM === undefined ? undefined : { readingM: odometerM, at, source: "fuel", confirm };
  const {
    vehicle,
    expense: _,
    ...found
  } = await load(ctx, {
    vehicle: vehicleInUse(ctx, id),
    expense: expenseId === undefined ? undefined : expenses.one(ctx, expenseId, "expense_id"),
    ...(reading ? readingQueries(ctx, id, reading) : nothing),
  });
  const part = fuelLogs.insert(ctx, { ...input, at, id: fuelLogs.newId(), vehicleId: id });
  const read = reading ? readingParts(ctx, vehicle, reading, { ...found, plans: found.plans ?? [] }).parts : [];
  return await commit(ctx, { parts: [...read, part], audit: { action: "fuel", of: part }, result: part.row });
}
const nothing = { before: undefined, after: undefined, newest: undefined, plans: undefined };
