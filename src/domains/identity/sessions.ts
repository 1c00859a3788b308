import type { Ctx } from "#/ctx.ts";
import { type Commit, must } from "#/db/tenant/commit.ts";
import { revokeOnBoard } from "#/durable-objects/stubs.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS, signStaffToken } from "#/kernel/tokens.ts";
import { holdUser, type User } from "./repo.ts";
import { isAdmin, SESSION_DAYS } from "./rules.ts";
import { insertRefreshToken, insertSession } from "./session-repo.ts";

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
    madeAt: Date.parse(ctx.now), // roles that change while this request is under way make the token stale
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
    createdAt: ctx.now,
    usedAt: null,
    successorSealed: null,
  });
  return { refreshToken, write };
}

/** A new session for a user who has just proved who he is: the rows to write, and what to tell him. */
export async function planSession(ctx: Ctx, user: User, extraPermissions: readonly string[]) {
  const id = newId("ses");
  const { refreshToken, write } = await newRefreshToken(ctx, id);
  const writes: Commit<never>["writes"] = [
    holdUser(ctx, user),
    must(changedMeanwhile("user", user.id, false)),
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
    write,
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

/** To be called after the commit that ended these sessions: their live streams end too, and no position is taken from them. */
export const tellBoard = (ctx: Ctx, ended: readonly { id: string }[]): void => {
  if (ended.length > 0)
    ctx.background(
      revokeOnBoard(
        ctx.env,
        ctx.tenant.id,
        ended.map(({ id }) => id),
      ),
    );
};
