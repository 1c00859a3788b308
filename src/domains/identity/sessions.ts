import type { Ctx } from "#/ctx.ts";
import type { Statement } from "#/db/tenant/client.ts";
import { newId } from "#/kernel/ids.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS, signStaffToken } from "#/kernel/tokens.ts";
import { insertRefreshToken, insertSession, type User } from "./repo.ts";
import { isAdmin, SESSION_DAYS } from "./rules.ts";

type SessionUser = Pick<User, "id" | "roles" | "technicianId">;

/** A fresh access token, as it goes into an answer. */
export async function accessToken(
  ctx: Ctx,
  session: { id: string; authTime: string },
  user: SessionUser,
  extraPermissions: readonly string[],
) {
  const token = await signStaffToken(ctx.env, {
    tenantId: ctx.tenant.id,
    userId: user.id,
    sessionId: session.id,
    technicianId: user.technicianId,
    roles: user.roles,
    extraPermissions,
    authTime: Math.floor(Date.parse(session.authTime) / 1000),
  });
  return { accessToken: token, tokenType: "Bearer" as const, expiresIn: ACCESS_TOKEN_SECONDS };
}

/** A new session for a user who has just proved who he is: the rows to write, and what to tell him. */
export async function planSession(ctx: Ctx, user: User, extraPermissions: readonly string[]) {
  const id = newId("ses");
  const refreshToken = `rt_${id}_${randomSecret()}`;
  const writes: Statement[] = [
    insertSession({
      tenantId: ctx.tenant.id,
      id,
      userId: user.id,
      createdAt: ctx.now,
      lastUsedAt: ctx.now,
      expiresAt: plusSeconds(ctx.now, SESSION_DAYS.absolute * 86_400),
      endedAt: null,
      ip: ctx.client.ip,
      userAgent: ctx.client.userAgent,
      tokensValidFrom: null,
      rotates: false,
    }),
    insertRefreshToken({
      tenantId: ctx.tenant.id,
      hash: await sha256(refreshToken),
      sessionId: id,
      createdAt: ctx.now,
      usedAt: null,
      successorSealed: null,
    }),
  ];
  const access = await accessToken(ctx, { id, authTime: ctx.now }, user, extraPermissions);
  const { username, name, roles, technicianId } = user;
  return {
    id,
    writes,
    signedIn: {
      ...access,
      refreshToken,
      user: { id: user.id, username, name, isAdmin: isAdmin(roles), roles, technicianId },
    },
  };
}
