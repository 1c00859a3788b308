import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { approveSale } from "./actions/approve-sale.ts";
import { approveSales } from "./actions/approve-sales.ts";
import { changeSale } from "./actions/change-sale.ts";
import { recordPayment } from "./actions/record-payment.ts";
import { recordSale } from "./actions/record-sale.ts";
import { rejectSale } from "./actions/reject-sale.ts";
import { resubmitSale } from "./actions/resubmit-sale.ts";
import { returnSale } from "./actions/return-sale.ts";
import { voidSale } from "./actions/void-sale.ts";
import { ApproveSales, ChangePayment, RejectSale, SaleApprovals, SalePayments, VoidSale } from "./change-schemas.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { listPayments, listSales, summarizeSales } from "./repo.ts";
import { ChangeSale, RecordSale, Sale, SalePage, SaleQuery, SaleSummary, SaleSummaryQuery } from "./schemas.ts";
import { sales } from "./tables.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/sales",
    operationId: "recordSale",
    summary: "Record a sale",
    description:
      "Send an Idempotency-Key: the same request with the same key within 24 hours gets the same answer and makes no second sale. The commission is frozen by the rates of this moment.",
    by: "user",
    permission: "sales:write",
    body: RecordSale,
    response: Sale,
    status: 201,
    handler: (ctx, { body }) => recordSale(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/sales",
    operationId: "listSales",
    summary: "List sales",
    by: "user",
    permission: "sales:read",
    query: SaleQuery,
    response: SalePage,
    handler: (ctx, { query }) => listSales(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/sales/summary",
    operationId: "summarizeSales",
    summary: "Sum up the sales that a list with the same filters shows",
    description: "Reads every one of these sales: name a range of days.",
    by: "user",
    permission: "sales:read",
    query: SaleSummaryQuery,
    response: SaleSummary,
    handler: (ctx, { query }) => summarizeSales(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/sales/bulk-approve",
    operationId: "approveSales",
    summary: "Approve several sales",
    description: "Answers an outcome for each: what cannot be approved does not hold up the others.",
    by: "user",
    permission: "sales:approve",
    body: ApproveSales,
    response: SaleApprovals,
    handler: (ctx, { body }) => approveSales(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/sales/{id}",
    operationId: "getSale",
    summary: "Get a sale",
    by: "user",
    permission: "sales:read",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => sales.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}",
    operationId: "changeSale",
    summary: "Change a sale",
    description:
      "Customer, notes and payment type of any sale that is not voided. Technician, item, price, quantity, tax, day, discount reason and splits only until it is approved; the commission is then computed again.",
    by: "user",
    permission: "sales:write",
    params: IdParams,
    body: ChangeSale,
    response: Sale,
    handler: (ctx, { params, body }) => changeSale(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/payment-status",
    operationId: "changePaymentStatus",
    summary: "Record a payment or refund of a sale",
    description:
      "`amount_cents` is the amount of this one payment or refund. Without it `paid` pays the open balance and `refunded` gives back all that was paid. A refund takes its part of the commission.",
    by: "user",
    permission: "sales:write",
    params: IdParams,
    body: ChangePayment,
    response: Sale,
    handler: (ctx, { params, body }) => recordPayment(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "get",
    path: "/sales/{id}/payments",
    operationId: "listSalePayments",
    summary: "List the payments and refunds of a sale, oldest first",
    by: "user",
    permission: "sales:read",
    params: IdParams,
    response: SalePayments,
    handler: (ctx, { params }) => listPayments(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/void",
    operationId: "voidSale",
    summary: "Void a sale, or restore it",
    description:
      "A void takes the commission back, in the open pay period where the sale's own is closed; restoring gives back the same.",
    by: "user",
    permission: "sales:write",
    params: IdParams,
    body: VoidSale,
    response: Sale,
    handler: (ctx, { params, body }) => voidSale(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/approve",
    operationId: "approveSale",
    summary: "Approve a sale",
    description: "Again: answers the sale and changes nothing.",
    by: "user",
    permission: "sales:approve",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => approveSale(ctx, params),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/reject",
    operationId: "rejectSale",
    summary: "Reject a sale",
    description: "It earns nothing until it is changed, resubmitted and approved.",
    by: "user",
    permission: "sales:approve",
    params: IdParams,
    body: RejectSale,
    response: Sale,
    handler: (ctx, { params, body }) => rejectSale(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/resubmit",
    operationId: "resubmitSale",
    summary: "Submit a rejected sale again",
    by: "user",
    permission: "sales:write",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => resubmitSale(ctx, params),
  }),
  endpoint({
    method: "patch",
    path: "/sales/{id}/return",
    operationId: "returnSale",
    summary: "Return an approved sale, so that it can be corrected",
    description:
      "Takes its commission back until it is approved again. Not once that is settled in a closed pay period.",
    by: "user",
    permission: "sales:approve",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => returnSale(ctx, params),
  }),
  ...ownRoutes,
];
