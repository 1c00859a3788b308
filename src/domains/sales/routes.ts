import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { recordSale } from "./actions/record-sale.ts";
import { listSales } from "./repo.ts";
import { RecordSale, Sale, SalePage, SaleQuery } from "./schemas.ts";
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
    path: "/sales/{id}",
    operationId: "getSale",
    summary: "Get a sale",
    by: "user",
    permission: "sales:read",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => sales.get(ctx, params.id),
  }),
];
