import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { acceptReferral } from "./actions/accept-referral.ts";
import { declineReferral } from "./actions/decline-referral.ts";
import { setParticipation } from "./actions/set-participation.ts";
import { setSale } from "./actions/set-sale.ts";
import { listOffered } from "./offered-repo.ts";
import {
  DeclineReferral,
  OfferedReferral,
  OfferedReferralPage,
  OfferedReferralQuery,
  ReferralParticipation,
  ReferralSummary,
  SetReferralParticipation,
  SetReferralSale,
} from "./offered-schemas.ts";
import { readParticipation, readSummary } from "./participation.ts";
import { offered } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/referrals",
    operationId: "listReferrals",
    summary: "List referrals that the business was offered",
    by: "user",
    permission: "referrals:read",
    query: OfferedReferralQuery,
    response: OfferedReferralPage,
    handler: (ctx, { query }) => listOffered(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/referrals/participation",
    operationId: "getReferralParticipation",
    summary: "Get how the business takes part in the referral network",
    by: "user",
    permission: "referrals:read",
    response: ReferralParticipation,
    handler: readParticipation,
  }),
  endpoint({
    method: "put",
    path: "/admin/referrals/participation",
    operationId: "setReferralParticipation",
    summary: "Set how the business takes part in the referral network",
    description:
      "Referrals are offered by sector, place, room of the day, and a score of nearness, acceptance, room and turn. Offers that are open stay open.",
    by: "user",
    permission: "referrals:write",
    body: SetReferralParticipation,
    response: ReferralParticipation,
    handler: (ctx, { body }) => setParticipation(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/referrals/summary",
    operationId: "getReferralSummary",
    summary: "Get counts of referrals, and the fees that the business owes and receives",
    by: "user",
    permission: "referrals:read",
    response: ReferralSummary,
    handler: readSummary,
  }),
  endpoint({
    method: "get",
    path: "/admin/referrals/{id}",
    operationId: "getReferral",
    summary: "Get a referral that the business was offered",
    by: "user",
    permission: "referrals:read",
    params: IdParams,
    response: OfferedReferral,
    handler: (ctx, { params }) => offered.get(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/referrals/{id}/accept",
    operationId: "acceptReferral",
    summary: "Accept a referral: its lead and its job are made",
    description:
      "Possible until `expires_at`, and once: of two at the same time one gets 409. A homeowner whose phone or email address the business knows is that customer; otherwise a customer is added. The fee is owed when the job is completed, and goes back in part or whole as its sale is refunded.",
    by: "user",
    permission: "referrals:write",
    params: IdParams,
    response: OfferedReferral,
    handler: (ctx, { params }) => acceptReferral(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/referrals/{id}/decline",
    operationId: "declineReferral",
    summary: "Decline a referral: the next business is asked",
    by: "user",
    permission: "referrals:write",
    params: IdParams,
    body: DeclineReferral,
    response: OfferedReferral,
    handler: (ctx, { params, body }) => declineReferral(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "put",
    path: "/admin/referrals/{id}/sale",
    operationId: "setReferralSale",
    summary: "Set the sale of an accepted referral",
    description:
      "Without this it is the first sale to the customer of the referral after it was accepted. Its payment makes the referral PAID; a refund takes the fee back.",
    by: "user",
    permission: "referrals:write",
    params: IdParams,
    body: SetReferralSale,
    response: OfferedReferral,
    handler: (ctx, { params, body }) => setSale(ctx, { id: params.id, ...body }),
  }),
];
