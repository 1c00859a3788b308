import { endpoint } from "#/http/endpoint.ts";
import {
  OwnStatementQuery,
  ReferralFees,
  ReferralStatement,
  SetReferralFees,
  StatementQuery,
} from "./offered-schemas.ts";
import { listTiers, setTiers } from "./participation-repo.ts";
import { statementOf } from "./statements.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/open/statement",
    operationId: "getOpenStatement",
    summary: "Get what your key's referrals have earned in a month",
    description: "No money is moved: a claw-back belongs to the month in which it was made.",
    by: "referrer",
    query: OwnStatementQuery,
    response: ReferralStatement,
    handler: (ctx, { query }) => statementOf(ctx, ctx.referrer.keyId, query.month),
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-fees",
    operationId: "listReferralFees",
    summary: "List the fees of the referral network by sector",
    by: "platform",
    response: ReferralFees,
    handler: async (ctx) => ({ tiers: await listTiers(ctx) }),
  }),
  endpoint({
    method: "put",
    path: "/platform/referral-fees",
    operationId: "setReferralFees",
    summary: "Set the fees of the referral network by sector",
    description:
      "A sector that is not named has that of General, or none. Offers keep the fee with which they were made.",
    by: "platform",
    body: SetReferralFees,
    response: ReferralFees,
    handler: async (ctx, { body }) => {
      await setTiers(ctx, body.tiers, `admin:${ctx.admin.id}`);
      return { tiers: await listTiers(ctx) };
    },
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-statements",
    operationId: "getReferralStatement",
    summary: "Get what a referrer has earned in a month",
    description: "`referrer` is the id of a key, a company or a person. No money is moved.",
    by: "platform",
    query: StatementQuery,
    response: ReferralStatement,
    handler: (ctx, { query }) => statementOf(ctx, query.referrer, query.month),
  }),
];
