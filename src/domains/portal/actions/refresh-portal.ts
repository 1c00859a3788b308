import { customerOf } from "#/actor.ts";
import type { Ctx, StrangerCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { badRefreshToken, closeSession, rotate, sessionOfRefreshToken } from "#/domains/identity/index.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { liveTokenOfAccount } from "../repo.ts";
import { accessOf } from "../sessions.ts";

/** A new access token and a new refresh token. Each refresh token works once; one that is used again later ends the session, since two hold it. */
export async function refresh({ business: ctx }: StrangerCtx, refreshToken: string) {
  if (!ctx || !sessionOfRefreshToken(refreshToken)) throw badRefreshToken();
  const hash = await sha256(refreshToken);
  const held = async () => {
    const { token } = await load(ctx, { token: liveTokenOfAccount(ctx, hash) });
    return token && { ...token, whose: { portal_account_id: token.accountId } };
  };
  const token = await held();
  if (!token) throw badRefreshToken();
  return await rotate(ctx, token, await accessOf(ctx, token.accountId, token.sessionId), held);
}

/** Ends the caller's session: its access tokens and its refresh token. */
export async function logOut(ctx: Ctx) {
  const { sessionId, accountId } = customerOf(ctx);
  await load(ctx, {});
  return await commit(ctx, {
    parts: [...closeSession(ctx, sessionId).writes, must(sessionEnded())],
    audit: { action: "log_out", entity: "portal_account", id: accountId, details: { session: sessionId } },
    result: { sessionsEnded: 1 },
  });
}
