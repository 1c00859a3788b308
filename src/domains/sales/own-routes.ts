import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { recordSale } from "./actions/record-sale.ts";
import { getOwnSale, listOwnSales } from "./repo.ts";
import { OwnSaleQuery, RecordOwnSale, Sale, SalePage } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/tech/sales",
    operationId: "recordOwnSale",
    summary: "Record a sale of your own",
    by: "user",
    permission: "sales:own",
    body: RecordOwnSale,
    response: Sale,
    status: 201,
    handler: (ctx, { body }) => recordSale(ctx, { ...body, technicianId: technicianOf(ctx) }),
  }),
  endpoint({
    method: "get",
    path: "/tech/sales",
    operationId: "listOwnSales",
    summary: "List your own sales",
    by: "user",
    permission: "sales:own",
    query: OwnSaleQuery,
    response: SalePage,
    handler: (ctx, { query }) => listOwnSales(ctx, { ...query, technicianId: technicianOf(ctx) }),
  }),
  endpoint({
    method: "get",
    path: "/tech/sales/{id}",
    operationId: "getOwnSale",
    summary: "Get a sale of your own",
    by: "user",
    permission: "sales:own",
    params: IdParams,
    response: Sale,
    handler: (ctx, { params }) => getOwnSale(ctx, { id: params.id, technicianId: technicianOf(ctx) }),
  }),
];
