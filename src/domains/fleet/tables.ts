import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import type { Notice } from "#/domains/skills/index.ts";
import { fold } from "#/kernel/fold.ts";
import { tooManyVehicles, vinTaken } from "./errors.ts";
import type { AlertLevel, DocumentKind, FuelType, ReadingSource, VehicleStatus } from "./rules.ts";

export const vehicleTable = sqliteTable(
  "vehicles",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    nameKey: text("name_key").notNull(),
    vin: text("vin"),
    plate: text("plate"),
    make: text("make"),
    model: text("model"),
    year: integer("year"),
    fuelType: text("fuel_type").$type<FuelType>(),
    status: text("status").$type<VehicleStatus>().notNull(),
    /** The newest reading. */
    odometerM: integer("odometer_m"),
    odometerAt: instant("odometer_at"),
    assignedTechnicianId: integer("assigned_technician_id"),
    assignedAt: instant("assigned_at"),
    insuranceExpiresOn: localDate("insurance_expires_on"),
    registrationExpiresOn: localDate("registration_expires_on"),
    inspectionExpiresOn: localDate("inspection_expires_on"),
    /** The last notice of each document's end. */
    told: text("told", { mode: "json" }).$type<Partial<Record<DocumentKind, Notice>>>().notNull(),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("vehicles_vin").on(t.tenantId, t.vin).where(sql`vin is not null`),
    index("vehicles_by_name").on(t.tenantId, t.nameKey, t.id),
    index("vehicles_by_status").on(t.tenantId, t.status, t.id),
    index("vehicles_by_technician")
      .on(t.tenantId, t.assignedTechnicianId, t.id)
      .where(sql`assigned_technician_id is not null`),
    index("vehicles_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** Who had which vehicle from when to when. */
export const assignmentTable = sqliteTable(
  "vehicle_assignments",
  {
    tenantId: tenantId(),
    id: id(),
    vehicleId: integer("vehicle_id").notNull(),
    technicianId: integer("technician_id").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("vehicle_assignments_by_vehicle").on(t.tenantId, t.vehicleId, t.id),
    index("vehicle_assignments_by_technician").on(t.tenantId, t.technicianId, t.id),
  ],
);

/** What the odometer showed when. A reading that a correction contradicts is kept, and counts no more. */
export const readingTable = sqliteTable(
  "odometer_readings",
  {
    tenantId: tenantId(),
    id: id(),
    vehicleId: integer("vehicle_id").notNull(),
    readingM: integer("reading_m").notNull(),
    at: instant("at").notNull(),
    source: text("source").$type<ReadingSource>().notNull(),
    superseded: flag("superseded").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("odometer_readings_by_vehicle").on(t.tenantId, t.vehicleId, t.id),
    index("odometer_readings_by_time").on(t.tenantId, t.vehicleId, t.at).where(sql`superseded = 0`),
  ],
);

export const fuelTable = sqliteTable(
  "fuel_logs",
  {
    tenantId: tenantId(),
    id: id(),
    vehicleId: integer("vehicle_id").notNull(),
    at: instant("at").notNull(),
    volumeMl: integer("volume_ml").notNull(),
    costCents: cents("cost_cents").notNull(),
    odometerM: integer("odometer_m"),
    fullTank: flag("full_tank").notNull(),
    /** The expense that pays for it. */
    expenseId: integer("expense_id"),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("fuel_logs_by_vehicle").on(t.tenantId, t.vehicleId, t.id),
    index("fuel_logs_by_time").on(t.tenantId, t.vehicleId, t.at),
    index("fuel_logs_by_expense").on(t.tenantId, t.expenseId).where(sql`expense_id is not null`),
  ],
);

/** What must be done to a vehicle again and again. */
export const planTable = sqliteTable(
  "maintenance_plans",
  {
    tenantId: tenantId(),
    id: id(),
    vehicleId: integer("vehicle_id").notNull(),
    name: text("name").notNull(),
    intervalMonths: integer("interval_months"),
    intervalM: integer("interval_m"),
    soonDays: integer("soon_days").notNull(),
    soonM: integer("soon_m").notNull(),
    lastDoneOn: localDate("last_done_on").notNull(),
    lastDoneOdometerM: integer("last_done_odometer_m"),
    dueOn: localDate("due_on"),
    dueOdometerM: integer("due_odometer_m"),
    /** How often it was done: each level of urgency is told once in a cycle. */
    cycle: integer("cycle").notNull(),
    alert: text("alert").$type<AlertLevel>().notNull(),
    isActive: flag("is_active").notNull(),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("maintenance_plans_by_vehicle").on(t.tenantId, t.vehicleId, t.id),
    index("maintenance_plans_by_due").on(t.tenantId, t.dueOn, t.id).where(sql`is_active and due_on is not null`),
    index("maintenance_plans_by_alert").on(t.tenantId, t.alert, t.id).where(sql`alert <> 'none'`),
  ],
);

/** What was done to a vehicle. */
export const recordTable = sqliteTable(
  "maintenance_records",
  {
    tenantId: tenantId(),
    id: id(),
    vehicleId: integer("vehicle_id").notNull(),
    maintenancePlanId: integer("maintenance_plan_id"),
    title: text("title").notNull(),
    doneOn: localDate("done_on").notNull(),
    odometerM: integer("odometer_m"),
    costCents: cents("cost_cents").notNull(),
    vendor: text("vendor"),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("maintenance_records_by_vehicle").on(t.tenantId, t.vehicleId, t.id),
  ],
);

/** The page of live places and the daily job read them all. */
const MOST_VEHICLES = 5000;

/** The vehicles of the business. Totals are kept of all and by status. */
export const vehicles = resource("vehicle", vehicleTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey", "told"],
  totals: ({ status }) => [status],
  limit: { most: MOST_VEHICLES, refusal: tooManyVehicles(MOST_VEHICLES) },
  refusals: ({ vin }) => ({ "vehicles.tenant_id, vehicles.vin": vinTaken(vin ?? "") }),
});
export type Vehicle = typeof vehicleTable.$inferSelect;

export const vehicleAssignments = resource("vehicle_assignment", assignmentTable);
export const odometerReadings = resource("odometer_reading", readingTable);
export const fuelLogs = resource("fuel_log", fuelTable);
export const maintenancePlans = resource("maintenance_plan", planTable);
export type MaintenancePlan = typeof planTable.$inferSelect;
export const maintenanceRecords = resource("maintenance_record", recordTable);
export type MaintenanceRecord = typeof recordTable.$inferSelect;
