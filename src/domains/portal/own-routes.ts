import { read } from "#/db/tenant/load.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeMe } from "./actions/change-me.ts";
import { requestService } from "./actions/request-service.ts";
import { reviewJob } from "./actions/review-job.ts";
import { CustomerAgreementPage, CustomerAgreementQuery } from "./agreement-schemas.ts";
import {
  acceptOwnEstimate,
  declineOwnEstimate,
  getOwnInvoice,
  listOwnAgreements,
  listOwnDocuments,
  listOwnEstimates,
  listOwnInvoices,
  ownInvoicePdf,
  payOwnInvoice,
} from "./documents.ts";
import { listOwnJobs } from "./jobs-of-customer.ts";
import { presentAccount } from "./present.ts";
import { ownRequests, readOwnAccount } from "./repo.ts";
import {
  AcceptOwnEstimate,
  CustomerDocuments,
  CustomerEstimate,
  CustomerEstimates,
  CustomerInvoice,
  CustomerInvoicePage,
  CustomerInvoiceQuery,
  CustomerJobs,
  DeclineOwnEstimate,
  PayIntent,
  PostReview,
  RequestService,
  ReviewPosted,
  ServiceRequest,
  ServiceRequests,
} from "./schemas.ts";
import { ChangeCustomerMe, CustomerMe } from "./sign-in-schemas.ts";

const reads = { by: "customer", method: "get" } as const;
const writes = { by: "customer", method: "post" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: "/customer/me",
    operationId: "getCustomerMe",
    summary: "Get your own account",
    response: CustomerMe,
    handler: async (ctx) => presentAccount(ctx, await readOwnAccount(ctx)),
  }),
  endpoint({
    ...{ by: "customer", method: "patch" },
    path: "/customer/me",
    operationId: "changeCustomerMe",
    summary: "Change your own account",
    body: ChangeCustomerMe,
    response: CustomerMe,
    handler: (ctx, { body }) => changeMe(ctx, body),
  }),
  endpoint({
    ...writes,
    path: "/customer/service-requests",
    operationId: "requestService",
    summary: "Ask for service",
    description:
      "It becomes a lead, or a job that waits for a technician, as the business has it (`portal_requests_become`).",
    body: RequestService,
    response: ServiceRequest,
    status: 201,
    handler: (ctx, { body }) => requestService(ctx, body),
  }),
  endpoint({
    ...reads,
    path: "/customer/service-requests",
    operationId: "listOwnServiceRequests",
    summary: "List what you asked for",
    description: "The newest first, at most 100.",
    response: ServiceRequests,
    handler: async (ctx) => ({ items: (await read(ctx, { items: ownRequests(ctx) })).items }),
  }),
  endpoint({
    ...reads,
    path: "/customer/jobs",
    operationId: "listOwnVisits",
    summary: "List your jobs, with who comes and when",
    description: "The latest first, at most 100. While a technician is on the way, with the time of arrival.",
    response: CustomerJobs,
    handler: (ctx) => listOwnJobs(ctx),
  }),
  endpoint({
    ...writes,
    path: "/customer/jobs/{id}/review",
    operationId: "reviewJob",
    summary: "Review a completed job",
    description: "Once for each job. The same call changes the review, for 7 days.",
    params: IdParams,
    body: PostReview,
    response: ReviewPosted,
    status: 201,
    wasThere: ({ isNew }) => !isNew,
    handler: (ctx, { params, body }) => reviewJob(ctx, { ...body, jobId: params.id }),
  }),
  endpoint({
    ...reads,
    path: "/customer/estimates",
    operationId: "listEstimatesForMe",
    summary: "List what you were offered",
    description: "The newest first, at most 100.",
    response: CustomerEstimates,
    handler: (ctx) => listOwnEstimates(ctx),
  }),
  endpoint({
    ...writes,
    path: "/customer/estimates/{id}/accept",
    operationId: "acceptEstimateForMe",
    summary: "Accept an estimate",
    params: IdParams,
    body: AcceptOwnEstimate,
    response: CustomerEstimate,
    handler: (ctx, { params, body }) => acceptOwnEstimate(ctx, params.id, body),
  }),
  endpoint({
    ...writes,
    path: "/customer/estimates/{id}/decline",
    operationId: "declineEstimateForMe",
    summary: "Decline an estimate",
    params: IdParams,
    body: DeclineOwnEstimate,
    response: CustomerEstimate,
    handler: (ctx, { params, body }) => declineOwnEstimate(ctx, params.id, body.reason),
  }),
  endpoint({
    ...reads,
    path: "/customer/invoices",
    operationId: "listInvoicesForMe",
    summary: "List your invoices",
    query: CustomerInvoiceQuery,
    response: CustomerInvoicePage,
    handler: (ctx, { query }) => listOwnInvoices(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/customer/invoices/{id}",
    operationId: "getInvoiceForMe",
    summary: "Get one of your invoices",
    params: IdParams,
    response: CustomerInvoice,
    handler: (ctx, { params }) => getOwnInvoice(ctx, params.id),
  }),
  rawEndpoint({
    ...reads,
    path: "/customer/invoices/{id}/pdf",
    operationId: "getInvoicePdfForMe",
    summary: "Get one of your invoices as PDF",
    params: IdParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params }) => pdfAnswer(await ownInvoicePdf(ctx, params.id)),
  }),
  endpoint({
    ...writes,
    path: "/customer/invoices/{id}/pay-intent",
    operationId: "payInvoiceForMe",
    showsSecret: true,
    summary: "Pay one of your invoices online",
    description:
      "Begins a payment of all that is due. Where the business takes no payments online: 409 `invoice.not_paid_online`.",
    params: IdParams,
    response: PayIntent,
    handler: (ctx, { params }) => payOwnInvoice(ctx, params.id),
  }),
  endpoint({
    ...reads,
    path: "/customer/agreements",
    operationId: "listAgreementsForMe",
    summary: "List your service agreements",
    query: CustomerAgreementQuery,
    response: CustomerAgreementPage,
    handler: (ctx, { query }) => listOwnAgreements(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/customer/documents",
    operationId: "listDocumentsForMe",
    summary: "List everything that you were sent",
    description: "Estimates and invoices together, the newest first.",
    response: CustomerDocuments,
    handler: (ctx) => listOwnDocuments(ctx),
  }),
];
