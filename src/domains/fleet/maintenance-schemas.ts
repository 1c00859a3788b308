import {
  Cents,
  DateField,
  Id,
  IdText,
  InstantField,
  InstantOut,
  line,
  namesAField,
  prose,
  z,
} from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { alertLevels } from "./rules.ts";
import { Metres, reading, VehicleNotice } from "./schemas.ts";

const terms = { name: "Oil change", interval_months: 6, interval_m: 8_000_000, soon_days: 14, soon_m: 800_000 };
const planExample = {
  ...{ id: 5, vehicle_id: 3, ...terms, last_done_on: "2026-01-15", last_done_odometer_m: 80_000_000 },
  ...{ due_on: "2026-07-15", due_odometer_m: 88_000_000, cycle: 2, alert: "none" as const, is_active: true },
  ...{ note: "5W-30", created_by: "user:1", created_at: "2026-01-15T12:00:00.000Z" },
  ...{ updated_at: "2026-01-15T12:00:00.000Z", version: 2 },
};

export const MaintenancePlan = z
  .object({
    id: z.int(),
    vehicle_id: z.int(),
    name: z.string(),
    interval_months: z.int().nullable(),
    interval_m: z.int().nullable(),
    soon_days: z.int(),
    soon_m: z.int(),
    last_done_on: z.iso.date(),
    last_done_odometer_m: z.int().nullable(),
    due_on: z.iso.date().nullable(),
    due_odometer_m: z.int().nullable(),
    cycle: z.int(),
    alert: z.enum(alertLevels),
    is_active: z.boolean(),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("MaintenancePlan", { example: planExample });
export const MaintenancePlanPage = pageOf("MaintenancePlanPage", MaintenancePlan);

const Months = z.int().min(1).max(120);
const Distance = Metres.min(1000);
const SoonDays = z.int().min(0).max(60);
export const CreateMaintenancePlan = z
  .strictObject({
    name: line(80),
    interval_months: Months.optional(),
    interval_m: Distance.optional(),
    soon_days: SoonDays.default(14),
    soon_m: Metres.default(800_000),
    last_done_on: DateField.optional().openapi({ description: "today when absent" }),
    last_done_odometer_m: Metres.optional().openapi({ description: "what the odometer shows now when absent" }),
    note: prose(2000).optional(),
  })
  .openapi("CreateMaintenancePlan", { example: terms });
export const ChangeMaintenancePlan = z
  .strictObject({
    name: line(80).optional(),
    interval_months: Months.nullable().optional(),
    interval_m: Distance.nullable().optional(),
    soon_days: SoonDays.optional(),
    soon_m: Metres.optional(),
    last_done_on: DateField.optional(),
    last_done_odometer_m: Metres.nullable().optional(),
    is_active: z.boolean().optional(),
    note: prose(2000).nullable().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeMaintenancePlan", { example: { interval_months: 12 } });
const inPath = (name: string) => IdText.openapi({ param: { name, in: "path" } });
export const PlanParams = z.object({ id: inPath("id"), maintenance_plan_id: inPath("maintenance_plan_id") });

export const MaintenanceRecord = z
  .object({
    id: z.int(),
    vehicle_id: z.int(),
    maintenance_plan_id: z.int().nullable(),
    title: z.string(),
    done_on: z.iso.date(),
    odometer_m: z.int().nullable(),
    cost_cents: z.int(),
    vendor: z.string().nullable(),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("MaintenanceRecord", {
    example: {
      ...{ id: 9, vehicle_id: 3, maintenance_plan_id: 5, title: "Oil change", done_on: "2026-03-28" },
      ...{ odometer_m: 84_321_000, cost_cents: 8995, vendor: "Quick Lube", note: null },
      ...{ created_by: "user:1", created_at: "2026-03-28T15:00:00.000Z" },
    },
  });
export const MaintenanceRecordPage = pageOf("MaintenanceRecordPage", MaintenanceRecord);
export const RecordMaintenance = z
  .strictObject({
    maintenance_plan_id: Id.optional(),
    title: line(120).optional().openapi({ description: "the name of the plan when absent" }),
    done_on: DateField.optional().openapi({ description: "today when absent" }),
    odometer_m: Metres.optional(),
    confirm: reading.confirm,
    cost_cents: Cents.default(0),
    vendor: line(120).optional(),
    note: prose(2000).optional(),
  })
  .refine(({ title, maintenance_plan_id }) => title !== undefined || maintenance_plan_id !== undefined, {
    path: ["title"],
    error: "is required where there is no maintenance_plan_id",
  })
  .openapi("RecordMaintenance", {
    example: { maintenance_plan_id: 5, odometer_m: 84_321_000, cost_cents: 8995, vendor: "Quick Lube" },
  });

export const FuelLog = z
  .object({
    id: z.int(),
    vehicle_id: z.int(),
    at: InstantOut,
    volume_ml: z.int(),
    cost_cents: z.int(),
    odometer_m: z.int().nullable(),
    full_tank: z.boolean(),
    expense_id: z.int().nullable(),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("FuelLog", {
    example: {
      ...{ id: 21, vehicle_id: 3, at: "2026-03-28T12:00:00.000Z", volume_ml: 60_560, cost_cents: 5592 },
      ...{ odometer_m: 84_321_000, full_tank: true, expense_id: 12, note: null },
      ...{ created_by: "user:1", created_at: "2026-03-28T12:05:00.000Z" },
    },
  });
export const FuelLogPage = pageOf("FuelLogPage", FuelLog);
export const AddFuelLog = z
  .strictObject({
    at: InstantField.optional().openapi({ description: "when; now when absent" }),
    volume_ml: z.int().min(1).max(10_000_000),
    cost_cents: Cents,
    odometer_m: Metres.optional(),
    confirm: reading.confirm,
    full_tank: z.boolean().default(true),
    expense_id: Id.optional(),
    note: prose(2000).optional(),
  })
  .openapi("AddFuelLog", { example: { volume_ml: 60_560, cost_cents: 5592, odometer_m: 84_321_000, full_tank: true } });

const stretch = { distance_m: z.int(), volume_ml: z.int(), ml_per_100_km: z.int() };
export const FuelEconomy = z
  .object({
    vehicle_id: z.int(),
    distance_m: z.int(),
    volume_ml: z.int(),
    ml_per_100_km: z.int().nullable(),
    stretches: z.array(z.object({ from: InstantOut, to: InstantOut, ...stretch })),
  })
  .openapi("FuelEconomy", {
    example: {
      ...{ vehicle_id: 3, distance_m: 500_000, volume_ml: 60_000, ml_per_100_km: 12_000 },
      stretches: [
        {
          ...{ from: "2026-03-14T12:00:00.000Z", to: "2026-03-28T12:00:00.000Z" },
          ...{ distance_m: 500_000, volume_ml: 60_000, ml_per_100_km: 12_000 },
        },
      ],
    },
  });

export const MaintenanceNotice = z
  .object({
    vehicle_id: z.int(),
    vehicle_name: z.string(),
    maintenance_plan_id: z.int(),
    plan_name: z.string(),
    alert: z.enum(alertLevels),
    due_on: z.iso.date().nullable(),
    due_odometer_m: z.int().nullable(),
    odometer_m: z.int().nullable(),
    cycle: z.int(),
  })
  .openapi("MaintenanceNotice", {
    example: {
      ...{ vehicle_id: 3, vehicle_name: "Van 3", maintenance_plan_id: 5, plan_name: "Oil change", alert: "due_soon" },
      ...{ due_on: "2026-07-15", due_odometer_m: 88_000_000, odometer_m: 87_300_000, cycle: 2 },
    },
  });

export const VehicleAlerts = z
  .object({
    maintenance: z.array(MaintenanceNotice).openapi({ description: "the most urgent first, at most 500" }),
    documents: z.array(VehicleNotice).openapi({ description: "the one that ends first, first" }),
  })
  .openapi("VehicleAlerts");
