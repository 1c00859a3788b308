import type { Ctx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS, signStaffToken } from "#/kernel/tokens.ts";
import { newDeviceToken } from "./attempts.ts";
import { holdUser } from "./repo.ts";
import { extraPermissions, isAdmin, SESSION_DAYS } from "./rules.ts";
import { insertRefreshToken, insertSession } from "./session-repo.ts";
import type { CustomRole, User } from "./tables.ts";

/** A fresh access token, as it goes into an answer. */
export async function accessToken(
  ctx: Ctx,
  session: { id: string; authTime: string },
  user: Pick<User, "id" | "roles" | "technicianId">,
  customRoles: readonly CustomRole[],
) {
  const token = await signStaffToken(ctx.env, {
    tenantId: ctx.tenant.id,
    userId: user.id,
    sessionId: session.id,
    technicianId: user.technicianId,
    roles: user.roles,
    extraPermissions: extraPermissions(user.roles, customRoles),
    authTime: Math.floor(Date.parse(session.authTime) / 1000),
    madeAt: Date.parse(ctx.realNow), // roles that change while this request is under way make the token stale
  });
  return { accessToken: token, tokenType: "Bearer" as const, expiresIn: ACCESS_TOKEN_SECONDS };
}

/** A fresh refresh token of a session, with its row. */
export async function newRefreshToken(ctx: Ctx, sessionId: string) {
  const refreshToken = `rt_${sessionId}_${randomSecret()}`;
  const write = insertRefreshToken({
    tenantId: ctx.tenant.id,
    hash: await sha256(refreshToken),
    sessionId,
    createdAt: ctx.realNow,
    usedAt: null,
    successorSealed: null,
  });
  return { refreshToken, write };
}

/** A new session for a user who has just proved who they are: a part of the caller's commit, with the answer to the user. */
export async function planSession(ctx: Ctx, user: User, customRoles: readonly CustomRole[]) {
  const id = newId("ses");
  const { refreshToken, write } = await newRefreshToken(ctx, id);
  const access = await accessToken(ctx, { id, authTime: ctx.realNow }, user, customRoles);
  const { username, name, roles, technicianId } = user;
  return {
    id,
    writes: [
      holdUser(ctx, user),
      must(changedMeanwhile("user", user.id, false)),
      insertSession({
        tenantId: ctx.tenant.id,
        id,
        userId: user.id,
        createdAt: ctx.realNow,
        lastUsedAt: ctx.realNow,
        expiresAt: plusSeconds(ctx.realNow, SESSION_DAYS.absolute * 86_400),
        endedAt: null,
        ip: ctx.client.ip,
        userAgent: ctx.client.userAgent,
        tokensValidFrom: null,
        rotates: false,
        portalAccountId: null,
      }),
      write,
    ],
    signedIn: {
      ...access,
      refreshToken,
      deviceToken: await newDeviceToken(ctx, username),
      user: { id: user.id, username, name, isAdmin: isAdmin(roles), roles, technicianId },
    },
  };
}
