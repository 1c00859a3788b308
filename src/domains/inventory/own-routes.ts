import { endpoint } from "#/http/endpoint.ts";
import { issueOwnStock } from "./actions/issue-stock.ts";
import { IssueStock, StockMovement } from "./move-schemas.ts";
import { TruckStockQuery } from "./schemas.ts";
import { listOwnStock } from "./stock-repo.ts";
import { TruckStockPage } from "./stock-schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/tech/inventory/stock",
    operationId: "listMyStock",
    summary: "List what is in your truck",
    description: "Every part that has been in it, in the order of their ids, by cursor.",
    by: "user",
    permission: "jobs:work",
    query: TruckStockQuery,
    response: TruckStockPage,
    handler: (ctx, { query }) => listOwnStock(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/tech/inventory/issue",
    operationId: "issueMyStock",
    summary: "Take stock out of your truck for a job",
    description: "Of your own truck, for a job of your own, as the office's issue.",
    by: "user",
    permission: "jobs:work",
    body: IssueStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => issueOwnStock(ctx, body),
  }),
];
