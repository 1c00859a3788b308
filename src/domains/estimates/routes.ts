import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { archiveEstimate } from "./actions/archive-estimate.ts";
import { changeEstimate } from "./actions/change-estimate.ts";
import { createEstimate } from "./actions/create-estimate.ts";
import { deleteEstimate } from "./actions/delete-estimate.ts";
import { duplicateEstimate } from "./actions/duplicate-estimate.ts";
import { summarizeEstimates } from "./figures-repo.ts";
import { onlineRoutes } from "./online-routes.ts";
import { ownRoutes } from "./own-routes.ts";
import { pdfRoutes } from "./pdf-routes.ts";
import { getAcceptance, getEstimate, listEstimates, listRevisions } from "./repo.ts";
import {
  ChangeEstimate,
  CreateEstimate,
  EstimateFigures,
  EstimateFiguresQuery,
  EstimateQuery,
} from "./request-schemas.ts";
import { Estimate, EstimatePage, EstimateRevisions } from "./schemas.ts";
import { stepRoutes } from "./step-routes.ts";
import { ArchiveEstimate, DeletedEstimate, EstimateAcceptance } from "./step-schemas.ts";

const read = { by: "user", permission: "estimates:read" } as const;
const write = { by: "user", permission: "estimates:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: "/admin/estimates",
    operationId: "listEstimates",
    summary: "List estimates",
    query: EstimateQuery,
    response: EstimatePage,
    handler: (ctx, { query }) => listEstimates(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/estimates",
    operationId: "createEstimate",
    summary: "Draft an estimate",
    description:
      "With `line_items`, or with `options` (good, better, best) of which the customer takes one: such an estimate has no total until then. Lines with `optional: true` are in no sum until the customer adds them. The draft has no number; `POST /admin/estimates/{id}/send` gives it one.",
    body: CreateEstimate,
    response: Estimate,
    status: 201,
    handler: (ctx, { body }) => createEstimate(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/estimates/figures",
    operationId: "summarizeEstimates",
    summary: "Read the figures of estimates",
    description:
      "What became of the estimates that were first sent within these days: how many were accepted, and how long that took. The value of an estimate with options is that of its dearest, until one is accepted.",
    query: EstimateFiguresQuery,
    response: EstimateFigures,
    handler: (ctx, { query }) => summarizeEstimates(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/estimates/{id}",
    operationId: "getEstimate",
    summary: "Get an estimate",
    params: IdParams,
    response: Estimate,
    handler: (ctx, { params }) => getEstimate(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/estimates/{id}",
    operationId: "changeEstimate",
    summary: "Change a draft",
    description:
      "What was sent stays as it is: `POST /admin/estimates/{id}/revise` begins another version. `line_items` and `options` replace all of them.",
    params: IdParams,
    body: ChangeEstimate,
    response: Estimate,
    handler: (ctx, { params, body }) => changeEstimate(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/estimates/{id}",
    operationId: "deleteEstimate",
    summary: "Delete a draft",
    description: "One that was never sent. What has a number is archived instead.",
    params: IdParams,
    response: DeletedEstimate,
    handler: (ctx, { params }) => deleteEstimate(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/estimates/{id}/archive",
    operationId: "archiveEstimate",
    summary: "Archive an estimate, or take it out of the archive",
    description: "The links to an archived estimate end.",
    params: IdParams,
    body: ArchiveEstimate,
    response: Estimate,
    handler: (ctx, { params, body }) => archiveEstimate(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/estimates/{id}/duplicate",
    operationId: "duplicateEstimate",
    summary: "Draft another estimate that says the same",
    params: IdParams,
    response: Estimate,
    status: 201,
    handler: (ctx, { params }) => duplicateEstimate(ctx, params.id),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/estimates/{id}/revisions",
    operationId: "listEstimateRevisions",
    summary: "List the versions of an estimate",
    description: "All of them, the present one first.",
    params: IdParams,
    response: EstimateRevisions,
    handler: (ctx, { params }) => listRevisions(ctx, params.id),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/estimates/{id}/acceptance",
    operationId: "getEstimateAcceptance",
    summary: "Read who accepted an estimate, and what",
    description:
      "With the signature, and the text that was agreed on: the SHA-256 of `document` is `content_hash`, which is on the page and in the PDF.",
    params: IdParams,
    response: EstimateAcceptance,
    handler: (ctx, { params }) => getAcceptance(ctx, params.id),
  }),
  ...stepRoutes,
  ...ownRoutes,
  ...pdfRoutes,
  ...onlineRoutes,
];
