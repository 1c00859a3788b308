import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { LogQuery } from "#/kernel/page.ts";
import { addReading } from "./actions/add-reading.ts";
import { addVehicle } from "./actions/add-vehicle.ts";
import { assignVehicle, changeVehicle, retireVehicle } from "./actions/change-vehicle.ts";
import { readAlerts } from "./maintenance-repo.ts";
import { routes as maintenanceRoutes } from "./maintenance-routes.ts";
import { VehicleAlerts } from "./maintenance-schemas.ts";
import { getVehicle, listAssignments, listLocations, listReadings, listVehicles } from "./repo.ts";
import {
  AddOdometerReading,
  AssignVehicle,
  ChangeVehicle,
  CreateVehicle,
  OdometerReading,
  OdometerReadingPage,
  Vehicle,
  VehicleAssignmentPage,
  VehicleLocations,
  VehiclePage,
  VehicleQuery,
} from "./schemas.ts";

const BASE = "/admin/vehicles";
const read = { by: "user", permission: "fleet:read" } as const;
const write = { by: "user", permission: "fleet:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: BASE,
    operationId: "listVehicles",
    summary: "List vehicles",
    query: VehicleQuery,
    response: VehiclePage,
    handler: (ctx, { query }) => listVehicles(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: BASE,
    operationId: "addVehicle",
    summary: "Add a vehicle",
    body: CreateVehicle,
    response: Vehicle,
    status: 201,
    handler: (ctx, { body }) => addVehicle(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/alerts`,
    operationId: "readVehicleAlerts",
    summary: "Read what must be done to vehicles",
    description:
      "Maintenance that is due soon, due or overdue, by date or distance, and documents that end within 30 days or have ended.",
    response: VehicleAlerts,
    handler: (ctx) => readAlerts(ctx),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/locations`,
    operationId: "listVehicleLocations",
    summary: "See where the vehicles are",
    description:
      "Each vehicle that a technician has, at the last position which that technician has reported; null where there is none.",
    response: VehicleLocations,
    handler: (ctx) => listLocations(ctx),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getVehicle",
    summary: "Get a vehicle",
    params: IdParams,
    response: Vehicle,
    handler: (ctx, { params }) => getVehicle(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeVehicle",
    summary: "Change a vehicle",
    description:
      "We tell of the end of its documents: by the events `vehicle.document-expiring` (30 and 7 days before) and `vehicle.document-expired`, and by mail. With another date that begins again.",
    params: IdParams,
    body: ChangeVehicle,
    response: Vehicle,
    handler: (ctx, { params, body }) => changeVehicle(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${BASE}/{id}`,
    operationId: "retireVehicle",
    summary: "Take a vehicle out of use",
    description: "It is archived as retired: its history stays, and PATCH with `status: active` takes it back.",
    params: IdParams,
    response: Vehicle,
    handler: (ctx, { params }) => retireVehicle(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/assign`,
    operationId: "assignVehicle",
    summary: "Assign a vehicle to a technician",
    description: "Whoever has had it until now has it no more.",
    params: IdParams,
    body: AssignVehicle,
    response: Vehicle,
    handler: (ctx, { params, body }) => assignVehicle(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/assignments`,
    operationId: "listVehicleAssignments",
    summary: "List who has had a vehicle",
    description: "The newest first.",
    params: IdParams,
    query: LogQuery,
    response: VehicleAssignmentPage,
    handler: (ctx, { params, query }) => listAssignments(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/odometer`,
    operationId: "listOdometerReadings",
    summary: "List the odometer readings of a vehicle",
    description: "The one that was entered last first, those of fuel and maintenance too.",
    params: IdParams,
    query: LogQuery,
    response: OdometerReadingPage,
    handler: (ctx, { params, query }) => listReadings(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/odometer`,
    operationId: "addOdometerReading",
    summary: "Enter what the odometer shows",
    description:
      "It may not fall, even if it is entered later, and not rise further than a vehicle can drive. A `correction` is right whatever others say: readings that contradict it count no more, and what they made due is withdrawn.",
    params: IdParams,
    body: AddOdometerReading,
    response: OdometerReading,
    status: 201,
    handler: (ctx, { params, body }) => addReading(ctx, { ...body, id: params.id }),
  }),
  ...maintenanceRoutes,
];
