import type { Ctx, StrangerCtx } from "#/ctx.ts";
import { commit, record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { settingsOf } from "#/domains/organization/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badRefreshToken, reusedRefreshToken } from "../errors.ts";
import { GRACE_SECONDS, sessionOfRefreshToken } from "../rules.ts";
import { closeSession, liveRefreshToken, type RefreshToken, touchSession, useRefreshToken } from "../session-repo.ts";
import { accessToken, newRefreshToken } from "../sessions.ts";
import { signInReads } from "../sign-in.ts";

type Access = Awaited<ReturnType<typeof accessToken>>;
type Refreshed = Access & { refreshToken?: string };

/**
 * A new access token for a live session. The refresh token stays usable, as the spec's clients expect, until the client or the business
 * asks for rotation: from then on each one works once, and one that is used again ends the session, since two hold it.
 */
export async function refreshAccess(
  { business: ctx }: StrangerCtx,
  { refreshToken, rotate = false }: { refreshToken: string; rotate?: boolean },
): Promise<Refreshed> {
  if (!ctx || !sessionOfRefreshToken(refreshToken)) throw badRefreshToken();
  const hash = await sha256(refreshToken);
  const { token, ...found } = await load(ctx, { token: liveRefreshToken(ctx, hash), ...signInReads(ctx) });
  if (!token) throw badRefreshToken();

  const session = { id: token.sessionId, authTime: token.signedInAt };
  const access = await accessToken(ctx, session, { ...token, id: token.userId }, found.customRoles);
  if (token.usedAt !== null) return await useAgain(ctx, token, access);
  const rotates = rotate || token.rotates || settingsOf(found.organization).requireRefreshRotation;
  if (rotates) return await replace(ctx, token, access);
  return await commit(ctx, {
    parts: [touchSession(ctx, token.sessionId, { rotates: false }), must(badRefreshToken())],
    audit: { action: "refresh", entity: "session", id: token.sessionId },
    result: access,
  });
}

const placeOf = (ctx: Ctx, { hash }: RefreshToken): string => sealedFor.refresh(ctx.tenant.id, hash);

/** Gives the token its successor. Of two that try at the same moment one does; the other gets the same successor. */
async function replace(ctx: Ctx, token: RefreshToken, access: Access): Promise<Refreshed> {
  const { refreshToken, write } = await newRefreshToken(ctx, token.sessionId);
  const sealed = await seal(ctx.env, placeOf(ctx, token), refreshToken);
  const usedMeanwhile = new AppError("conflict", "auth.token_used_meanwhile", "The refresh token was just replaced.");
  try {
    return await commit(ctx, {
      parts: [
        useRefreshToken(ctx, token.hash, sealed),
        must(usedMeanwhile),
        write,
        touchSession(ctx, token.sessionId, { rotates: true }),
        must(badRefreshToken()),
      ],
      audit: { action: "refresh", entity: "session", id: token.sessionId, details: { rotated: true } },
      result: { ...access, refreshToken },
    });
  } catch (error) {
    if (error !== usedMeanwhile) throw error;
    const { used } = await load(ctx, { used: liveRefreshToken(ctx, token.hash) });
    if (!used) throw badRefreshToken();
    return await useAgain(ctx, used, access);
  }
}

/** A token that was replaced before: the same answer again within the grace, the end of the session after it. */
async function useAgain(ctx: Ctx, token: RefreshToken, access: Access): Promise<Refreshed> {
  const { usedAt, successorSealed, sessionId } = token;
  if (usedAt !== null && successorSealed !== null && ctx.realNow <= plusSeconds(usedAt, GRACE_SECONDS))
    return { ...access, refreshToken: await unseal(ctx.env, placeOf(ctx, token), successorSealed) };
  const details = { user_id: token.userId, ip: ctx.client.ip };
  await record(ctx, {
    parts: [closeSession(ctx, sessionId)],
    audit: { action: "refresh_token_reused", entity: "session", id: sessionId, details },
  });
  throw reusedRefreshToken();
}
