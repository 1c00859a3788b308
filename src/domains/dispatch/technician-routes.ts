import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { holdJob } from "./actions/hold-job.ts";
import { reportStatus } from "./actions/report-status.ts";
import { resumeJob } from "./actions/resume-job.ts";
import { DispatchJob } from "./job-schemas.ts";
import { MyJobsPage, MyJobsQuery } from "./schemas.ts";
import { AcknowledgeJob, HoldDispatchJob, ReportStatus } from "./step-schemas.ts";
import { getMyJob, inCharge, listMyJobs, today } from "./technician.ts";

/** What technicians do with their own jobs. */
export const technicianRoutes = [
  endpoint({
    method: "get",
    path: "/tech/dispatch/my-jobs",
    operationId: "listMyJobs",
    summary: "List my jobs of a day",
    description:
      "Those that are mine or that I help with: those whose planned time overlaps the day, those under way and those completed on it, in the order of their start; then those that have no time yet and are not finished. A day is short, so it pages by number only.",
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
    body: AcknowledgeJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => reportStatus(ctx, { id: params.id, ...body, status: "acknowledged" }),
  }),
  endpoint({
    method: "patch",
    path: "/tech/dispatch/my-jobs/{id}/status",
    operationId: "reportJobStatus",
    summary: "Report the progress of one of my jobs",
    description:
      "The order is dispatched, acknowledged, en_route, on_site, in_progress, completed; acknowledged and on_site may be skipped. The current status again changes nothing; any other order is 409. A phone that was offline sends `occurred_at`, which becomes the time of the status, and `client_event_id`, so that it may send again. What happened before the job's last change is kept in its history and not applied: the answer is then the job as it is.",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    body: ReportStatus,
    response: DispatchJob,
    handler: (ctx, { params, body }) => reportStatus(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "patch",
    path: "/tech/dispatch/my-jobs/{id}/hold",
    operationId: "holdMyJob",
    summary: "Put one of my jobs on hold",
    description: "When it cannot go on: a part is missing, or nobody is there. Only the office cancels a job.",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    body: HoldDispatchJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => holdJob(ctx, { id: params.id, ...body }, inCharge(ctx)),
  }),
  endpoint({
    method: "patch",
    path: "/tech/dispatch/my-jobs/{id}/resume",
    operationId: "resumeMyJob",
    summary: "Let one of my jobs on hold go on",
    description: "In the status that it had. A job that is not on hold, and not finished, stays as it is.",
    by: "user",
    permission: "jobs:work",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => resumeJob(ctx, { id: params.id }, inCharge(ctx)),
  }),
];
