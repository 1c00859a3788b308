const vehicle = "vehicle.not_found vehicle.version_mismatch vehicle.changed_meanwhile";
const inUse = "vehicle.not_found vehicle.changed_meanwhile vehicle.version_mismatch vehicle.retired";
const reading = "odometer.in_future odometer.falls odometer.above_later odometer.implausible";
const plan = "maintenance_plan.not_found maintenance_plan.version_mismatch maintenance_plan.changed_meanwhile";
const moved = "maintenance_plan.changed_meanwhile maintenance_plan.version_mismatch";

/** Reasons of operations about vehicles, as those in openapi-own-reasons.ts. */
export const fleetReasons = {
  addVehicle: "vehicle.too_many vehicle.vin_taken",
  getVehicle: "vehicle.not_found",
  changeVehicle: `${vehicle} vehicle.vin_taken`,
  retireVehicle: `${vehicle} vehicle_assignment.changed_meanwhile vehicle_assignment.version_mismatch`,
  assignVehicle: `technician.not_found vehicle_assignment.changed_meanwhile vehicle_assignment.version_mismatch ${inUse} vehicle.technician_inactive`,
  listVehicleAssignments: "vehicle.not_found",
  listOdometerReadings: "vehicle.not_found",
  addOdometerReading: `${inUse} ${moved} ${reading}`,
  listFuelLogs: "vehicle.not_found",
  addFuelLog: `expense.not_found ${inUse} ${moved} ${reading}`,
  readFuelEconomy: "vehicle.not_found",
  listMaintenancePlans: "vehicle.not_found",
  addMaintenancePlan: `${inUse} maintenance_plan.too_many maintenance_plan.start_in_future maintenance_plan.interval_missing`,
  changeMaintenancePlan: `${inUse} ${plan} maintenance_plan.start_in_future maintenance_plan.interval_missing`,
  listMaintenance: "vehicle.not_found",
  recordMaintenance: `${inUse} ${plan} ${reading} maintenance.in_future maintenance.odometer_missing`,
};
