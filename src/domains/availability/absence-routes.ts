import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import {
  AddOnCallDuty,
  OnCallDuty,
  OnCallDutyPage,
  RecordTimeOff,
  RejectTimeOff,
  TimeOff,
  TimeOffPage,
  TimeOffQuery,
} from "./absence-schemas.ts";
import { addDuty } from "./actions/add-duty.ts";
import { decideTimeOff } from "./actions/decide-time-off.ts";
import { recordTimeOff } from "./actions/record-time-off.ts";
import { removeDuty } from "./actions/remove-duty.ts";
import { inZone, manyInZone } from "./present.ts";
import { getTimeOff, listDuties, listTimeOff } from "./repo.ts";
import { ReachingQuery } from "./schemas.ts";

const reader = { by: "user", permission: "availability:read" } as const;
const writer = { by: "user", permission: "availability:write" } as const;

export const routes = [
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/on-call",
    operationId: "listOnCallDuties",
    summary: "List who is on call",
    query: ReachingQuery,
    response: OnCallDutyPage,
    handler: async (ctx, { query }) => manyInZone(ctx, await listDuties(ctx, query)),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/admin/availability/on-call",
    operationId: "addOnCallDuty",
    summary: "Put a technician on call",
    description:
      "For whole local days, or for a span of time. Several may be on call: `rank` says who is called first.",
    body: AddOnCallDuty,
    response: OnCallDuty,
    status: 201,
    handler: (ctx, { body }) => addDuty(ctx, body),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: "/admin/availability/on-call/{id}",
    operationId: "removeOnCallDuty",
    summary: "Remove an on-call duty",
    params: IdParams,
    response: OnCallDuty,
    handler: (ctx, { params }) => removeDuty(ctx, params.id),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/time-off",
    operationId: "listTimeOff",
    summary: "List time off",
    query: TimeOffQuery,
    response: TimeOffPage,
    handler: async (ctx, { query }) => manyInZone(ctx, await listTimeOff(ctx, query)),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/admin/availability/time-off",
    operationId: "recordTimeOff",
    summary: "Enter time off of a technician",
    description: "It is approved with that, unless `status` says that it waits.",
    body: RecordTimeOff,
    response: TimeOff,
    status: 201,
    handler: (ctx, { body }) => recordTimeOff(ctx, body),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/availability/time-off/{id}",
    operationId: "getTimeOff",
    summary: "Get time off",
    params: IdParams,
    response: TimeOff,
    handler: async (ctx, { params }) => inZone(ctx, await getTimeOff(ctx, params.id)),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/availability/time-off/{id}/approve",
    operationId: "approveTimeOff",
    summary: "Approve time off that was asked for",
    params: IdParams,
    response: TimeOff,
    handler: (ctx, { params }) => decideTimeOff(ctx, { id: params.id, status: "approved" }),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/admin/availability/time-off/{id}/reject",
    operationId: "rejectTimeOff",
    summary: "Reject time off, or take an approval back",
    params: IdParams,
    body: RejectTimeOff,
    response: TimeOff,
    handler: (ctx, { params, body }) => decideTimeOff(ctx, { id: params.id, status: "rejected", ...body }),
  }),
];
