import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addOverride } from "./actions/add-override.ts";
import { changeOverride } from "./actions/change-override.ts";
import { removeOverride } from "./actions/remove-override.ts";
import { removeShifts } from "./actions/remove-shifts.ts";
import { setShifts } from "./actions/set-shifts.ts";
import { presentPattern } from "./present.ts";
import { getPattern, listOverrides, listPatterns } from "./repo.ts";
import {
  AddShiftOverride,
  ChangeShiftOverride,
  ReachingQuery,
  SetShifts,
  ShiftOverride,
  ShiftOverridePage,
  ShiftPattern,
  ShiftPatternPage,
  ShiftPatternQuery,
  TechnicianParams,
} from "./schemas.ts";

const reader = { by: "user", permission: "availability:read" } as const;
const writer = { by: "user", permission: "availability:write" } as const;

export const routes = [
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/shifts",
    operationId: "listShifts",
    summary: "List the weekly shifts of all technicians who have some of their own",
    query: ShiftPatternQuery,
    response: ShiftPatternPage,
    handler: async (ctx, { query }) => {
      const page = await listPatterns(ctx, query);
      return { ...page, items: page.items.map(presentPattern) };
    },
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/shifts/{technician_id}",
    operationId: "getShifts",
    summary: "Get the weekly shifts of a technician",
    description: "404 for a technician without shifts of their own: they work when the business is open.",
    params: TechnicianParams,
    response: ShiftPattern,
    handler: async (ctx, { params }) => presentPattern(await getPattern(ctx, params.technicianId)),
  }),
  endpoint({
    ...writer,
    method: "put",
    path: "/admin/availability/shifts/{technician_id}",
    operationId: "setShifts",
    summary: "Set the weekly shifts of a technician",
    description:
      "Replaces all of them. From then on they work by these shifts alone, and no longer when the business is open. Times are local: in the hour that the clocks skip a shift begins an hour later, in the hour that they repeat it begins in the first.",
    params: TechnicianParams,
    body: SetShifts,
    response: ShiftPattern,
    handler: async (ctx, { params, body }) => presentPattern(await setShifts(ctx, { ...params, ...body })),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: "/admin/availability/shifts/{technician_id}",
    operationId: "removeShifts",
    summary: "Remove the weekly shifts of a technician",
    description: "They then work when the business is open.",
    params: TechnicianParams,
    response: ShiftPattern,
    handler: async (ctx, { params }) => presentPattern(await removeShifts(ctx, params.technicianId)),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/overrides",
    operationId: "listShiftOverrides",
    summary: "List shifts of single days",
    query: ReachingQuery,
    response: ShiftOverridePage,
    handler: (ctx, { query }) => listOverrides(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/admin/availability/overrides",
    operationId: "addShiftOverride",
    summary: "Give a technician other shifts on a single day",
    description: "Instead of all others that begin on that day, on a holiday too. An empty list is a day off.",
    body: AddShiftOverride,
    response: ShiftOverride,
    status: 201,
    handler: (ctx, { body }) => addOverride(ctx, body),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/availability/overrides/{id}",
    operationId: "changeShiftOverride",
    summary: "Change the shifts of a single day",
    params: IdParams,
    body: ChangeShiftOverride,
    response: ShiftOverride,
    handler: (ctx, { params, body }) => changeOverride(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: "/admin/availability/overrides/{id}",
    operationId: "removeShiftOverride",
    summary: "Remove the shifts of a single day",
    params: IdParams,
    response: ShiftOverride,
    handler: (ctx, { params }) => removeOverride(ctx, params.id),
  }),
];
