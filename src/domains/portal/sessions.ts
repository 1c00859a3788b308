import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { type Customer, holdCustomer, theOne } from "#/domains/customers/index.ts";
import { insertSession, newRefreshToken, SESSION_DAYS } from "#/domains/identity/index.ts";
import type { AppError } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS, signCustomerToken } from "#/kernel/tokens.ts";
import { presentAccount } from "./present.ts";
import { noteSignIn } from "./repo.ts";
import type { PortalAccount } from "./tables.ts";

/** A fresh access token of a session, as it goes into an answer. */
export const accessOf = async (ctx: Ctx, accountId: number, sessionId: string) => ({
  accessToken: await signCustomerToken(ctx.env, { tenantId: ctx.tenant.id, accountId, sessionId }),
  tokenType: "Bearer" as const,
  expiresIn: ACCESS_TOKEN_SECONDS,
});

type SignIn = {
  account: PortalAccount;
  /** The customers who have this e-mail address. */
  owners: readonly Customer[];
  /** How they proved who they are, for the audit log. */
  by: string;
  change?: Parameters<typeof noteSignIn>[2];
  condition?: Parameters<typeof noteSignIn>[3];
  /** Where the account is no longer what it was. */
  refusal: AppError;
  /** Written with it. */
  parts?: Parts;
};

/**
 * Signs a customer in, whose e-mail address is confirmed by now. An account that opens no record yet is linked to the one customer who has this
 * address; where several have it, staff must say which, by an invitation.
 */
export async function signIn(ctx: Ctx, { account, owners, by, change, condition, refusal, parts = [] }: SignIn) {
  const id = newId("ses");
  const { refreshToken, write } = await newRefreshToken(ctx, id);
  const found = account.customerId === null ? theOne([...owners]) : undefined;
  const customerId = account.customerId ?? found?.id ?? null;
  const now = { ...account, ...change, customerId };
  return await commit(ctx, {
    parts: [
      noteSignIn(ctx, account, { ...change, ...(found && { customerId }) }, condition),
      must(refusal),
      ...parts,
      ...(found ? holdCustomer(ctx, found.id) : []),
      insertSession({
        tenantId: ctx.tenant.id,
        ...{ id, userId: 0, portalAccountId: account.id },
        ...{ createdAt: ctx.realNow, lastUsedAt: ctx.realNow, endedAt: null },
        expiresAt: plusSeconds(ctx.realNow, SESSION_DAYS.absolute * 86_400),
        ...{ ip: ctx.client.ip, userAgent: ctx.client.userAgent, tokensValidFrom: null, rotates: true },
      }),
      write,
    ],
    audit: {
      action: "log_in",
      entity: "portal_account",
      id: account.id,
      details: { by, session: id, ip: ctx.client.ip, ...(found && { linked_to: found.id }) },
    },
    result: { ...(await accessOf(ctx, account.id, id)), refreshToken, customer: presentAccount(ctx, now) },
  });
}
