import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeSchedule, createSchedule } from "./actions/keep-schedule.ts";
import { pauseSchedule, removeSchedule, resumeSchedule } from "./actions/pause-schedule.ts";
import { sendTest } from "./actions/send-test.ts";
import { ReportRun } from "./run-schemas.ts";
import { listSchedules, seenSchedule } from "./schedule-repo.ts";
import {
  ChangeReportSchedule,
  CreateReportSchedule,
  ReportSchedule,
  ReportSchedulePage,
  ReportScheduleQuery,
} from "./schedule-schemas.ts";

const reads = { by: "user", permission: "reports:read" } as const;
const writes = { by: "user", permission: "reports:write" } as const;
const BASE = "/admin/report-schedules";

export const routes = [
  endpoint({
    ...reads,
    method: "get",
    path: BASE,
    operationId: "listReportSchedules",
    summary: "List schedules of reports",
    query: ReportScheduleQuery,
    response: ReportSchedulePage,
    handler: (ctx, { query }) => listSchedules(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: BASE,
    operationId: "createReportSchedule",
    summary: "Make a schedule: a report is run and delivered by itself",
    description:
      "It reads in the name of the user who makes it, so an API key cannot make one. Recipients are users of the business who may read the report themselves; each gets a link of their own. A file comes once for each moment of the calendar, and of moments that were missed only the last gets one. After three failures in a row it is disabled, and its owner is told by mail.",
    body: CreateReportSchedule,
    response: ReportSchedule,
    status: 201,
    handler: (ctx, { body }) => createSchedule(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getReportSchedule",
    summary: "Get a schedule",
    params: IdParams,
    response: ReportSchedule,
    handler: async (ctx, { params }) => (await read(ctx, seenSchedule(ctx, params.id))).schedule,
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeReportSchedule",
    summary: "Change a schedule",
    description: "Where its calendar changes, what is due next is counted from the new one.",
    params: IdParams,
    body: ChangeReportSchedule,
    response: ReportSchedule,
    handler: (ctx, { params, body }) => changeSchedule(ctx, params.id, body),
  }),
  endpoint({
    ...writes,
    method: "delete",
    path: `${BASE}/{id}`,
    operationId: "removeReportSchedule",
    summary: "Remove a schedule",
    params: IdParams,
    response: ReportSchedule,
    handler: (ctx, { params }) => removeSchedule(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: `${BASE}/{id}/pause`,
    operationId: "pauseReportSchedule",
    summary: "Pause a schedule",
    params: IdParams,
    response: ReportSchedule,
    handler: (ctx, { params }) => pauseSchedule(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: `${BASE}/{id}/resume`,
    operationId: "resumeReportSchedule",
    summary: "Resume a schedule that is paused or disabled",
    description: "It goes on with the next moment of its calendar; what was due meanwhile is left out.",
    params: IdParams,
    response: ReportSchedule,
    handler: (ctx, { params }) => resumeSchedule(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: `${BASE}/{id}/send-test`,
    operationId: "testReportSchedule",
    summary: "Run a schedule's report now, for yourself",
    description: "By mail you alone get it. It counts neither as a run of the schedule nor as a failure.",
    params: IdParams,
    response: ReportRun,
    status: 202,
    handler: (ctx, { params }) => sendTest(ctx, params.id),
  }),
];
