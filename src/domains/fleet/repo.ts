import { and, asc, desc, eq, gt, gte, lte, ne, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { type ListInput, type LogInput, listLog } from "#/db/tenant/page.ts";
import { livePositions, type Position, positions } from "#/domains/dispatch/index.ts";
import type { Instant } from "#/kernel/time.ts";
import { vehicleRetired } from "./errors.ts";
import { consumption, stretchesOf } from "./rules.ts";
import {
  assignmentTable,
  fuelTable,
  planTable,
  readingTable,
  recordTable,
  type Vehicle,
  vehicles,
  vehicleTable,
} from "./tables.ts";

/** A vehicle of which nothing more is kept once it is retired. */
export const vehicleInUse = (ctx: Ctx, id: number) =>
  mapped(vehicles.one(ctx, id), (vehicle): Vehicle => {
    if (vehicle.status === "retired") throw vehicleRetired(id);
    return vehicle;
  });

export const getVehicle = (ctx: Ctx, id: number) => vehicles.get(ctx, id);

type Filter = { status?: Vehicle["status"] | undefined; technicianId?: number | undefined };

export const listVehicles = (ctx: Ctx, { status, technicianId, ...input }: ListInput & Filter) =>
  vehicles.list(ctx, input, {
    equals: { status, assignedTechnicianId: technicianId },
    sorts: { name: [vehicleTable.nameKey, vehicleTable.id] },
    total: technicianId === undefined ? status : undefined,
  });

type Below = LogInput & { id: number };
const below = (ctx: Ctx, id: number, column: SQLiteColumn, index: string) => ({
  order: "desc" as const,
  index,
  parent: vehicles.one(ctx, id),
  filters: [eq(column, id)],
});

/** The newest first. */
export const listAssignments = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    ...below(ctx, id, assignmentTable.vehicleId, "vehicle_assignments_by_vehicle"),
    ...{ table: assignmentTable, key: assignmentTable.id },
  });

/** The one entered last first. */
export async function listReadings(ctx: Ctx, { id, ...input }: Below) {
  const page = await listLog(ctx, input, {
    ...below(ctx, id, readingTable.vehicleId, "odometer_readings_by_vehicle"),
    ...{ table: readingTable, key: readingTable.id },
  });
  return { ...page, items: page.items.map(presentedReading) };
}

export const presentedReading = ({ readingM, ...row }: typeof readingTable.$inferSelect) => ({
  ...row,
  odometerM: readingM,
});

export const listFuel = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    ...below(ctx, id, fuelTable.vehicleId, "fuel_logs_by_vehicle"),
    ...{ table: fuelTable, key: fuelTable.id },
  });

export const listRecords = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    ...below(ctx, id, recordTable.vehicleId, "maintenance_records_by_vehicle"),
    ...{ table: recordTable, key: recordTable.id },
  });

export const listPlans = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    ...below(ctx, id, planTable.vehicleId, "maintenance_plans_by_vehicle"),
    ...{ table: planTable, key: planTable.id, order: "asc" as const },
  });

/** The assignment that has not ended; undefined: nobody has the vehicle. */
export const openAssignment = (ctx: Ctx, vehicleId: number) =>
  first(
    q
      .select()
      .from(assignmentTable)
      .where(
        and(
          eq(assignmentTable.tenantId, ctx.tenant.id),
          eq(assignmentTable.vehicleId, vehicleId),
          sql`${assignmentTable.endedAt} is null`,
        ),
      )
      .orderBy(desc(assignmentTable.id))
      .limit(1),
  );

const counted = (ctx: Ctx, vehicleId: number, ...more: SQL[]) =>
  and(
    eq(readingTable.tenantId, ctx.tenant.id),
    eq(readingTable.vehicleId, vehicleId),
    sql`${readingTable.superseded} = 0`,
    ...more,
  );
const readingFields = { readingM: readingTable.readingM, at: readingTable.at };

/** The readings that count right before and after a moment. */
export const readingsAround = (ctx: Ctx, vehicleId: number, at: Instant) => ({
  before: first(
    q
      .select(readingFields)
      .from(readingTable)
      .where(counted(ctx, vehicleId, lte(readingTable.at, at)))
      .orderBy(desc(readingTable.at), desc(readingTable.readingM))
      .limit(1),
  ),
  after: first(
    q
      .select(readingFields)
      .from(readingTable)
      .where(counted(ctx, vehicleId, gt(readingTable.at, at)))
      .orderBy(asc(readingTable.at), asc(readingTable.readingM))
      .limit(1),
  ),
});

/** The newest reading that a correction does not contradict. */
export const newestBeyond = (ctx: Ctx, vehicleId: number, { at, readingM }: { at: Instant; readingM: number }) =>
  first(
    q
      .select(readingFields)
      .from(readingTable)
      .where(counted(ctx, vehicleId, gt(readingTable.at, at), gte(readingTable.readingM, readingM)))
      .orderBy(desc(readingTable.at))
      .limit(1),
  );

/** Readings that contradict a correction count no more: higher ones until then, lower ones after it. */
export const supersede = (ctx: Ctx, vehicleId: number, { at, readingM }: { at: Instant; readingM: number }) =>
  q
    .update(readingTable)
    .set({ superseded: true })
    .where(
      counted(
        ctx,
        vehicleId,
        sql`((${readingTable.at} <= ${at} and ${readingTable.readingM} > ${readingM}) or (${readingTable.at} > ${at} and ${readingTable.readingM} < ${readingM}))`,
      ),
    );

/** What was filled in lately; a vehicle is filled up some hundred times a year. */
const MOST_FILLS = 400;

/** What a vehicle uses, from one full tank to the next. */
export async function fuelEconomy(ctx: Ctx, id: number) {
  const { fills } = await read(ctx, {
    vehicle: vehicles.one(ctx, id),
    fills: q
      .select({
        at: fuelTable.at,
        volumeMl: fuelTable.volumeMl,
        odometerM: fuelTable.odometerM,
        fullTank: fuelTable.fullTank,
      })
      .from(fuelTable)
      .where(and(eq(fuelTable.tenantId, ctx.tenant.id), eq(fuelTable.vehicleId, id)))
      .orderBy(desc(fuelTable.at))
      .limit(MOST_FILLS),
  });
  const stretches = stretchesOf(fills.toReversed());
  const [distanceM, volumeMl] = [
    stretches.reduce((sum, stretch) => sum + stretch.distanceM, 0),
    stretches.reduce((sum, stretch) => sum + stretch.volumeMl, 0),
  ];
  const mlPer100Km = distanceM > 0 ? consumption(volumeMl, distanceM) : null;
  return { vehicleId: id, distanceM, volumeMl, mlPer100Km, stretches };
}

/** Where the vehicles are: where the technicians were last seen who have them. */
export async function listLocations(ctx: Ctx) {
  const [{ assigned, known }, live] = await Promise.all([
    read(ctx, {
      assigned: q
        .select({
          vehicleId: vehicleTable.id,
          name: vehicleTable.name,
          technicianId: vehicleTable.assignedTechnicianId,
        })
        .from(vehicleTable)
        .where(
          and(
            eq(vehicleTable.tenantId, ctx.tenant.id),
            sql`${vehicleTable.assignedTechnicianId} is not null`,
            ne(vehicleTable.status, "retired"),
          ),
        )
        .orderBy(asc(vehicleTable.id)),
      known: positions(ctx),
    }),
    livePositions(ctx),
  ]);
  const newest = new Map<number, Position>();
  for (const position of [...known, ...live]) {
    const other = newest.get(position.technicianId);
    if (!other || position.at > other.at) newest.set(position.technicianId, position);
  }
  return {
    items: assigned.flatMap(({ technicianId, ...vehicle }) =>
      technicianId === null ? [] : [{ ...vehicle, technicianId, position: newest.get(technicianId) ?? null }],
    ),
  };
}
