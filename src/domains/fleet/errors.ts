import { AppError } from "#/kernel/errors.ts";
import type { Reading } from "./rules.ts";

export const vinTaken = (vin: string) =>
  new AppError("conflict", "vehicle.vin_taken", `Another vehicle has the VIN ${vin}.`, { fields: { vin: "is taken" } });
export const tooManyVehicles = (most: number) =>
  new AppError("conflict", "vehicle.too_many", `A business has at most ${most} vehicles.`);
export const vehicleRetired = (id: number) =>
  new AppError(
    "conflict",
    "vehicle.retired",
    `Vehicle ${id} is retired. Set its status to active to take it into use again.`,
  );
export const technicianInactive = (id: number) =>
  new AppError("conflict", "vehicle.technician_inactive", `Technician ${id} no longer works for the business.`, {
    fields: { technician_id: "must be an active technician" },
  });

export const readingInFuture = () =>
  new AppError("invalid", "odometer.in_future", "The reading has a time that has not come yet.", {
    fields: { at: "must not be in the future" },
  });
export const odometerFalls = ({ readingM, at }: Reading) =>
  new AppError(
    "invalid",
    "odometer.falls",
    `The odometer showed ${readingM} m at ${at}, so it cannot show less later. If that one is wrong, send this one with the source correction.`,
    { fields: { odometer_m: `must be at least ${readingM}` } },
  );
export const odometerAboveLater = ({ readingM, at }: Reading) =>
  new AppError(
    "invalid",
    "odometer.above_later",
    `The odometer showed ${readingM} m at ${at}, so it cannot have shown more before. If that one is wrong, send this one with the source correction.`,
    { fields: { odometer_m: `must be at most ${readingM}` } },
  );
export const odometerImplausible = ({ readingM, at }: Reading) =>
  new AppError(
    "invalid",
    "odometer.implausible",
    `No vehicle drives so far since ${at}, when the odometer showed ${readingM} m. Look for a digit too many, or send it with confirm: true.`,
    { fields: { odometer_m: "is further than a vehicle can drive in that time" } },
  );

export const intervalMissing = () =>
  new AppError("invalid", "maintenance_plan.interval_missing", "Say how often: by months, by distance, or both.", {
    fields: { interval_months: "is required where there is no interval_m" },
  });
export const doneInFuture = () =>
  new AppError("invalid", "maintenance.in_future", "Enter what was done when it is done.", {
    fields: { done_on: "must not be after today" },
  });
export const planStartInFuture = () =>
  new AppError("invalid", "maintenance_plan.start_in_future", "A plan counts from a day that has come.", {
    fields: { last_done_on: "must not be after today" },
  });
export const odometerMissing = () =>
  new AppError(
    "invalid",
    "maintenance.odometer_missing",
    "The plan goes by distance, and nobody has read the odometer of this vehicle yet. Send odometer_m.",
    { fields: { odometer_m: "is required with a plan that goes by distance" } },
  );
export const tooManyPlans = (most: number) =>
  new AppError(
    "conflict",
    "maintenance_plan.too_many",
    `A vehicle has at most ${most} plans. Change one that is not in use.`,
  );
