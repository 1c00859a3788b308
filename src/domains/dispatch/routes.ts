import type { Ctx } from "#/ctx.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import { assignTechnician } from "./actions/assign-technician.ts";
import { createJob } from "./actions/create-job.ts";
import { reportStatus } from "./actions/report-status.ts";
import { readLiveBoard } from "./board.ts";
import { getCapacity } from "./capacity.ts";
import { Capacity, CapacityQuery } from "./capacity-schemas.ts";
import { listJobs } from "./repo.ts";
import {
  AssignTechnician,
  Board,
  CreateDispatchJob,
  DayQuery,
  DispatchJob,
  DispatchJobPage,
  DispatchJobQuery,
  MyJobsPage,
  MyJobsQuery,
  ReportStatus,
} from "./schemas.ts";
import { streamRoutes } from "./stream-routes.ts";
import { jobs } from "./tables.ts";
import { getMyJob, listMyJobs } from "./technician.ts";

const today = (ctx: Ctx) => localDateOf(ctx.now, ctx.tenant.timezone);

export const routes = [
  endpoint({
    method: "post",
    path: "/admin/dispatch",
    operationId: "createDispatchJob",
    summary: "Create a dispatch job",
    description: "Without a time the job waits in the backlog of the board.",
    by: "user",
    permission: "dispatch:write",
    body: CreateDispatchJob,
    response: DispatchJob,
    status: 201,
    handler: (ctx, { body }) => createJob(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch",
    operationId: "listDispatchJobs",
    summary: "List dispatch jobs",
    description: "Jobs without a time sort behind all others; a filter by days leaves them out.",
    by: "user",
    permission: "dispatch:read",
    query: DispatchJobQuery,
    response: DispatchJobPage,
    handler: (ctx, { query }) => listJobs(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/board",
    operationId: "getDispatchBoard",
    summary: "Get the dispatch board of a day",
    description: "The stream at /admin/dispatch/stream continues where `seq` ends.",
    by: "user",
    permission: "dispatch:read",
    query: DayQuery,
    response: Board,
    handler: (ctx, { query }) => readLiveBoard(ctx, query.date ?? today(ctx)),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/capacity",
    operationId: "getDispatchCapacity",
    summary: "Get how much work fits into each of some days, and how much is planned",
    description: "A week from today when no days are named, and at most 31 days.",
    by: "user",
    permission: "dispatch:read",
    query: CapacityQuery,
    response: Capacity,
    handler: (ctx, { query }) => getCapacity(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/{id}",
    operationId: "getDispatchJob",
    summary: "Get a dispatch job",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => jobs.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/assign",
    operationId: "assignTechnician",
    summary: "Assign a technician to a job",
    description:
      "Also assigns another technician, until the first one is on the way; the new one has not acknowledged yet. The same technician again changes nothing.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: AssignTechnician,
    response: DispatchJob,
    handler: (ctx, { params, body }) => assignTechnician(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "get",
    path: "/tech/dispatch/my-jobs",
    operationId: "listMyJobs",
    summary: "List my jobs of a day",
    description:
      "Those whose planned time overlaps the day, those under way and those completed on it, in the order of their start; then those that have no time yet and are not finished. A day is short, so it pages by number only.",
    by: "user",
    permission: "jobs:work",
    query: MyJobsQuery,
    response: MyJobsPage,
    handler: (ctx, { query }) => listMyJobs(ctx, { ...query, date: query.date ?? today(ctx) }),
  }),
  endpoint({
    method: "get",
    path: "/tech/dispatch/my-jobs/{id}",
    operationId: "getMyJob",
    summary: "Get one of my jobs",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => getMyJob(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/tech/dispatch/my-jobs/{id}/acknowledge",
    operationId: "acknowledgeJob",
    summary: "Acknowledge a job",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => reportStatus(ctx, { id: params.id, status: "acknowledged" }),
  }),
  endpoint({
    method: "patch",
    path: "/tech/dispatch/my-jobs/{id}/status",
    operationId: "reportJobStatus",
    summary: "Report the progress of one of my jobs",
    description:
      "The order is dispatched, acknowledged, en_route, on_site, in_progress, completed; acknowledged and on_site may be skipped. The current status again changes nothing; any other order is 409.",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    body: ReportStatus,
    response: DispatchJob,
    handler: (ctx, { params, body }) => reportStatus(ctx, { id: params.id, ...body }),
  }),
  ...streamRoutes,
];
