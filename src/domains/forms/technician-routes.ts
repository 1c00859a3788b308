import { ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addFileOfJob } from "./actions/add-file.ts";
import { saveDraft, submitForm } from "./actions/fill-in.ts";
import { makeLink } from "./actions/make-link.ts";
import { FormLink, JobForms, MakeJobFormLink } from "./job-schemas.ts";
import { listForms } from "./repo.ts";
import { jobForms } from "./required.ts";
import { Form, FormPage, FormQuery } from "./schemas.ts";
import { publishedForm } from "./submission.ts";
import {
  FileOfForm,
  FileQuery,
  FormFile,
  FormSubmission,
  JobFormParams,
  SaveFormDraft,
  SubmitForm,
} from "./submission-schemas.ts";

const own = { by: "user", permission: "jobs:work" } as const;
const ofJob = { ...own, params: JobFormParams } as const;

/** What technicians fill in on the jobs that are theirs. */
export const technicianRoutes = [
  endpoint({
    ...own,
    method: "get",
    path: "/tech/forms",
    operationId: "listPublishedForms",
    summary: "List the forms that can be filled in",
    query: FormQuery.omit({ status: true }),
    response: FormPage,
    handler: (ctx, { query }) => {
      technicianOf(ctx);
      return listForms(ctx, { ...query, status: "published" });
    },
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/forms/{id}",
    operationId: "getPublishedForm",
    summary: "Get a form to fill in",
    description: "With the fields of `current_version`.",
    params: IdParams,
    response: Form,
    handler: (ctx, { params }) => {
      technicianOf(ctx);
      return publishedForm(ctx, params.id);
    },
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/dispatch/my-jobs/{id}/forms",
    operationId: "listMyJobForms",
    summary: "List the forms of one of my jobs: what it needs, and what is done",
    params: IdParams,
    response: JobForms,
    handler: (ctx, { params }) => {
      const me = technicianOf(ctx);
      return jobForms(ctx, params.id, (job) => ownJob(job, me));
    },
  }),
  endpoint({
    ...ofJob,
    method: "put",
    path: "/tech/dispatch/my-jobs/{id}/forms/{form_id}",
    operationId: "saveFormDraft",
    summary: "Keep what is filled in so far of a form for one of my jobs",
    description:
      "Made by the first call, changed by each further one, until it is submitted. What is there must fit; what is missing may be missing.",
    body: SaveFormDraft,
    response: FormSubmission,
    handler: (ctx, { params, body }) => saveDraft(ctx, { jobId: params.id, formId: params.formId, ...body }),
  }),
  endpoint({
    ...ofJob,
    method: "post",
    path: "/tech/dispatch/my-jobs/{id}/forms/{form_id}/files",
    operationId: "addFormFile",
    summary: "Add a photo, file or signature to a form that I fill in",
    description:
      "The draft comes first. The body is the file itself, up to 10 MiB; the answer names its id. The same file again is the one that is there.",
    query: FileQuery,
    upload: FileOfForm,
    response: FormFile,
    status: 201,
    handler: (ctx, { params, query, file }) =>
      addFileOfJob(ctx, { jobId: params.id, formId: params.formId, ...query, file }),
  }),
  endpoint({
    ...ofJob,
    method: "post",
    path: "/tech/dispatch/my-jobs/{id}/forms/{form_id}/submit",
    operationId: "submitForm",
    summary: "Submit a form for one of my jobs",
    description:
      "Judged by the version that it names: the one that was published when it was started, or up to 24 hours earlier on a phone that was offline. Hidden fields are neither required nor kept. A phone sends `client_event_id`, so that it may send again.",
    body: SubmitForm,
    response: FormSubmission,
    handler: (ctx, { params, body }) => submitForm(ctx, { jobId: params.id, formId: params.formId, ...body }),
  }),
  endpoint({
    ...ofJob,
    method: "post",
    path: "/tech/dispatch/my-jobs/{id}/forms/{form_id}/link",
    operationId: "makeJobFormLink",
    summary: "Make a link by which a form of one of my jobs is filled in without signing in",
    description: "For the customer's own phone, or for one without a log-in. The link is shown this once.",
    body: MakeJobFormLink,
    response: FormLink,
    status: 201,
    showsSecret: true,
    handler: (ctx, { params, body }) => {
      const me = technicianOf(ctx);
      return makeLink(ctx, { jobId: params.id, formId: params.formId, ...body }, (job) => ownJob(job, me));
    },
  }),
];
