import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { CountedLogQuery } from "#/kernel/page.ts";
import { addForm, duplicateForm } from "./actions/add-form.ts";
import { assignForm, unassignForm } from "./actions/assign-form.ts";
import { archiveForm, changeForm, deleteForm } from "./actions/change-form.ts";
import { publishForm } from "./actions/publish-form.ts";
import { linkRoutes } from "./link-routes.ts";
import { listAssignments, listForms, listVersions } from "./repo.ts";
import {
  AddForm,
  AddFormAssignment,
  ArchiveForm,
  ChangeForm,
  DuplicateForm,
  Form,
  FormAssignment,
  FormAssignmentPage,
  FormAssignmentQuery,
  FormPage,
  FormQuery,
  FormVersions,
} from "./schemas.ts";
import { submissionRoutes } from "./submission-routes.ts";
import { forms } from "./tables.ts";
import { technicianRoutes } from "./technician-routes.ts";

const see = { by: "user", permission: "forms:read", method: "get" } as const;
const write = { by: "user", permission: "forms:write" } as const;

export const routes = [
  endpoint({
    ...see,
    path: "/admin/forms",
    operationId: "listForms",
    summary: "List forms",
    description: "Without their fields: GET /admin/forms/{id} has them.",
    query: FormQuery,
    response: FormPage,
    handler: (ctx, { query }) => listForms(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/forms",
    operationId: "addForm",
    summary: "Begin a form",
    description: "As a draft. Its fields may be half done: they are judged when it is published.",
    body: AddForm,
    response: Form,
    status: 201,
    handler: (ctx, { body }) => addForm(ctx, body),
  }),
  endpoint({
    ...see,
    path: "/admin/forms/{id}",
    operationId: "getForm",
    summary: "Get a form",
    description: "With the draft of its next version; GET /admin/forms/{id}/versions has what was published.",
    params: IdParams,
    response: Form,
    handler: (ctx, { params }) => forms.get(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/forms/{id}",
    operationId: "changeForm",
    summary: "Change a form",
    description: "`fields` replaces the draft. What was published stays as it is until the draft is published.",
    params: IdParams,
    body: ChangeForm,
    response: Form,
    handler: (ctx, { params, body }) => changeForm(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/forms/{id}",
    operationId: "deleteForm",
    summary: "Delete a form that was never published",
    description: "For good. One that was published is archived instead.",
    params: IdParams,
    response: Form,
    handler: (ctx, { params }) => deleteForm(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/forms/{id}/publish",
    operationId: "publishForm",
    summary: "Publish the draft of a form",
    description:
      "As its next version, which never changes. 422 names every field that does not fit: keys that come twice, conditions about unknown fields or in a circle, bounds that are the wrong way, patterns that could take long to match.",
    params: IdParams,
    response: Form,
    handler: (ctx, { params }) => publishForm(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/forms/{id}/archive",
    operationId: "archiveForm",
    summary: "Take a form out of use, or back into it",
    description: "Jobs do not wait for an archived form. What was filled in stays. The same again changes nothing.",
    params: IdParams,
    body: ArchiveForm,
    response: Form,
    handler: (ctx, { params, body }) => archiveForm(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/forms/{id}/duplicate",
    operationId: "duplicateForm",
    summary: "Begin a form with the fields of another",
    params: IdParams,
    body: DuplicateForm,
    response: Form,
    status: 201,
    handler: (ctx, { params, body }) => duplicateForm(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...see,
    path: "/admin/forms/{id}/versions",
    operationId: "listFormVersions",
    summary: "List the versions of a form, the latest first",
    params: IdParams,
    query: CountedLogQuery,
    response: FormVersions,
    handler: (ctx, { params, query }) => listVersions(ctx, { id: params.id, ...query }),
  }),
  endpoint({
    ...see,
    path: "/admin/form-assignments",
    operationId: "listFormAssignments",
    summary: "List which jobs need which forms",
    query: FormAssignmentQuery,
    response: FormAssignmentPage,
    handler: (ctx, { query }) => listAssignments(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/form-assignments",
    operationId: "assignForm",
    summary: "Assign a form to jobs",
    description:
      "To all, or to those of a job type, priority, agreement plan (by the active agreement of their customer) or customer tag. A job goes to `in_progress` or `completed` only when the forms required before are submitted; the technician is refused with 409 `dispatch.forms_required` until then.",
    body: AddFormAssignment,
    response: FormAssignment,
    status: 201,
    handler: (ctx, { body }) => assignForm(ctx, body),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/form-assignments/{id}",
    operationId: "unassignForm",
    summary: "Remove an assignment of a form",
    params: IdParams,
    response: FormAssignment,
    handler: (ctx, { params }) => unassignForm(ctx, params.id),
  }),
  ...submissionRoutes,
  ...technicianRoutes,
  ...linkRoutes,
];
