import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { LogQuery } from "#/kernel/page.ts";
import { addFuel } from "./actions/add-reading.ts";
import { addPlan, changePlan } from "./actions/change-plan.ts";
import { recordMaintenance } from "./actions/record-maintenance.ts";
import {
  AddFuelLog,
  ChangeMaintenancePlan,
  CreateMaintenancePlan,
  FuelEconomy,
  FuelLog,
  FuelLogPage,
  MaintenancePlan,
  MaintenancePlanPage,
  MaintenanceRecord,
  MaintenanceRecordPage,
  PlanParams,
  RecordMaintenance,
} from "./maintenance-schemas.ts";
import { fuelEconomy, listFuel, listPlans, listRecords } from "./repo.ts";

const BASE = "/admin/vehicles";
const read = { by: "user", permission: "fleet:read" } as const;
const write = { by: "user", permission: "fleet:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/fuel`,
    operationId: "listFuelLogs",
    summary: "List what was filled into a vehicle",
    description: "The one that was entered last first.",
    params: IdParams,
    query: LogQuery,
    response: FuelLogPage,
    handler: (ctx, { params, query }) => listFuel(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/fuel`,
    operationId: "addFuelLog",
    summary: "Enter what was filled into a vehicle",
    description: "`odometer_m` is a reading of the odometer too, and must be one that can be.",
    params: IdParams,
    body: AddFuelLog,
    response: FuelLog,
    status: 201,
    handler: (ctx, { params, body }) => addFuel(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/fuel-economy`,
    operationId: "readFuelEconomy",
    summary: "Read what a vehicle uses",
    description: "From one full tank with a reading to the next, of its last 400 fillings.",
    params: IdParams,
    response: FuelEconomy,
    handler: (ctx, { params }) => fuelEconomy(ctx, params.id),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/maintenance-plans`,
    operationId: "listMaintenancePlans",
    summary: "List the maintenance plans of a vehicle",
    description: "The oldest first; a vehicle has at most 50.",
    params: IdParams,
    query: LogQuery,
    response: MaintenancePlanPage,
    handler: (ctx, { params, query }) => listPlans(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/maintenance-plans`,
    operationId: "addMaintenancePlan",
    summary: "Add a maintenance plan of a vehicle",
    description:
      "Due after `interval_months`, after `interval_m`, or whichever comes first. We tell when it is due soon, due and overdue, each once in a cycle: by events, and by mail where a date makes it so. At most 50.",
    params: IdParams,
    body: CreateMaintenancePlan,
    response: MaintenancePlan,
    status: 201,
    handler: (ctx, { params, body }) => addPlan(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: `${BASE}/{id}/maintenance-plans/{maintenance_plan_id}`,
    operationId: "changeMaintenancePlan",
    summary: "Change a maintenance plan of a vehicle",
    description: "When it is due follows from its intervals and from when it was last done.",
    params: PlanParams,
    body: ChangeMaintenancePlan,
    response: MaintenancePlan,
    handler: (ctx, { params, body }) => changePlan(ctx, { ...body, ...params }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/{id}/maintenance`,
    operationId: "listMaintenance",
    summary: "List what was done to a vehicle",
    description: "The one that was entered last first.",
    params: IdParams,
    query: LogQuery,
    response: MaintenanceRecordPage,
    handler: (ctx, { params, query }) => listRecords(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${BASE}/{id}/maintenance`,
    operationId: "recordMaintenance",
    summary: "Enter what was done to a vehicle",
    description:
      "With a `maintenance_plan_id` its next cycle begins, and counts from this day and this reading, or from what the odometer last showed.",
    params: IdParams,
    body: RecordMaintenance,
    response: MaintenanceRecord,
    status: 201,
    handler: (ctx, { params, body }) => recordMaintenance(ctx, { ...body, id: params.id }),
  }),
];
