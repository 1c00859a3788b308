import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { localDateOf } from "#/kernel/time.ts";
import { maintenanceDue, maintenanceDueSoon, maintenanceOverdue, maintenanceWithdrawn } from "./events.ts";
import { type AlertLevel, isAbove, levelOf } from "./rules.ts";
import { type MaintenancePlan, maintenancePlans, type Vehicle } from "./tables.ts";

const RAISED = { due_soon: maintenanceDueSoon, due: maintenanceDue, overdue: maintenanceOverdue };

type Told = Parameters<typeof maintenanceDue>[0];

/** The event of a plan that has become more urgent, or less: then what was told was wrong. */
export const levelEvent = (was: AlertLevel, notice: Told) =>
  notice.alert !== "none" && isAbove(notice.alert, was) ? RAISED[notice.alert](notice) : maintenanceWithdrawn(notice);

export const noticeOf = (
  { id, name, alert, dueOn, dueOdometerM, cycle }: MaintenancePlan,
  vehicle: Pick<Vehicle, "id" | "name" | "odometerM">,
): Told => ({
  ...{ vehicleId: vehicle.id, vehicleName: vehicle.name, maintenancePlanId: id, planName: name },
  ...{ alert, dueOn, dueOdometerM, odometerM: vehicle.odometerM, cycle },
});

/** How urgent a plan is today; what is not in use is urgent for nobody. */
export const levelToday = (
  ctx: Ctx,
  plan: Parameters<typeof levelOf>[0] & { isActive: boolean },
  odometerM: number | null,
) => (plan.isActive ? levelOf(plan, odometerM, localDateOf(ctx.now, ctx.tenant.timezone)) : "none");

/** What follows for the plans of a vehicle from what its odometer shows: each level is told once in a cycle, and withdrawn where it was wrong. */
export const levelParts = (
  ctx: Ctx,
  plans: readonly MaintenancePlan[],
  vehicle: Pick<Vehicle, "id" | "name" | "odometerM">,
): Part[] =>
  plans.flatMap((plan) => {
    const alert = levelToday(ctx, plan, vehicle.odometerM);
    if (alert === plan.alert) return [];
    const part = maintenancePlans.change(ctx, plan, { alert });
    return [{ ...part, events: [levelEvent(plan.alert, noticeOf(part.row, vehicle))] }];
  });
