import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { acceptEstimate } from "./actions/accept-estimate.ts";
import { convertEstimate } from "./actions/convert-estimate.ts";
import { declineEstimate } from "./actions/decline-estimate.ts";
import { reviseEstimate } from "./actions/revise-estimate.ts";
import { sendEstimate } from "./actions/send-estimate.ts";
import { SendEstimate, SentEstimate } from "./request-schemas.ts";
import { Estimate } from "./schemas.ts";
import { AcceptEstimate, ConvertEstimate, DeclineEstimate, EstimateConversion } from "./step-schemas.ts";

const write = { by: "user", permission: "estimates:write", method: "post", params: IdParams } as const;

/** How an estimate goes on, by the office. */
export const stepRoutes = [
  endpoint({
    ...write,
    path: "/admin/estimates/{id}/send",
    operationId: "sendEstimate",
    summary: "Send an estimate to the customer",
    description:
      "By mail with a link to its page, where they accept or decline. A draft gets its number and never changes from then on. One that waits for an answer is sent again, with one more link. Whoever has `url` can answer: it is shown this once.",
    body: SendEstimate,
    response: SentEstimate,
    showsSecret: true,
    handler: (ctx, { params, body }) => sendEstimate(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    path: "/admin/estimates/{id}/revise",
    operationId: "reviseEstimate",
    summary: "Begin another version of an estimate",
    description:
      "Of one that was sent, declined or has expired: a draft that says the same, to be changed and sent under the same number. The earlier version is kept, and its link says that there is a newer one. What was accepted stays as it is.",
    response: Estimate,
    handler: (ctx, { params }) => reviseEstimate(ctx, params.id),
  }),
  endpoint({
    ...write,
    path: "/admin/estimates/{id}/accept",
    operationId: "acceptEstimate",
    summary: "Accept an estimate for the customer",
    description:
      "For a customer who said yes by phone or on paper: it is recorded as done by you. `option` is required where there are several.",
    body: AcceptEstimate,
    response: Estimate,
    handler: (ctx, { params, body: { name, signature = null, note, ...body } }) =>
      acceptEstimate(ctx, { ...body, id: params.id }, { name, signature, note, onBehalf: true }),
  }),
  endpoint({
    ...write,
    path: "/admin/estimates/{id}/decline",
    operationId: "declineEstimate",
    summary: "Decline an estimate for the customer",
    body: DeclineEstimate,
    response: Estimate,
    handler: (ctx, { params, body }) => declineEstimate(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    path: "/admin/estimates/{id}/convert",
    operationId: "convertEstimate",
    summary: "Convert an accepted estimate to a job, a sale or an invoice",
    description:
      "Each once: the same call again makes nothing, and answers with 200 what was made. The sale is of one item at the whole price, with its commission; the invoice comes to what was accepted, to the cent.",
    body: ConvertEstimate,
    response: EstimateConversion,
    status: 201,
    wasThere: ({ repeated }) => repeated,
    handler: (ctx, { params, body }) => convertEstimate(ctx, { ...body, id: params.id }),
  }),
];
