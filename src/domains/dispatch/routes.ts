import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addVisit } from "./actions/add-visit.ts";
import { changeJob } from "./actions/change-job.ts";
import { createJob } from "./actions/create-job.ts";
import { readLiveBoard } from "./board.ts";
import { getCapacity } from "./capacity.ts";
import { Capacity, CapacityQuery } from "./capacity-schemas.ts";
import {
  ChangeDispatchJob,
  CreateDispatchJob,
  DispatchJob,
  DispatchJobPage,
  WarnedDispatchJob,
} from "./job-schemas.ts";
import { DispatchJobQuery } from "./query-schemas.ts";
import { recordRoutes } from "./record-routes.ts";
import { listChanges, listJobs } from "./repo.ts";
import { routePlanRoutes } from "./route-plan-routes.ts";
import { Board, DayQuery } from "./schemas.ts";
import { stepRoutes } from "./step-routes.ts";
import { JobChangePage, JobHistoryQuery } from "./step-schemas.ts";
import { streamRoutes } from "./stream-routes.ts";
import { SuggestionQuery, TechnicianSuggestions } from "./suggestion-schemas.ts";
import { suggestTechnicians } from "./suggestions.ts";
import { jobs } from "./tables.ts";
import { today } from "./technician.ts";
import { technicianRoutes } from "./technician-routes.ts";
import { AddVisit } from "./visit-schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/admin/dispatch",
    operationId: "createDispatchJob",
    summary: "Create a dispatch job",
    description:
      "Without a time the job waits in the backlog of the board. Customer, site and zone may be named by id; an address without a spot on the map is looked up, and one that nobody finds is taken all the same (`location` unknown).",
    by: "user",
    permission: "dispatch:write",
    body: CreateDispatchJob,
    response: WarnedDispatchJob,
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
    path: "/admin/dispatch/{id}",
    operationId: "changeDispatchJob",
    summary: "Change a dispatch job",
    description:
      "The work, the customer, the place and the times; null clears a field. The status has steps of its own. The times of a finished job stay. A recurrence begins with this job at the time that it has; its next jobs are made six weeks ahead, and a change holds for those that are not made yet. Where the place changes, its spot on the map and its zone are looked up again, as far as the request does not name them.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: ChangeDispatchJob,
    response: WarnedDispatchJob,
    handler: (ctx, { params, body }) => changeJob(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/admin/dispatch/{id}/visits",
    operationId: "addVisit",
    summary: "Make a further appointment of a job",
    description:
      "A job of its own, with the same number, customer and place, and its own time, technician and status. What is not named is as in the job; it has no time. `GET /admin/dispatch?job_number=` lists all visits.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: AddVisit,
    response: WarnedDispatchJob,
    status: 201,
    handler: (ctx, { params, body }) => addVisit(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/{id}/history",
    operationId: "listJobHistory",
    summary: "List every change of a job, the latest first",
    description:
      "With who made it, when and where, and what a phone reported too late to be applied. The job itself tells when it was created, and who created it.",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    query: JobHistoryQuery,
    response: JobChangePage,
    handler: (ctx, { params, query }) => listChanges(ctx, { id: params.id, ...query }),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/{id}/suggestions",
    operationId: "suggestTechnicians",
    summary: "Suggest technicians for a job",
    description:
      "By rules that exclude (time off, shift, skills, zone, other jobs with the way between them), then by a score in minutes of driving. The same question has the same answer. `excluded` names the rule for each of the others.",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    query: SuggestionQuery,
    response: TechnicianSuggestions,
    handler: (ctx, { params, query }) => suggestTechnicians(ctx, { ...query, id: params.id }),
  }),
  ...routePlanRoutes,
  ...stepRoutes,
  ...technicianRoutes,
  ...recordRoutes,
  ...streamRoutes,
];
