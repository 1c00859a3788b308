import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { odometerAboveLater, odometerFalls, odometerImplausible, readingInFuture } from "./errors.ts";
import { levelParts } from "./levels.ts";
import { plansOf } from "./maintenance-repo.ts";
import { newestBeyond, readingsAround, supersede } from "./repo.ts";
import { misreadingOf, type Reading, type ReadingSource } from "./rules.ts";
import { type MaintenancePlan, odometerReadings, type Vehicle, vehicles } from "./tables.ts";

const REFUSALS = { falls: odometerFalls, above_later: odometerAboveLater, implausible: odometerImplausible };

/** A clock may be ahead by this much. */
const AHEAD_SECONDS = 300;

export type NewReading = { readingM: number; at: Instant; source: ReadingSource; confirm?: boolean | undefined };

/** What a reading is judged by, for the load of its action. */
export const readingQueries = (ctx: Ctx, vehicleId: number, reading: NewReading) => ({
  ...readingsAround(ctx, vehicleId, reading.at),
  newest: newestBeyond(ctx, vehicleId, reading),
  plans: plansOf(ctx, vehicleId),
});

type Found = {
  before: Reading | undefined;
  after: Reading | undefined;
  newest: Reading | undefined;
  plans: readonly MaintenancePlan[];
};

/**
 * What a reading of the odometer puts into a commit: the reading, what the vehicle shows then, and what follows for its plans. Refuses one that
 * falls or cannot be; a correction is right whatever others say. `change`: what else changes of the vehicle.
 */
export function readingParts(
  ctx: Ctx,
  vehicle: Vehicle,
  { source, confirm = false, ...reading }: NewReading,
  { before, after, newest, plans }: Found,
) {
  if (reading.at > plusSeconds(ctx.now, AHEAD_SECONDS)) throw readingInFuture();
  const isCorrection = source === "correction";
  const wrong = isCorrection ? undefined : misreadingOf(reading, { before, after }, confirm);
  const other = wrong === "above_later" ? after : before;
  if (wrong && other) throw REFUSALS[wrong](other);
  const part = odometerReadings.insert(ctx, {
    ...{ id: odometerReadings.newId(), vehicleId: vehicle.id, ...reading, source, superseded: false },
  });
  const shown = isCorrection ? (newest ?? reading) : after ? undefined : reading;
  const isNews = shown && (shown.readingM !== vehicle.odometerM || shown.at !== vehicle.odometerAt);
  const changed = isNews && vehicles.change(ctx, vehicle, { odometerM: shown.readingM, odometerAt: shown.at });
  const row = changed ? changed.row : vehicle;
  const parts: (Part | ReturnType<typeof supersede>)[] = [
    // whoever enters another reading at the same moment judges by this one
    changed || vehicles.hold(ctx, vehicle),
    ...(isCorrection ? [supersede(ctx, vehicle.id, reading)] : []),
    part,
    ...levelParts(ctx, plans, row),
  ];
  return { parts, part, vehicle: row };
}
