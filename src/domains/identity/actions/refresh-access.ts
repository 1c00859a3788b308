import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { settingsOf } from "#/domains/settings/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badRefreshToken, reusedRefreshToken, tenantHeaderMissing } from "../errors.ts";
import { extraPermissions } from "../roles/repo.ts";
import { GRACE_SECONDS, sessionOfRefreshToken } from "../rules.ts";
import { endSession, findRefreshToken, type RefreshToken, touchSession, useRefreshToken } from "../session-repo.ts";
import { accessToken, newRefreshToken, tellBoard } from "../sessions.ts";
import { signInReads } from "../sign-in.ts";

type Access = Awaited<ReturnType<typeof accessToken>>;
type Refreshed = Access & { refreshToken?: string };

/**
 * A new access token for a live session. The refresh token stays usable, as the spec's clients expect, until the client or the business
 * asks for rotation: from then on each one works once, and one that is used again ends the session, since it is in two hands.
 */
export async function refreshAccess(
  open: OpenCtx,
  { refreshToken, rotate = false }: { refreshToken: string; rotate?: boolean },
): Promise<Refreshed> {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
  if (!tenant || !sessionOfRefreshToken(refreshToken)) throw badRefreshToken();

  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const hash = await sha256(refreshToken);
  const [token, organization, customRoles] = await load(ctx, [findRefreshToken(ctx, hash), ...signInReads(ctx)]);
  if (!token) throw badRefreshToken();

  const user = { id: token.userId, roles: token.roles, technicianId: token.technicianId };
  const session = { id: token.sessionId, authTime: token.signedInAt };
  const access = await accessToken(ctx, session, user, extraPermissions(token.roles, customRoles));
  if (token.usedAt !== null) return await useAgain(ctx, token, access);
  if (rotate || token.rotates || settingsOf(organization).requireRefreshRotation)
    return await replace(ctx, token, access);
  return await commit(ctx, {
    writes: [touchSession(ctx, token.sessionId, false), must(badRefreshToken())],
    audit: { action: "refresh", entity: "session", id: token.sessionId },
    result: access,
  });
}

const placeOf = (ctx: Ctx, { hash }: RefreshToken): string => `refresh ${ctx.tenant.id} ${hash}`;

/** Gives the token its successor. Of two that try at the same moment one does; the other gets the same successor. */
async function replace(ctx: Ctx, token: RefreshToken, access: Access): Promise<Refreshed> {
  const { refreshToken, write } = await newRefreshToken(ctx, token.sessionId);
  const sealed = await seal(ctx.env, placeOf(ctx, token), refreshToken);
  const usedMeanwhile = new AppError("conflict", "auth.token_used_meanwhile", "The refresh token was just replaced.");
  try {
    return await commit(ctx, {
      writes: [
        useRefreshToken(ctx, token.hash, sealed),
        must(usedMeanwhile),
        write,
        touchSession(ctx, token.sessionId, true),
        must(badRefreshToken()),
      ],
      audit: { action: "refresh", entity: "session", id: token.sessionId, changes: { rotated: true } },
      result: { ...access, refreshToken },
    });
  } catch (error) {
    if (error !== usedMeanwhile) throw error;
    const [used] = await load(ctx, [findRefreshToken(ctx, token.hash)]);
    if (!used) throw badRefreshToken();
    return await useAgain(ctx, used, access);
  }
}

/** A token that was replaced before: the same answer again within the grace, the end of the session after it. */
async function useAgain(ctx: Ctx, token: RefreshToken, access: Access): Promise<Refreshed> {
  const { usedAt, successorSealed, sessionId } = token;
  if (usedAt !== null && successorSealed !== null && ctx.now <= plusSeconds(usedAt, GRACE_SECONDS))
    return { ...access, refreshToken: await unseal(ctx.env, placeOf(ctx, token), successorSealed) };
  await commit(ctx, {
    writes: [endSession(ctx, sessionId)],
    audit: {
      action: "refresh_token_reused",
      entity: "session",
      id: sessionId,
      changes: { user_id: token.userId, ip: ctx.client.ip },
    },
    result: null,
  });
  tellBoard(ctx, [{ id: sessionId }]);
  throw reusedRefreshToken();
}
