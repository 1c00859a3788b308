import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addTechnician } from "./actions/add-technician.ts";
import { changeTechnician } from "./actions/change-technician.ts";
import { CreateTechnician, Technician, TechnicianPage, TechnicianQuery, UpdateTechnician } from "./schemas.ts";
import { technicians } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/technicians",
    operationId: "listTechnicians",
    summary: "List technicians",
    by: "user",
    permission: "technicians:read",
    query: TechnicianQuery,
    response: TechnicianPage,
    handler: (ctx, { query: { isActive, ...input } }) => technicians.list(ctx, input, { equals: { isActive } }),
  }),
  endpoint({
    method: "post",
    path: "/admin/technicians",
    operationId: "addTechnician",
    summary: "Add a technician",
    description: "With `username` and `password` the technician can sign in, with the role technician.",
    by: "user",
    permission: "technicians:write",
    body: CreateTechnician,
    response: Technician,
    status: 201,
    handler: (ctx, { body }) => addTechnician(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/technicians/{id}",
    operationId: "getTechnician",
    summary: "Get a technician",
    by: "user",
    permission: "technicians:read",
    params: IdParams,
    response: Technician,
    handler: (ctx, { params }) => technicians.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/technicians/{id}",
    operationId: "changeTechnician",
    summary: "Change a technician",
    description:
      "`is_active: false` ends their work here: their log-in is deactivated with them, its sessions and links end at once, and they cannot be assigned. A log-in whose roles open more than a technician's own work keeps it; who manages users decides about that. `is_active: true` does not bring the log-in back: reactivate the user.",
    by: "user",
    permission: "technicians:write",
    params: IdParams,
    body: UpdateTechnician,
    response: Technician,
    handler: (ctx, { params, body }) => changeTechnician(ctx, { id: params.id, ...body }),
  }),
];
