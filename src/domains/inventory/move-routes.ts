import { endpoint } from "#/http/endpoint.ts";
import { adjustStock } from "./actions/adjust-stock.ts";
import { countStock } from "./actions/count-stock.ts";
import { issueStock } from "./actions/issue-stock.ts";
import { receiveStock } from "./actions/receive-stock.ts";
import { returnStock } from "./actions/return-stock.ts";
import { transferStock } from "./actions/transfer-stock.ts";
import {
  AdjustStock,
  CountStock,
  IssueStock,
  ReceiveStock,
  ReturnStock,
  StockMovement,
  TransferStock,
} from "./move-schemas.ts";
import { StockCount } from "./stock-schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/admin/inventory/receive",
    operationId: "receiveStock",
    summary: "Receive stock",
    description:
      "At what it cost, by which the moving average goes on. What was used before it was received is covered first, at this cost.",
    by: "user",
    permission: "inventory:write",
    body: ReceiveStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => receiveStock(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/issue",
    operationId: "issueStock",
    summary: "Issue stock to a job",
    description:
      "Takes what the job has reserved there first. More than is available is refused, and nothing moves; two lines of one part count together. With the setting `allow_negative_stock` stock may be used before it is received.",
    by: "user",
    permission: "inventory:write",
    body: IssueStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => issueStock(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/return",
    operationId: "returnStock",
    summary: "Return stock from a job or to the supplier",
    description: "From a job: at most what was issued to it, at what that was worth. To the supplier: at the average.",
    by: "user",
    permission: "inventory:write",
    body: ReturnStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => returnStock(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/transfer",
    operationId: "transferStock",
    summary: "Transfer stock to another location",
    description: "With its value.",
    by: "user",
    permission: "inventory:write",
    body: TransferStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => transferStock(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/adjust",
    operationId: "adjustStock",
    summary: "Correct what is in stock",
    description: "For what was found, is broken or lost. Never below zero.",
    by: "user",
    permission: "inventory:write",
    body: AdjustStock,
    response: StockMovement,
    status: 201,
    handler: (ctx, { body }) => adjustStock(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/counts",
    operationId: "countStock",
    summary: "Record a stock take",
    description:
      "What was found of each part at a location, at most 5,000 parts: the stock moves by the differences, all of them or none. Parts that are not named stay as they are.",
    by: "user",
    permission: "inventory:write",
    body: CountStock,
    response: StockCount,
    status: 201,
    handler: (ctx, { body }) => countStock(ctx, body),
  }),
];
