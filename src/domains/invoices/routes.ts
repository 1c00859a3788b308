import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeInvoice, deleteInvoice } from "./actions/change-invoice.ts";
import { createInvoice } from "./actions/create-invoice.ts";
import { voidInvoice, writeOffInvoice } from "./actions/end-invoice.ts";
import { issueCreditNote } from "./actions/issue-credit-note.ts";
import { reviseInvoice } from "./actions/revise-invoice.ts";
import { linkInvoice, sendInvoice } from "./actions/send-invoice.ts";
import { CreditNote, IssueCreditNote } from "./credit-note-schemas.ts";
import { routes as fileRoutes } from "./file-routes.ts";
import { routes as linkRoutes } from "./link-routes.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { routes as paymentRoutes } from "./payment-routes.ts";
import { InvoiceEntries } from "./payment-schemas.ts";
import { getInvoice, listEntries, listInvoices } from "./repo.ts";
import { routes as reportRoutes } from "./report-routes.ts";
import {
  ChangeInvoice,
  CreatedInvoice,
  CreateInvoice,
  EndInvoice,
  Invoice,
  InvoiceLink,
  InvoicePage,
  InvoiceQuery,
  SendInvoice,
} from "./schemas.ts";

const reads = { by: "user", permission: "invoices:read" } as const;
const writes = { by: "user", permission: "invoices:write" } as const;

export const routes = [
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices",
    operationId: "createInvoice",
    summary: "Create an invoice",
    description:
      "A draft, which can be changed and has no number, unless `send` is true: then it is sent in the same step. With `job_id` alone it takes customer, place and title from the job, and a line without a price; a job is invoiced so once, and the same request again answers with 200 what is there. With `job_id` and `line_items` it is a further invoice of the job.",
    body: CreateInvoice,
    response: CreatedInvoice,
    status: 201,
    wasThere: ({ repeated }) => repeated,
    handler: (ctx, { body }) => createInvoice(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/invoices",
    operationId: "listInvoices",
    summary: "List invoices",
    query: InvoiceQuery,
    response: InvoicePage,
    handler: (ctx, { query }) => listInvoices(ctx, query),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/invoices/{id}",
    operationId: "getInvoice",
    summary: "Get an invoice",
    params: IdParams,
    response: Invoice,
    handler: (ctx, { params }) => getInvoice(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/invoices/{id}",
    operationId: "changeInvoice",
    summary: "Change a draft of an invoice",
    description: "`line_items` replaces all lines. What was sent never changes: issue a credit note, or revise it.",
    params: IdParams,
    body: ChangeInvoice,
    response: Invoice,
    handler: (ctx, { params, body }) => changeInvoice(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/send",
    operationId: "sendInvoice",
    summary: "Send an invoice",
    description:
      "A draft gets its number and its days, and never changes from then on. The customer gets a mail with a link where they see and pay it; `mail: false` sends none. Again: one more mail with a new link.",
    params: IdParams,
    body: SendInvoice,
    response: Invoice,
    handler: (ctx, { params, body }) => sendInvoice(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/link",
    operationId: "linkInvoice",
    summary: "Make a link to a sent invoice",
    description: "Whoever has it sees the invoice and can pay it, without a log-in, for as long as the link lasts.",
    params: IdParams,
    response: InvoiceLink,
    status: 201,
    showsSecret: true,
    handler: (ctx, { params }) => linkInvoice(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/void",
    operationId: "voidInvoice",
    summary: "Void a sent invoice",
    description: "Its number stays taken and nobody owes it. Refused once anything of it is paid or credited.",
    params: IdParams,
    body: EndInvoice,
    response: Invoice,
    handler: (ctx, { params, body }) => voidInvoice(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/write-off",
    operationId: "writeOffInvoice",
    summary: "Write off what is owed on an invoice",
    params: IdParams,
    body: EndInvoice,
    response: Invoice,
    handler: (ctx, { params, body }) => writeOffInvoice(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/revise",
    operationId: "reviseInvoice",
    summary: "Void a sent invoice and make a new version of it",
    description:
      "Answers the new version: a draft with the same content, to be changed and sent under a number of its own. Refused once anything of the invoice is paid or credited: issue a credit note then.",
    params: IdParams,
    body: EndInvoice,
    response: Invoice,
    status: 201,
    handler: (ctx, { params, body }) => reviseInvoice(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/invoices/{id}/credit-notes",
    operationId: "issueCreditNote",
    summary: "Issue a credit note for an invoice",
    description:
      "Takes back `amount_cents`, tax included, or all that is not taken back yet, never more than was invoiced. It pays what the invoice still owes, unless `apply` is false; the rest is the customer's credit.",
    params: IdParams,
    body: IssueCreditNote,
    response: CreditNote,
    status: 201,
    handler: (ctx, { params, body }) => issueCreditNote(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/invoices/{id}/entries",
    operationId: "listInvoiceEntries",
    summary: "List what moved the balance of an invoice",
    description: "Issue, payments, credit notes, and what took them back, in their order. The sum is the balance.",
    params: IdParams,
    response: InvoiceEntries,
    handler: (ctx, { params }) => listEntries(ctx, params.id),
  }),
  ...fileRoutes,
  ...paymentRoutes,
  ...reportRoutes,
  ...ownRoutes,
  ...linkRoutes,
  endpoint({
    ...writes,
    method: "delete",
    path: "/admin/invoices/{id}",
    operationId: "deleteInvoice",
    summary: "Delete a draft of an invoice",
    params: IdParams,
    response: Invoice,
    handler: (ctx, { params }) => deleteInvoice(ctx, params.id),
  }),
];
