import type { StrangerCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { settingsOf } from "#/domains/organization/index.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { badRefreshToken } from "../errors.ts";
import { rotate as rotateToken } from "../rotation.ts";
import { sessionOfRefreshToken } from "../rules.ts";
import { liveRefreshToken, type RefreshToken, touchSession } from "../session-repo.ts";
import { accessToken } from "../sessions.ts";
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
  const rotates = rotate || token.rotates || settingsOf(found.organization).requireRefreshRotation;
  if (rotates || token.usedAt !== null)
    return await rotateToken(ctx, held(token), access, async () => {
      const { used } = await load(ctx, { used: liveRefreshToken(ctx, hash) });
      return used && held(used);
    });
  return await commit(ctx, {
    parts: [touchSession(ctx, token.sessionId, { rotates: false }), must(badRefreshToken())],
    audit: { action: "refresh", entity: "session", id: token.sessionId },
    result: access,
  });
}

const held = (token: RefreshToken) => ({ ...token, whose: { user_id: token.userId } });
