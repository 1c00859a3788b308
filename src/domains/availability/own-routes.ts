import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { OwnTimeOffQuery, RequestTimeOff, TimeOff, TimeOffPage } from "./absence-schemas.ts";
import { requestTimeOff } from "./actions/record-time-off.ts";
import { withdrawTimeOff } from "./actions/withdraw-time-off.ts";
import { OwnAvailability, OwnAvailabilityQuery } from "./day-schemas.ts";
import { getOwnAvailability } from "./days.ts";
import { manyInZone } from "./present.ts";
import { listTimeOff } from "./repo.ts";

const own = { by: "user", permission: "jobs:work" } as const;

export const routes = [
  endpoint({
    ...own,
    method: "get",
    path: "/tech/availability",
    operationId: "getOwnAvailability",
    summary: "Get when you work",
    description: "Two weeks from today when no days are named, and at most 31 days.",
    query: OwnAvailabilityQuery,
    response: OwnAvailability,
    handler: (ctx, { query }) => getOwnAvailability(ctx, query),
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/availability/time-off",
    operationId: "listOwnTimeOff",
    summary: "List your own time off",
    query: OwnTimeOffQuery,
    response: TimeOffPage,
    handler: async (ctx, { query }) =>
      manyInZone(ctx, await listTimeOff(ctx, { ...query, technicianId: technicianOf(ctx) })),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/tech/availability/time-off",
    operationId: "requestTimeOff",
    summary: "Ask for time off",
    description: "For whole local days, or for a span of time. It counts once the office has approved it.",
    body: RequestTimeOff,
    response: TimeOff,
    status: 201,
    handler: (ctx, { body }) => requestTimeOff(ctx, { ...body, technicianId: technicianOf(ctx) }),
  }),
  endpoint({
    ...own,
    method: "delete",
    path: "/tech/availability/time-off/{id}",
    operationId: "withdrawTimeOff",
    summary: "Take back time off that you have asked for",
    description: "As long as nobody has approved or rejected it.",
    params: IdParams,
    response: TimeOff,
    handler: (ctx, { params }) => withdrawTimeOff(ctx, params.id),
  }),
];
