import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { type LocalDate, localDateOf, localTime } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { doneInFuture, odometerMissing } from "../errors.ts";
import { levelEvent, levelToday, noticeOf } from "../levels.ts";
import { planOf } from "../maintenance-repo.ts";
import type { RecordMaintenance } from "../maintenance-schemas.ts";
import { type NewReading, readingParts, readingQueries } from "../plan-reading.ts";
import { vehicleInUse } from "../repo.ts";
import { nextDue } from "../rules.ts";
import {
  type MaintenancePlan,
  type MaintenanceRecord,
  maintenancePlans,
  maintenanceRecords,
  type Vehicle,
  vehicles,
} from "../tables.ts";

type Input = Inside<z.output<typeof RecordMaintenance>> & { id: number };

/** Writes down what was done to a vehicle. With a plan its next cycle begins: it counts from this day and this reading. */
export async function recordMaintenance(ctx: Ctx, { id, confirm, ...input }: Input): Promise<MaintenanceRecord> {
  const { maintenancePlanId, odometerM } = input;
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const doneOn = input.doneOn ?? today;
  if (doneOn > today) throw doneInFuture();
  // nobody says at what time: at noon of that day, or now
  const at = doneOn === today ? ctx.now : localTime(doneOn, "12:00", ctx.tenant.timezone);
  const reading: NewReading | undefined =
    odometerM === undefined ? undefined : { readingM: odometerM, at, source: "maintenance", confirm };
  const { vehicle, plan, ...found } = await load(ctx, {
    vehicle: vehicleInUse(ctx, id),
    plan: maintenancePlanId === undefined ? undefined : planOf(ctx, id, maintenancePlanId, "maintenance_plan_id"),
    ...(reading ? readingQueries(ctx, id, reading) : nothing),
  });
  const others = (found.plans ?? []).filter((other) => other.id !== plan?.id);
  const read = reading && readingParts(ctx, vehicle, reading, { ...found, plans: others });
  const done = plan && renewed(ctx, plan, read?.vehicle ?? vehicle, doneOn, odometerM);
  const part = maintenanceRecords.insert(ctx, {
    ...{ ...input, title: input.title ?? plan?.name ?? "", id: maintenanceRecords.newId(), vehicleId: id, doneOn },
  });
  return await commit(ctx, {
    parts: [...(read?.parts ?? [vehicles.hold(ctx, vehicle)]), done, part],
    audit: { action: "maintain", of: part },
    result: part.row,
  });
}
const nothing = { before: undefined, after: undefined, newest: undefined, plans: undefined };

/** The next cycle of a plan. What was done before the last time changes nothing. */
function renewed(
  ctx: Ctx,
  plan: MaintenancePlan,
  vehicle: Vehicle,
  lastDoneOn: LocalDate,
  odometerM: number | undefined,
) {
  const lastDoneOdometerM = odometerM ?? vehicle.odometerM;
  if (plan.intervalM !== null && lastDoneOdometerM === null) throw odometerMissing();
  if (lastDoneOn < plan.lastDoneOn) return maintenancePlans.hold(ctx, plan);
  const due = nextDue(plan, { lastDoneOn, lastDoneOdometerM });
  const alert = levelToday(ctx, { ...plan, ...due }, vehicle.odometerM);
  const cycle = plan.cycle + 1;
  const part = maintenancePlans.change(ctx, plan, { ...due, lastDoneOn, lastDoneOdometerM, cycle, alert });
  return alert === "none" ? part : { ...part, events: [levelEvent("none", noticeOf(part.row, vehicle))] };
}
