import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { createOwnEstimate } from "./actions/create-estimate.ts";
import { sendEstimate } from "./actions/send-estimate.ts";
import { assertOwn, getOwnEstimate, listOwnEstimates } from "./own.ts";
import { CreateOwnEstimate, OwnEstimateQuery, SendEstimate, SentEstimate } from "./request-schemas.ts";
import { Estimate, EstimatePage } from "./schemas.ts";

const own = { by: "user", permission: "estimates:own" } as const;

/** What technicians offer on the jobs that are theirs. */
export const ownRoutes = [
  endpoint({
    ...own,
    method: "get",
    path: "/tech/estimates",
    operationId: "listOwnEstimates",
    summary: "List the estimates that you made",
    query: OwnEstimateQuery,
    response: EstimatePage,
    handler: (ctx, { query }) => listOwnEstimates(ctx, query),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/tech/estimates",
    operationId: "createOwnEstimate",
    summary: "Draft an estimate on a job of your own",
    description: "Customer and place come from the job, unless you name them.",
    body: CreateOwnEstimate,
    response: Estimate,
    status: 201,
    handler: (ctx, { body }) => createOwnEstimate(ctx, body),
  }),
  endpoint({
    ...own,
    method: "get",
    path: "/tech/estimates/{id}",
    operationId: "getOwnEstimate",
    summary: "Get an estimate that you made",
    params: IdParams,
    response: Estimate,
    handler: (ctx, { params }) => getOwnEstimate(ctx, params.id),
  }),
  endpoint({
    ...own,
    method: "post",
    path: "/tech/estimates/{id}/send",
    operationId: "sendOwnEstimate",
    summary: "Send an estimate that you made",
    description: "As the office does. Show `url` on your phone, and the customer can accept and sign there.",
    params: IdParams,
    body: SendEstimate,
    response: SentEstimate,
    showsSecret: true,
    handler: (ctx, { params, body }) => sendEstimate(ctx, { ...body, id: params.id }, assertOwn(technicianOf(ctx))),
  }),
];
