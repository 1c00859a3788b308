import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { intervalMissing, planStartInFuture } from "../errors.ts";
import { levelEvent, levelToday, noticeOf } from "../levels.ts";
import { holdPlans, planOf } from "../maintenance-repo.ts";
import type { ChangeMaintenancePlan, CreateMaintenancePlan } from "../maintenance-schemas.ts";
import { vehicleInUse } from "../repo.ts";
import { nextDue } from "../rules.ts";
import { type MaintenancePlan, maintenancePlans, vehicles } from "../tables.ts";

function assertTerms(ctx: Ctx, plan: Pick<MaintenancePlan, "intervalMonths" | "intervalM" | "lastDoneOn">): void {
  if (plan.intervalMonths === null && plan.intervalM === null) throw intervalMissing();
  if (plan.lastDoneOn > localDateOf(ctx.now, ctx.tenant.timezone)) throw planStartInFuture();
}

type Add = Inside<z.output<typeof CreateMaintenancePlan>> & { id: number };

/** Says what must be done to a vehicle again and again: after some months, a distance, or whichever comes first. */
export async function addPlan(ctx: Ctx, { id, ...input }: Add): Promise<MaintenancePlan> {
  const { vehicle } = await load(ctx, { vehicle: vehicleInUse(ctx, id) });
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const terms = {
    ...input,
    ...{ intervalMonths: input.intervalMonths ?? null, intervalM: input.intervalM ?? null, isActive: true },
    lastDoneOn: input.lastDoneOn ?? today,
    lastDoneOdometerM: input.lastDoneOdometerM ?? vehicle.odometerM,
  };
  assertTerms(ctx, terms);
  const due = { ...terms, ...nextDue(terms, terms) };
  const alert = levelToday(ctx, due, vehicle.odometerM);
  const part = maintenancePlans.insert(ctx, {
    ...{ ...due, id: maintenancePlans.newId(), vehicleId: id, cycle: 1, alert },
  });
  return await commit(ctx, {
    parts: [vehicles.hold(ctx, vehicle), part, ...holdPlans(ctx, id)],
    ...(alert !== "none" && { events: [levelEvent("none", noticeOf(part.row, vehicle))] }),
    audit: { action: "plan", of: part },
    result: part.row,
  });
}

type Change = Inside<z.output<typeof ChangeMaintenancePlan>> & { id: number; maintenancePlanId: number };

/** Changes a plan. When it is due follows from its intervals and when it was last done; what was told too early is withdrawn. */
export async function changePlan(ctx: Ctx, { id, maintenancePlanId, ...change }: Change): Promise<MaintenancePlan> {
  const { vehicle, plan } = await load(ctx, {
    vehicle: vehicleInUse(ctx, id),
    plan: planOf(ctx, id, maintenancePlanId),
  });
  maintenancePlans.assertCurrent(ctx, plan);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as typeof change;
  const terms = { ...plan, ...given } as MaintenancePlan; // safe: an absent field stays as it was
  if (given.intervalM != null && terms.lastDoneOdometerM === null) terms.lastDoneOdometerM = vehicle.odometerM;
  assertTerms(ctx, terms);
  const due = nextDue(terms, terms);
  const alert = levelToday(ctx, { ...terms, ...due }, vehicle.odometerM);
  const { lastDoneOdometerM } = terms;
  const part = maintenancePlans.change(ctx, plan, { ...given, ...due, lastDoneOdometerM, alert });
  return await commit(ctx, {
    parts: [vehicles.hold(ctx, vehicle), part],
    ...(alert !== plan.alert && { events: [levelEvent(plan.alert, noticeOf(part.row, vehicle))] }),
    audit: { action: "change", of: part },
    result: part.row,
  });
}
