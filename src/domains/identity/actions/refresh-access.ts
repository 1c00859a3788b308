import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badRefreshToken, tenantHeaderMissing } from "../errors.ts";
import { findLiveSession, touchSession } from "../repo.ts";
import { allCustomRoles, extraPermissions } from "../roles/repo.ts";
import { SESSION_DAYS, sessionOfRefreshToken } from "../rules.ts";
import { accessToken } from "../sessions.ts";

/** A new access token for a live session. The refresh token stays usable, as the spec's clients expect. */
export async function refreshAccess(open: OpenCtx, { refreshToken }: { refreshToken: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
  if (!tenant || !sessionOfRefreshToken(refreshToken)) throw badRefreshToken();

  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const usedSince = plusSeconds(ctx.now, -SESSION_DAYS.idle * 86_400);
  const [session, customRoles] = await load(ctx, [
    findLiveSession(ctx, await sha256(refreshToken), usedSince),
    allCustomRoles(ctx),
  ]);
  if (!session) throw badRefreshToken();

  const { sessionId, signedInAt, userId, roles, technicianId } = session;
  const user = { id: userId, roles, technicianId };
  const extra = extraPermissions(roles, customRoles);
  const result = await accessToken(ctx, { id: sessionId, authTime: signedInAt }, user, extra);
  return await commit(ctx, {
    writes: [touchSession(ctx, sessionId), must(badRefreshToken())],
    audit: { action: "refresh", entity: "session", id: sessionId },
    result,
  });
}
