import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { technicianInactive } from "../errors.ts";
import { openAssignment, vehicleInUse } from "../repo.ts";
import { documentKinds } from "../rules.ts";
import type { ChangeVehicle } from "../schemas.ts";
import { type Vehicle, vehicleAssignments, vehicles } from "../tables.ts";

/** Changes a vehicle. Of a document with another date is told again. */
export async function changeVehicle(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeVehicle>> & { id: number },
): Promise<Vehicle> {
  const { vehicle } = await load(ctx, { vehicle: vehicles.one(ctx, id) });
  vehicles.assertCurrent(ctx, vehicle);
  const told = { ...vehicle.told };
  for (const kind of documentKinds) {
    const until = change[`${kind}ExpiresOn`];
    if (until !== undefined && until !== vehicle[`${kind}ExpiresOn`]) delete told[kind];
  }
  const part = vehicles.change(ctx, vehicle, { ...change, told });
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}

/** Takes a vehicle out of use: nobody has it, and nothing of it is due. What was done with it stays. */
export async function retireVehicle(ctx: Ctx, id: number): Promise<Vehicle> {
  const { vehicle, open } = await load(ctx, { vehicle: vehicles.one(ctx, id), open: openAssignment(ctx, id) });
  vehicles.assertCurrent(ctx, vehicle);
  if (vehicle.status === "retired") return vehicle;
  const nobody = { assignedTechnicianId: null, assignedAt: null };
  const part = vehicles.change(ctx, vehicle, { status: "retired", ...nobody });
  return await commit(ctx, {
    parts: [part, open && vehicleAssignments.change(ctx, open, { endedAt: ctx.now })],
    audit: { action: "retire", of: part },
    result: part.row,
  });
}

/** Gives a vehicle to a technician, or takes it from whoever has it. Who had it when is kept. */
export async function assignVehicle(
  ctx: Ctx,
  { id, technicianId }: { id: number; technicianId: number | null },
): Promise<Vehicle> {
  const { vehicle, open, technician } = await load(ctx, {
    vehicle: vehicleInUse(ctx, id),
    open: openAssignment(ctx, id),
    technician: technicianId === null ? undefined : technicians.one(ctx, technicianId, "technician_id"),
  });
  vehicles.assertCurrent(ctx, vehicle);
  if (technician && !technician.isActive) throw technicianInactive(technician.id);
  if (technicianId === vehicle.assignedTechnicianId) return vehicle;
  const part = vehicles.change(ctx, vehicle, {
    assignedTechnicianId: technicianId,
    assignedAt: technicianId === null ? null : ctx.now,
  });
  const begun =
    technicianId !== null &&
    vehicleAssignments.insert(ctx, {
      ...{ id: vehicleAssignments.newId(), vehicleId: id, technicianId, startedAt: ctx.now },
    });
  return await commit(ctx, {
    parts: [part, open && vehicleAssignments.change(ctx, open, { endedAt: ctx.now }), begun],
    audit: { action: "assign", of: part },
    result: part.row,
  });
}
