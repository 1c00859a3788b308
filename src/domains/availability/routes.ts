import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { routes as absenceRoutes } from "./absence-routes.ts";
import { addDay } from "./actions/add-day.ts";
import { changeTerms } from "./actions/change-terms.ts";
import { removeDay } from "./actions/remove-day.ts";
import { AvailabilityQuery, ChangeWorkTerms, DayAvailability, WorkTerms } from "./day-schemas.ts";
import { getAvailability, getTerms, listHolidays } from "./days.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { AddClosedDay, ClosedDay, HolidayQuery, Holidays } from "./schemas.ts";
import { routes as shiftRoutes } from "./shift-routes.ts";

const reader = { by: "user", permission: "availability:read" } as const;
const writer = { by: "user", permission: "availability:write" } as const;

export const routes = [
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability",
    operationId: "getAvailability",
    summary: "Get when each technician works on a day",
    query: AvailabilityQuery,
    response: DayAvailability,
    handler: (ctx, { query }) => getAvailability(ctx, query.date),
  }),
  ...shiftRoutes,
  ...absenceRoutes,
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/holidays",
    operationId: "listHolidays",
    summary: "List the holidays of some days",
    description:
      "Public holidays of the setting `holiday_region`, and the days that the business has added. A year from today when no days are named, and at most 366 days.",
    query: HolidayQuery,
    response: Holidays,
    handler: (ctx, { query }) => listHolidays(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/admin/availability/holidays",
    operationId: "addClosedDay",
    summary: "Close the business on a day, or open it on a public holiday",
    description: "Technicians have no shifts on a closed day, except for those that they have on that very day.",
    body: AddClosedDay,
    response: ClosedDay,
    status: 201,
    handler: (ctx, { body }) => addDay(ctx, body),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: "/admin/availability/holidays/{id}",
    operationId: "removeClosedDay",
    summary: "Remove a day that the business has added",
    params: IdParams,
    response: ClosedDay,
    handler: (ctx, { params }) => removeDay(ctx, params.id),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/technicians/{id}",
    operationId: "getWorkTerms",
    summary: "Get where a technician's day begins and ends, and how much it may hold",
    params: IdParams,
    response: WorkTerms,
    handler: (ctx, { params }) => getTerms(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/availability/technicians/{id}",
    operationId: "changeWorkTerms",
    summary: "Change where a technician's day begins and ends, and how much it may hold",
    params: IdParams,
    body: ChangeWorkTerms,
    response: WorkTerms,
    handler: (ctx, { params, body }) => changeTerms(ctx, { id: params.id, ...body }),
  }),
  ...ownRoutes,
];
