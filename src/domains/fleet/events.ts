import { eventsOf } from "#/kernel/events.ts";
import { MaintenanceNotice } from "./maintenance-schemas.ts";
import { VehicleNotice } from "./schemas.ts";

const vehicle = {
  entity: "vehicle",
  permission: "fleet:read",
  idIn: ({ vehicle_id }: { vehicle_id: number }) => vehicle_id,
} as const;
const ofMaintenance = eventsOf(MaintenanceNotice, vehicle);
const ofDocument = eventsOf(VehicleNotice, vehicle);

export const maintenanceDueSoon = ofMaintenance(
  "vehicle.maintenance-due-soon",
  "The maintenance of a vehicle is due soon, by date or distance; once in a cycle",
);
export const maintenanceDue = ofMaintenance(
  "vehicle.maintenance-due",
  "The maintenance of a vehicle is due; once in a cycle",
  {
    alert: "due",
    odometer_m: 88_010_000,
  },
);
export const maintenanceOverdue = ofMaintenance(
  "vehicle.maintenance-overdue",
  "The maintenance of a vehicle is overdue; once in a cycle",
  { alert: "overdue", odometer_m: 88_900_000 },
);
export const maintenanceWithdrawn = ofMaintenance(
  "vehicle.maintenance-withdrawn",
  "What was told of the maintenance of a vehicle was wrong: a correction or another plan makes it less urgent",
  { alert: "none", odometer_m: 84_321_000 },
);
export const documentExpiring = ofDocument(
  "vehicle.document-expiring",
  "A document of a vehicle ends within 30 days, and once more within 7",
);
export const documentExpired = ofDocument("vehicle.document-expired", "A document of a vehicle has ended", {
  days_left: -1,
});

export const events = [
  ...[maintenanceDueSoon, maintenanceDue, maintenanceOverdue, maintenanceWithdrawn],
  ...[documentExpiring, documentExpired],
];
