import { technicianOf } from "#/domains/technicians/index.ts";
import { pdfAnswer } from "#/http/attachment.ts";
import { rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { assertOwn } from "./own.ts";
import { estimatePdf } from "./pdf.ts";

const pdf = { method: "get", params: IdParams, contentType: "application/pdf", example: "%PDF-1.3" } as const;

export const pdfRoutes = [
  rawEndpoint({
    ...pdf,
    by: "user",
    permission: "estimates:read",
    path: "/admin/estimates/{id}/pdf",
    operationId: "getEstimatePdf",
    summary: "Get an estimate as PDF",
    handler: async (ctx, { params }) => pdfAnswer(await estimatePdf(ctx, params.id)),
  }),
  rawEndpoint({
    ...pdf,
    by: "user",
    permission: "estimates:own",
    path: "/tech/estimates/{id}/pdf",
    operationId: "getOwnEstimatePdf",
    summary: "Get an estimate that you made as PDF",
    handler: async (ctx, { params }) => pdfAnswer(await estimatePdf(ctx, params.id, assertOwn(technicianOf(ctx)))),
  }),
];
