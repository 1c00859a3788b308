import { refusedPage } from "#/domains/documents/index.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { answerPage, pageResponse } from "#/http/page.ts";
import { z } from "#/kernel/fields.ts";
import { noteLook, openOrder } from "./actions/open-order.ts";
import { orderPage } from "./page.ts";
import { pdfOf } from "./pdf.ts";

const TokenParams = z.object({
  token: z
    .string()
    .max(200)
    .openapi({ param: { name: "token", in: "path" } }),
});
const TITLE = "This order cannot be shown";
const open = { by: "anyone", method: "get", params: TokenParams } as const;

/** What a supplier sees of an order, by the link that came with it. */
export const linkRoutes = [
  rawEndpoint({
    ...open,
    path: "/o/{token}",
    operationId: "showPurchaseOrder",
    summary: "Show a purchase order to the supplier, by the link that they got",
    description:
      "A page, at `/o/{token}` outside the API. The link ends after 90 days, and when the order is cancelled.",
    contentType: "text/html; charset=utf-8",
    example: "<!doctype html><title>Purchase order PO-42</title>",
    handler: (context, { params: { token } }, c) =>
      answerPage(
        c.req.raw,
        async (nonce) => {
          const { ctx, hash, shown } = await openOrder(context, token);
          if (c.req.method === "GET") context.afterAnswer(() => noteLook(ctx, hash));
          return pageResponse(orderPage(ctx, shown, token, nonce), nonce);
        },
        refusedPage(context, token, TITLE),
      ),
  }),
  rawEndpoint({
    ...open,
    path: "/o/{token}/pdf",
    operationId: "downloadPurchaseOrder",
    summary: "Download a purchase order as PDF, by the link that the supplier got",
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: (context, { params: { token } }, c) =>
      answerPage(
        c.req.raw,
        async () => {
          const { ctx, shown } = await openOrder(context, token);
          return pdfAnswer(await pdfOf(ctx, shown), { "Cache-Control": "no-store" });
        },
        refusedPage(context, token, TITLE),
      ),
  }),
];
