import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { assignTechnician } from "./actions/assign-technician.ts";
import { cancelJob } from "./actions/cancel-job.ts";
import { changeJob } from "./actions/change-job.ts";
import { holdJob } from "./actions/hold-job.ts";
import { reopenJob } from "./actions/reopen-job.ts";
import { resumeJob } from "./actions/resume-job.ts";
import { stepJobBack } from "./actions/step-job-back.ts";
import { unassignTechnician } from "./actions/unassign-technician.ts";
import { DispatchJob, WarnedDispatchJob } from "./job-schemas.ts";
import {
  AssignTechnician,
  CancelDispatchJob,
  HoldDispatchJob,
  ReopenDispatchJob,
  RescheduleDispatchJob,
  StepBackDispatchJob,
} from "./step-schemas.ts";

/** The steps that the office takes with a job. */
export const stepRoutes = [
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/assign",
    operationId: "assignTechnician",
    summary: "Assign a technician to a job",
    description:
      "Also assigns another technician, until the first one is on the way; the new one has not acknowledged yet. `crew` names who helps, and may change until the job is finished. The same technician and crew again change nothing. The event names the technician before, so that both can be told.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: AssignTechnician,
    response: WarnedDispatchJob,
    handler: (ctx, { params, body }) => assignTechnician(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/unassign",
    operationId: "unassignTechnician",
    summary: "Take a job from its technician",
    description:
      "Until they are on the way. The job waits for another technician and has no crew. Without a technician it changes nothing.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => unassignTechnician(ctx, { id: params.id }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/hold",
    operationId: "holdJob",
    summary: "Put a job on hold",
    description:
      "From any status that is not final. Another reason replaces the one that the job is on hold for; the same again changes nothing.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: HoldDispatchJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => holdJob(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/resume",
    operationId: "resumeJob",
    summary: "Let a job on hold go on",
    description: "In the status that it had. A job that is not on hold, and not finished, stays as it is.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    response: DispatchJob,
    handler: (ctx, { params }) => resumeJob(ctx, { id: params.id }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/cancel",
    operationId: "cancelJob",
    summary: "Cancel a job",
    description: "From any status that is not final. A cancelled job stays as it is, and is never deleted.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: CancelDispatchJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => cancelJob(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/step-back",
    operationId: "stepJobBack",
    summary: "Take back the status that was reported last",
    description:
      "For a status that was reported by mistake: its time is taken away. Each call goes one status further back, so send an Idempotency-Key or If-Match.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: StepBackDispatchJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => stepJobBack(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/reschedule",
    operationId: "rescheduleJob",
    summary: "Give a job another time",
    description:
      "Null for both ends of the planned time brings the job back to the backlog. The arrival window stays where it is left out: move it along if the customer was promised one.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: RescheduleDispatchJob,
    response: WarnedDispatchJob,
    handler: (ctx, { params, body }) => changeJob(ctx, { id: params.id, ...body, action: "reschedule" }),
  }),
  endpoint({
    method: "patch",
    path: "/admin/dispatch/{id}/reopen",
    operationId: "reopenJob",
    summary: "Open a finished job again",
    description:
      "A completed job goes back to `in_progress`, within 24 hours; a cancelled one to `pending`, without a technician. A job that is not finished stays as it is.",
    by: "user",
    permission: "dispatch:reopen",
    params: IdParams,
    body: ReopenDispatchJob,
    response: DispatchJob,
    handler: (ctx, { params, body }) => reopenJob(ctx, { id: params.id, ...body }),
  }),
];
