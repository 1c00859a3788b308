import type { OpenCtx } from "#/ctx.ts";
import { refusedPage } from "#/domains/documents/index.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { answerPage, pageResponse } from "#/http/page.ts";
import { z } from "#/kernel/fields.ts";
import { acceptOnline, countView, declineOnline, openLink } from "./online.ts";
import { estimatePage } from "./page.ts";
import { pdfOf } from "./view.ts";

const LinkParams = z.object({
  token: z
    .string()
    .max(100)
    .openapi({ param: { name: "token", in: "path" } }),
});
const Picking = z.object({
  option: z.string().max(40).optional().openapi({ description: "the option that is chosen so far" }),
  with: z
    .string()
    .max(3)
    .optional()
    .openapi({ description: "an optional line that is chosen so far; may come several times" }),
});
const html = { contentType: "text/html; charset=utf-8", example: "<!doctype html>" } as const;
const link = { by: "anyone", params: LinkParams } as const;

const asPage = (open: OpenCtx, token: string, request: Request, work: (nonce: string) => Promise<Response>) =>
  answerPage(request, work, refusedPage(open, token, "This estimate cannot be shown"));

/** The customer's browser comes to look; programs that look ahead, and those that test links, say otherwise or nothing. */
const isLook = (request: Request): boolean =>
  request.method === "GET" &&
  request.headers.get("sec-fetch-dest") === "document" &&
  !/prefetch|prerender/.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

const back = (token: string): Response => new Response(null, { status: 303, headers: { location: `/e/${token}` } });

/** The pages by which customers answer, at `/e/...`: whoever has the link may. GET and HEAD change nothing but the count of views. */
export const onlineRoutes = [
  rawEndpoint({
    ...link,
    ...html,
    method: "get",
    path: "/e/{token}",
    operationId: "openEstimate",
    summary: "Open the page of an estimate",
    description: "For the customer who got the link, at `/e/{token}`. It works without a script.",
    query: Picking,
    repeatable: ["with"],
    handler: (open, { params: { token }, query: { option } }, c) =>
      asPage(open, token, c.req.raw, async (nonce) => {
        const { ctx, opened } = await openLink(open, token);
        if (isLook(c.req.raw) && option === undefined) countView(ctx, opened);
        const lines = (c.req.queries("with") ?? []).map(Number);
        return pageResponse(estimatePage(ctx, opened, { option, lines }, nonce), nonce);
      }),
  }),
  rawEndpoint({
    ...link,
    ...html,
    method: "post",
    path: "/e/{token}/accept",
    operationId: "acceptEstimateOnline",
    summary: "Accept an estimate by the form of its page",
    description: "Takes the fields of the form: `name`, `option`, `with`, `total_cents` and `drawn`.",
    limit: "auth",
    handler: (open, { params: { token } }, c) =>
      asPage(open, token, c.req.raw, async (nonce) => {
        const { ctx, opened } = await openLink(open, token);
        const refused = await acceptOnline(ctx, opened, await c.req.parseBody({ all: true }), nonce);
        return refused ? pageResponse(refused.page, nonce, refused.status) : back(token);
      }),
  }),
  rawEndpoint({
    ...link,
    ...html,
    method: "post",
    path: "/e/{token}/decline",
    operationId: "declineEstimateOnline",
    summary: "Decline an estimate by the form of its page",
    description: "Takes the field of the form: `reason`.",
    limit: "auth",
    handler: (open, { params: { token } }, c) =>
      asPage(open, token, c.req.raw, async (nonce) => {
        const { ctx, opened } = await openLink(open, token);
        const refused = await declineOnline(ctx, opened, await c.req.parseBody(), nonce);
        return refused ? pageResponse(refused.page, nonce, refused.status) : back(token);
      }),
  }),
  rawEndpoint({
    ...link,
    method: "get",
    path: "/e/{token}/pdf",
    operationId: "openEstimatePdf",
    summary: "Get the PDF of an estimate by its link",
    contentType: "application/pdf",
    example: "%PDF-1.3",
    handler: (open, { params: { token } }, c) =>
      asPage(open, token, c.req.raw, async () => {
        const { ctx, opened } = await openLink(open, token);
        return pdfAnswer(await pdfOf(ctx, opened.estimate, opened), { "Cache-Control": "no-store" });
      }),
  }),
];
