import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addEntry } from "./actions/add-entry.ts";
import { clockIn } from "./actions/clock-in.ts";
import { clockOut } from "./actions/clock-out.ts";
import { correctEntry } from "./actions/correct-entry.ts";
import { switchJob } from "./actions/switch-job.ts";
import { endBreak, startBreak } from "./actions/take-break.ts";
import { voidEntry } from "./actions/void-entry.ts";
import { listChanges, listEntries } from "./repo.ts";
import {
  AddTimeEntry,
  ClockIn,
  ClockOut,
  CorrectTimeEntry,
  EndBreak,
  OwnTimeEntryQuery,
  StartBreak,
  SwitchJob,
  TimeEntry,
  TimeEntryChangePage,
  TimeEntryHistoryQuery,
  TimeEntryPage,
  TimeEntryQuery,
  VoidTimeEntry,
} from "./schemas.ts";
import { timeEntries } from "./tables.ts";
import { routes as timesheetRoutes } from "./timesheet-routes.ts";

const own = { by: "user", permission: "time:own" } as const;
const reader = { by: "user", permission: "time:read" } as const;
const writer = { by: "user", permission: "time:write" } as const;

const OFFLINE =
  "A phone that was offline sends `occurred_at` and `client_event_id`: what it sends again changes nothing and gets the entry.";

export const routes = [
  endpoint({
    ...own,
    method: "post",
    path: "/time-tracking/clock-in",
    operationId: "clockIn",
    summary: "Clock in",
    description: `You are clocked in once at a time: again is 409 and names the open entry. A missing place holds nobody up. ${OFFLINE}`,
    body: ClockIn,
    response: TimeEntry,
    handler: (ctx, { body }) => clockIn(ctx, body ?? {}),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/time-tracking/clock-out",
    operationId: "clockOut",
    summary: "Clock out",
    description: `A break that runs ends too. ${OFFLINE}`,
    body: ClockOut,
    response: TimeEntry,
    handler: (ctx, { body }) => clockOut(ctx, body ?? {}),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/time-tracking/switch",
    operationId: "switchJob",
    summary: "Go on with another job",
    description: `The open entry ends and the next begins at the same moment. Answers the new one. ${OFFLINE}`,
    body: SwitchJob,
    response: TimeEntry,
    handler: (ctx, { body }) => switchJob(ctx, body),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/time-tracking/break-start",
    operationId: "startBreak",
    summary: "Begin a break",
    description: OFFLINE,
    body: StartBreak,
    response: TimeEntry,
    handler: (ctx, { body }) => startBreak(ctx, body ?? {}),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/time-tracking/break-end",
    operationId: "endBreak",
    summary: "End a break",
    description: OFFLINE,
    body: EndBreak,
    response: TimeEntry,
    handler: (ctx, { body }) => endBreak(ctx, body ?? {}),
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/time-entries",
    operationId: "listOwnTimeEntries",
    summary: "List your own time entries, newest first",
    description: "By cursor alone.",
    query: OwnTimeEntryQuery,
    response: TimeEntryPage,
    handler: (ctx, { query }) => listEntries(ctx, { ...query, technicianId: technicianOf(ctx) }, "none"),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/time-tracking/entries",
    operationId: "listTimeEntries",
    summary: "List time entries, newest first",
    query: TimeEntryQuery,
    response: TimeEntryPage,
    handler: (ctx, { query }) => listEntries(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: "/time-tracking/entries",
    operationId: "addTimeEntry",
    summary: "Enter what a technician has worked",
    description:
      "Without `clock_out` they are clocked in. Times that another entry of theirs holds are 409 and name it.",
    body: AddTimeEntry,
    response: TimeEntry,
    status: 201,
    handler: (ctx, { body }) => addEntry(ctx, body),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/time-tracking/entries/{id}",
    operationId: "getTimeEntry",
    summary: "Get a time entry",
    params: IdParams,
    response: TimeEntry,
    handler: (ctx, { params }) => timeEntries.get(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/time-tracking/entries/{id}",
    operationId: "correctTimeEntry",
    summary: "Correct a time entry",
    description:
      "It keeps what was there before, and the reason. A reason alone confirms an entry that needs a review. What a closed pay period has paid stays as it is: make an adjustment.",
    params: IdParams,
    body: CorrectTimeEntry,
    response: TimeEntry,
    handler: (ctx, { params, body }) => correctEntry(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: "/time-tracking/entries/{id}/void",
    operationId: "voidTimeEntry",
    summary: "Take a time entry out of all sums",
    params: IdParams,
    body: VoidTimeEntry,
    response: TimeEntry,
    handler: (ctx, { params, body }) => voidEntry(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...reader,
    method: "get",
    path: "/time-tracking/entries/{id}/history",
    operationId: "listTimeEntryHistory",
    summary: "List what happened to a time entry, oldest first",
    params: IdParams,
    query: TimeEntryHistoryQuery,
    response: TimeEntryChangePage,
    handler: (ctx, { params, query }) => listChanges(ctx, params.id, query),
  }),
  ...timesheetRoutes,
];
