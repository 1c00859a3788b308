import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { customerNamed } from "#/domains/customers/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams, type z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { InviteCustomer, PortalAccount, PortalAccounts } from "./account-schemas.ts";
import { closeAccount, inviteCustomer } from "./actions/invite-customer.ts";
import { answerReview } from "./actions/review-job.ts";
import { presentForStaff, presentReview } from "./present.ts";
import { accountsOfCustomer } from "./repo.ts";
import { AnswerReview, Review, ReviewPage, ReviewQuery } from "./schemas.ts";
import { reviews } from "./tables.ts";

const reads = { by: "user", permission: "customers:read", method: "get" } as const;
const writes = { by: "user", permission: "customers:write" } as const;

async function listReviews(ctx: Ctx, { technicianId, ...input }: Inside<z.output<typeof ReviewQuery>>) {
  const page = await reviews.list(ctx, input, { equals: { technicianId } });
  return { ...page, items: page.items.map(presentReview) };
}

async function listAccounts(ctx: Ctx, id: number) {
  const { found } = await read(ctx, { customer: customerNamed(ctx, id), found: accountsOfCustomer(ctx, id) });
  return { items: found.map(presentForStaff) };
}

export const routes = [
  endpoint({
    ...reads,
    path: "/admin/customers/{id}/portal-accounts",
    operationId: "listPortalAccounts",
    summary: "List the portal accounts that open a customer's record",
    description: "There are few: one for each address of the record.",
    params: IdParams,
    response: PortalAccounts,
    handler: (ctx, { params }) => listAccounts(ctx, params.id),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/customers/{id}/portal-invite",
    operationId: "inviteToPortal",
    status: 201,
    summary: "Invite a customer to the portal",
    description:
      "Mails a link to an address of the customer's record. Whoever opens it has shown that the address is theirs, and sees this record. Opens a closed account again; another invitation sends another link.",
    params: IdParams,
    body: InviteCustomer,
    response: PortalAccount,
    handler: (ctx, { params, body }) => inviteCustomer(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/portal-accounts/{id}/close",
    operationId: "closePortalAccount",
    summary: "Close a portal account",
    description: "Its sessions and links end at once. An invitation opens it again.",
    params: IdParams,
    response: PortalAccount,
    handler: (ctx, { params }) => closeAccount(ctx, params.id),
  }),
  endpoint({
    ...reads,
    path: "/admin/reviews",
    operationId: "listReviews",
    summary: "List reviews, newest first",
    query: ReviewQuery,
    response: ReviewPage,
    handler: (ctx, { query }) => listReviews(ctx, query),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/reviews/{id}",
    operationId: "answerReview",
    summary: "Answer a review, or hide it",
    params: IdParams,
    body: AnswerReview,
    response: Review,
    handler: (ctx, { params, body }) => answerReview(ctx, { ...body, id: params.id }),
  }),
];
