import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { changeOrder } from "./actions/change-order.ts";
import { createOrder } from "./actions/create-order.ts";
import { linkRoutes } from "./link-routes.ts";
import { getOrder, listOrders, listReceipts } from "./repo.ts";
import { ChangePurchaseOrder, CreatePurchaseOrder, PurchaseOrderQuery, ReceiptQuery } from "./request-schemas.ts";
import { PurchaseOrder, PurchaseOrderPage, PurchaseOrderReceiptPage } from "./schemas.ts";
import { stepRoutes } from "./step-routes.ts";
import { supplierRoutes } from "./supplier-routes.ts";

const read = { by: "user", permission: "purchase-orders:read", method: "get" } as const;
const write = { by: "user", permission: "purchase-orders:write" } as const;

export const routes = [
  ...supplierRoutes,
  endpoint({
    ...read,
    path: "/admin/purchase-orders",
    operationId: "listPurchaseOrders",
    summary: "List purchase orders",
    query: PurchaseOrderQuery,
    response: PurchaseOrderPage,
    handler: (ctx, { query }) => listOrders(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/purchase-orders",
    operationId: "createPurchaseOrder",
    summary: "Draft a purchase order",
    description:
      "Quantities count packs, where a part comes in packs: of wire in feet that is bought in rolls of 250, `quantity` 3 is 3 rolls and brings 750 feet. The draft has its number at once.",
    body: CreatePurchaseOrder,
    response: PurchaseOrder,
    status: 201,
    handler: (ctx, { body }) => createOrder(ctx, body),
  }),
  endpoint({
    ...read,
    path: "/admin/purchase-orders/{id}",
    operationId: "getPurchaseOrder",
    summary: "Get a purchase order",
    params: IdParams,
    response: PurchaseOrder,
    handler: (ctx, { params }) => getOrder(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/purchase-orders/{id}",
    operationId: "changePurchaseOrder",
    summary: "Change a draft of a purchase order",
    description: "`items` takes the place of all lines. What was submitted stays as it is.",
    params: IdParams,
    body: ChangePurchaseOrder,
    response: PurchaseOrder,
    handler: (ctx, { params, body }) => changeOrder(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    path: "/admin/purchase-orders/{id}/receipts",
    operationId: "listPurchaseOrderReceipts",
    summary: "List what arrived of a purchase order",
    params: IdParams,
    query: ReceiptQuery,
    response: PurchaseOrderReceiptPage,
    handler: (ctx, { params, query }) => listReceipts(ctx, { ...query, id: params.id }),
  }),
  ...stepRoutes,
  ...linkRoutes,
];
