import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addTechnician } from "./actions/add-technician.ts";
import { changeTechnician } from "./actions/change-technician.ts";
import { findTechnician, listTechnicians } from "./repo.ts";
import { CreateTechnician, Technician, TechnicianPage, TechnicianQuery, UpdateTechnician } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/technicians",
    operationId: "listTechnicians",
    summary: "List technicians",
    permission: "technicians:read",
    query: TechnicianQuery,
    response: TechnicianPage,
    handler: (ctx, { query }) => listTechnicians(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/technicians",
    operationId: "addTechnician",
    summary: "Add a technician",
    description: "With `username` and `password` the technician gets a log-in of his own, with the role technician.",
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
    permission: "technicians:read",
    params: IdParams,
    response: Technician,
    handler: async (ctx, { params }) => {
      const [technician] = await read(ctx, [findTechnician(ctx, params.id)]);
      if (!technician) throw notFound("technician", params.id);
      return technician;
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/technicians/{id}",
    operationId: "changeTechnician",
    summary: "Change a technician",
    permission: "technicians:write",
    params: IdParams,
    body: UpdateTechnician,
    response: Technician,
    handler: (ctx, { params, body }) => changeTechnician(ctx, { id: params.id, ...body }),
  }),
];
