import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { approveTimesheet } from "./actions/approve-timesheet.ts";
import { reopenTimesheet } from "./actions/reopen-timesheet.ts";
import { getRules, setRules } from "./actions/set-terms.ts";
import { sheetWithEntries, weekOfSheets } from "./timesheet-repo.ts";
import {
  ReopenTimesheet,
  SetTimeRules,
  TimeRules,
  Timesheet,
  TimesheetWeek,
  TimesheetWithEntries,
  WeekQuery,
} from "./timesheet-schemas.ts";

const reader = { by: "user", permission: "time:read" } as const;
const approver = { by: "user", permission: "time:approve" } as const;

export const routes = [
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/timesheets",
    operationId: "listTimesheets",
    summary: "List the timesheets of a week",
    description: "One for each technician with time in the workweek that holds the day. Open entries are in no sum.",
    query: WeekQuery,
    response: TimesheetWeek,
    handler: (ctx, { query }) => weekOfSheets(ctx, query),
  }),
  endpoint({
    by: "user",
    permission: "time:own",
    method: "get",
    path: "/tech/timesheet",
    operationId: "getOwnTimesheet",
    summary: "Get your own timesheet of a week",
    query: WeekQuery,
    response: TimesheetWeek,
    handler: (ctx, { query }) => weekOfSheets(ctx, { ...query, technicianId: technicianOf(ctx) }),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/timesheets/{id}",
    operationId: "getTimesheet",
    summary: "Get a timesheet with its entries",
    params: IdParams,
    response: TimesheetWithEntries,
    handler: (ctx, { params }) => sheetWithEntries(ctx, params.id),
  }),
  endpoint({
    ...approver,
    method: "patch",
    path: "/admin/timesheets/{id}/approve",
    operationId: "approveTimesheet",
    summary: "Approve a timesheet",
    description:
      "When its week is over and nothing in it is open or needs a review. A later change of an entry takes the approval back.",
    params: IdParams,
    response: Timesheet,
    handler: (ctx, { params }) => approveTimesheet(ctx, params.id),
  }),
  endpoint({
    ...approver,
    method: "patch",
    path: "/admin/timesheets/{id}/reopen",
    operationId: "reopenTimesheet",
    summary: "Take the approval of a timesheet back",
    params: IdParams,
    body: ReopenTimesheet,
    response: Timesheet,
    handler: (ctx, { params, body }) => reopenTimesheet(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/admin/time-rules",
    operationId: "getTimeRules",
    summary: "Get how time is counted and paid",
    response: TimeRules,
    handler: (ctx) => getRules(ctx),
  }),
  endpoint({
    ...approver,
    method: "put",
    path: "/admin/time-rules",
    operationId: "setTimeRules",
    summary: "Set how time is counted and paid",
    description:
      "They hold from the first workweek on of which nothing is counted yet: what is rounded and counted stays as it is. Where the workweek begins on another day, the week before is cut short.",
    body: SetTimeRules,
    response: TimeRules,
    handler: (ctx, { body }) => setRules(ctx, body),
  }),
];
