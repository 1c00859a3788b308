import { pdfAnswer } from "#/http/attachment.ts";
import { csvFile } from "#/http/csv.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { makeLink } from "./actions/make-link.ts";
import { reopenSubmission, voidSubmission } from "./actions/step-submission.ts";
import { submissionsFile } from "./csv.ts";
import { FormLink, JobForms, MakeFormLink } from "./job-schemas.ts";
import { submissionPdf } from "./pdf.ts";
import { jobForms } from "./required.ts";
import { getSubmission, showFormFile } from "./submission.ts";
import { listSubmissions } from "./submission-repo.ts";
import {
  FormSubmission,
  FormSubmissionPage,
  FormSubmissionQuery,
  ReopenSubmission,
  SubmissionFileParams,
  SubmissionFileQuery,
  SubmissionQuery,
  VoidSubmission,
  WholeFormSubmission,
} from "./submission-schemas.ts";

const see = { by: "user", permission: "forms:read", method: "get" } as const;
const step = { by: "user", permission: "forms:write", method: "post", params: IdParams } as const;

/** What the office does with what was filled in. */
export const submissionRoutes = [
  endpoint({
    ...see,
    path: "/admin/forms/{id}/submissions",
    operationId: "listSubmissionsOfForm",
    summary: "List what was filled in of a form",
    params: IdParams,
    query: FormSubmissionQuery,
    response: FormSubmissionPage,
    handler: (ctx, { params, query }) => listSubmissions(ctx, { ...query, formId: params.id }, true),
  }),
  rawEndpoint({
    ...see,
    path: "/admin/forms/{id}/submissions.csv",
    operationId: "exportFormSubmissions",
    summary: "Export what was filled in of a form as CSV",
    description:
      "One column for each key, of all its versions: those of the present one first. Several choices share a cell, as do files, by name and id (`panel.jpg (file 9)`), and the entries of a repeated section, by ` | ` and in their order; the column of the section says how many they are.",
    params: IdParams,
    query: SubmissionFileQuery,
    contentType: "text/csv",
    example: "id,form_version,status,job_id,customer_id,technician_id,submitted_at,score,max_score,result",
    handler: async (ctx, { params, query: { bom, ...filter } }) => {
      const { name, columns, pages } = await submissionsFile(ctx, { formId: params.id, ...filter });
      return await csvFile(name, columns, pages, { bom: bom === "1" });
    },
  }),
  endpoint({
    ...see,
    path: "/admin/form-submissions",
    operationId: "listFormSubmissions",
    summary: "List what was filled in",
    query: SubmissionQuery,
    response: FormSubmissionPage,
    handler: (ctx, { query }) => listSubmissions(ctx, query),
  }),
  endpoint({
    ...see,
    path: "/admin/form-submissions/{id}",
    operationId: "getFormSubmission",
    summary: "Get what was filled in, with what was asked and its files",
    params: IdParams,
    response: WholeFormSubmission,
    handler: (ctx, { params }) => getSubmission(ctx, params.id),
  }),
  rawEndpoint({
    ...see,
    path: "/admin/form-submissions/{id}/pdf",
    operationId: "getFormSubmissionPdf",
    summary: "Get what was filled in as PDF",
    description:
      "With the questions that showed, the answers, photos and signatures. What a PDF cannot show is named, with the address that has it.",
    params: IdParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params }) => pdfAnswer(await submissionPdf(ctx, params.id)),
  }),
  rawEndpoint({
    ...see,
    path: "/admin/form-submissions/{id}/files/{form_file_id}",
    operationId: "getFormFile",
    summary: "Get a photo, file or signature",
    description: "It never changes, so its reader may keep it.",
    params: SubmissionFileParams,
    contentType: "application/octet-stream",
    example: "the bytes of the file",
    handler: (ctx, { params }, c) => showFormFile(ctx, { ...params, ifNoneMatch: c.req.header("if-none-match") }),
  }),
  endpoint({
    ...step,
    path: "/admin/form-submissions/{id}/reopen",
    operationId: "reopenFormSubmission",
    summary: "Give a submitted form back to be corrected",
    description: "It does not count as done until it is submitted again. A job that is completed stays completed.",
    body: ReopenSubmission,
    response: FormSubmission,
    handler: (ctx, { params, body }) => reopenSubmission(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...step,
    path: "/admin/form-submissions/{id}/void",
    operationId: "voidFormSubmission",
    summary: "Void what was filled in",
    description: "For good: the job can get another one of the form.",
    body: VoidSubmission,
    response: FormSubmission,
    handler: (ctx, { params, body }) => voidSubmission(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    by: "user",
    permission: "forms:write",
    method: "post",
    path: "/admin/form-links",
    operationId: "makeFormLink",
    summary: "Make a link by which a form is filled in without signing in",
    description:
      "For one submission, of a job or of none: whoever has `url` can fill it in once, even without a network. It is shown this once, and mailed to the customer with `mail`.",
    body: MakeFormLink,
    response: FormLink,
    status: 201,
    showsSecret: true,
    handler: (ctx, { body }) => makeLink(ctx, body),
  }),
  endpoint({
    ...see,
    path: "/admin/dispatch/{id}/forms",
    operationId: "listJobForms",
    summary: "List the forms of a job: what it needs, and what is done",
    params: IdParams,
    response: JobForms,
    handler: (ctx, { params }) => jobForms(ctx, params.id),
  }),
];
