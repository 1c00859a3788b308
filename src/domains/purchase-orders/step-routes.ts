import { pdfAnswer } from "#/http/attachment.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { receiveOrder } from "./actions/receive-order.ts";
import { sendOrder } from "./actions/send-order.ts";
import { approveOrder, cancelOrder, closeOrder, submitOrder } from "./actions/step-order.ts";
import { orderPdf } from "./pdf.ts";
import { CancelPurchaseOrder, ReceivePurchaseOrder, SendPurchaseOrder } from "./request-schemas.ts";
import { PurchaseOrder, ReceivedOrder } from "./schemas.ts";

const step = { by: "user", permission: "purchase-orders:write", method: "post", params: IdParams } as const;

/** How an order goes on. A step that its state does not allow is refused with what the state does allow. */
export const stepRoutes = [
  endpoint({
    ...step,
    path: "/admin/purchase-orders/{id}/submit",
    operationId: "submitPurchaseOrder",
    summary: "Submit a draft of a purchase order for approval",
    description: "From here on its parts are on order, so nothing reorders them.",
    response: PurchaseOrder,
    handler: (ctx, { params }) => submitOrder(ctx, params.id),
  }),
  endpoint({
    ...step,
    permission: "purchase-orders:approve",
    path: "/admin/purchase-orders/{id}/approve",
    operationId: "approvePurchaseOrder",
    summary: "Approve a purchase order",
    response: PurchaseOrder,
    handler: (ctx, { params }) => approveOrder(ctx, params.id),
  }),
  endpoint({
    ...step,
    path: "/admin/purchase-orders/{id}/send",
    operationId: "sendPurchaseOrder",
    summary: "Send a purchase order to the supplier",
    description:
      "By mail, with all its lines. The first time it gets its date, and where nobody has said when it is expected, the supplier's lead time says it. One that was sent is mailed again, as it is.",
    body: SendPurchaseOrder,
    response: PurchaseOrder,
    handler: (ctx, { params, body }) => sendOrder(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...step,
    path: "/admin/purchase-orders/{id}/receive",
    operationId: "receivePurchaseOrder",
    summary: "Receive a delivery of a purchase order",
    description:
      "Order, receipt and stock change in one commit. Stock is worth what was really paid: the cost of the delivery with its share of freight and duty. More than was ordered is refused, unless `over_receipt_tolerance_bps` of the organization allows it.",
    body: ReceivePurchaseOrder,
    response: ReceivedOrder,
    status: 201,
    handler: (ctx, { params, body }) => receiveOrder(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...step,
    path: "/admin/purchase-orders/{id}/close",
    operationId: "closePurchaseOrder",
    summary: "Close a purchase order of which all has arrived",
    response: PurchaseOrder,
    handler: (ctx, { params }) => closeOrder(ctx, params.id),
  }),
  endpoint({
    ...step,
    path: "/admin/purchase-orders/{id}/cancel",
    operationId: "cancelPurchaseOrder",
    summary: "Cancel what has not arrived of a purchase order",
    description: "One of which something arrived keeps that, and is closed.",
    body: CancelPurchaseOrder,
    response: PurchaseOrder,
    handler: (ctx, { params, body }) => cancelOrder(ctx, { ...body, id: params.id }),
  }),
  rawEndpoint({
    by: "user",
    permission: "purchase-orders:read",
    method: "get",
    path: "/admin/purchase-orders/{id}/pdf",
    operationId: "getPurchaseOrderPdf",
    summary: "Get a purchase order as PDF",
    params: IdParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: async (ctx, { params }) => pdfAnswer(await orderPdf(ctx, params.id)),
  }),
];
