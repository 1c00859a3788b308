import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeVisit } from "./actions/change-visit.ts";
import { pauseRecurring, previewRecurring, resumeRecurring, runRecurring } from "./actions/recurring.ts";
import {
  AgreementVisit,
  ChangeVisit,
  PauseRecurring,
  RecurringInvoice,
  RecurringInvoicePage,
  RecurringInvoiceQuery,
  RecurringPreview,
  ResumeRecurring,
  RunRecurring,
} from "./recurring-schemas.ts";
import { listRecurring } from "./repo.ts";
import { recurringInvoices } from "./tables.ts";
import { agreementVisits } from "./visit-tables.ts";

const reads = { by: "user", permission: "agreements:read", method: "get" } as const;
const writes = { by: "user", permission: "agreements:write" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: "/admin/agreement-visits/{id}",
    operationId: "getAgreementVisit",
    summary: "Get a visit of a service agreement",
    params: IdParams,
    response: AgreementVisit,
    handler: (ctx, { params }) => agreementVisits.get(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/agreement-visits/{id}",
    operationId: "changeAgreementVisit",
    summary: "Change a visit of a service agreement",
    description:
      "Moves it to another day, says that it is done or will not be, or plans it again. Once it has a dispatch job, the visit follows that job.",
    params: IdParams,
    body: ChangeVisit,
    response: AgreementVisit,
    handler: (ctx, { params, body }) => changeVisit(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...reads,
    path: "/admin/recurring-invoices",
    operationId: "listRecurringInvoices",
    summary: "List recurring invoices",
    description:
      "How each active service agreement is billed. Their invoices are made daily, at 02:00 of the business' time zone, each period once.",
    query: RecurringInvoiceQuery,
    response: RecurringInvoicePage,
    handler: (ctx, { query }) => listRecurring(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/admin/recurring-invoices/{id}",
    operationId: "getRecurringInvoice",
    summary: "Get a recurring invoice",
    params: IdParams,
    response: RecurringInvoice,
    handler: (ctx, { params }) => recurringInvoices.get(ctx, params.id),
  }),
  endpoint({
    ...reads,
    path: "/admin/recurring-invoices/{id}/preview",
    operationId: "previewRecurringInvoice",
    summary: "Preview the next twelve invoices",
    description: "As they will be made unless something changes; fewer where the term ends before.",
    params: IdParams,
    response: RecurringPreview,
    handler: (ctx, { params }) => previewRecurring(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/recurring-invoices/{id}/pause",
    operationId: "pauseRecurringInvoice",
    summary: "Pause a recurring invoice",
    description: "No invoices are made until it is resumed; visits and discount go on.",
    params: IdParams,
    body: PauseRecurring,
    response: RecurringInvoice,
    handler: (ctx, { params, body }) => pauseRecurring(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/recurring-invoices/{id}/resume",
    operationId: "resumeRecurringInvoice",
    summary: "Resume a paused recurring invoice",
    description: "From the next period on, or with `bill_missed` from the first one that was not billed.",
    params: IdParams,
    body: ResumeRecurring,
    response: RecurringInvoice,
    handler: (ctx, { params, body }) => resumeRecurring(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/recurring-invoices/{id}/run-now",
    operationId: "runRecurringInvoice",
    summary: "Bill what is due now",
    description:
      "Makes the invoices of the periods that are due, three at most, also where `periods_left` made the daily run wait. Sent again, it makes nothing that was made.",
    params: IdParams,
    response: RunRecurring,
    handler: (ctx, { params }) => runRecurring(ctx, params.id),
  }),
];
