import type { OpenCtx } from "#/ctx.ts";
import { refusedPage } from "#/domains/documents/index.ts";
import { takesPayments } from "#/domains/reconciliation/index.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { answerPage, pageResponse } from "#/http/page.ts";
import { z } from "#/kernel/fields.ts";
import { noteLook, openInvoice } from "./actions/open-invoice.ts";
import { payByCheckout } from "./actions/pay-online.ts";
import { invoicePage } from "./page.ts";
import { pdfOf } from "./pdf.ts";

const TokenParams = z.object({
  token: z
    .string()
    .max(200)
    .openapi({ param: { name: "token", in: "path" } }),
});
const PAGE = { contentType: "text/html; charset=utf-8", example: "<!doctype html><title>Invoice INV-42</title>" };

const asPage = (open: OpenCtx, token: string, request: Request, work: (nonce: string) => Promise<Response>) =>
  answerPage(request, work, refusedPage(open, token, "This invoice cannot be shown"));

export const routes = [
  rawEndpoint({
    by: "anyone",
    method: "get",
    path: "/i/{token}",
    operationId: "showInvoice",
    summary: "Show an invoice to a customer, by the link that they got",
    description:
      "A page, at `/i/{token}` outside the API. The link ends after 14 days, and when the invoice is void. The first look is told by `invoice.viewed`.",
    params: TokenParams,
    query: z.object({ paid: z.enum(["1"]).optional() }),
    ...PAGE,
    handler: (open, { params: { token }, query }, c) =>
      asPage(open, token, c.req.raw, async (nonce) => {
        const { ctx, hash, invoice, organization, account } = await openInvoice(open, token);
        if (c.req.method === "GET") open.afterAnswer(() => noteLook(ctx, hash, invoice));
        const page = invoicePage(ctx, invoice, organization, {
          ...{ token, nonce, paysOnline: takesPayments(account), paid: query.paid !== undefined },
        });
        return pageResponse(page, nonce);
      }),
  }),
  rawEndpoint({
    by: "anyone",
    method: "post",
    path: "/i/{token}/pay",
    operationId: "payInvoiceOnline",
    summary: "Pay an invoice online, by the link that the customer got",
    description:
      "The form of the page posts here. Sends the customer on to Stripe Checkout for all that is due; Stripe's webhook settles the invoice.",
    params: TokenParams,
    ...PAGE,
    handler: (open, { params: { token } }, c) =>
      asPage(open, token, c.req.raw, async () => {
        const { ctx, invoice, account } = await openInvoice(open, token);
        const page = `${ctx.env.PUBLIC_URL}/i/${token}`;
        const url = await payByCheckout(ctx, { invoice, account }, { successUrl: `${page}?paid=1`, cancelUrl: page });
        return new Response(null, { status: 303, headers: { location: url, "cache-control": "no-store" } });
      }),
  }),
  rawEndpoint({
    by: "anyone",
    method: "get",
    path: "/i/{token}/pdf",
    operationId: "downloadInvoice",
    summary: "Download an invoice as PDF, by the link that the customer got",
    params: TokenParams,
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: (open, { params: { token } }, c) =>
      asPage(open, token, c.req.raw, async () => {
        const { ctx, invoice, organization } = await openInvoice(open, token);
        return pdfAnswer(await pdfOf(ctx, invoice, organization), { "Cache-Control": "no-store" });
      }),
  }),
];
