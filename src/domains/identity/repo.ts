import { and, eq, gt, isNull } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, named, q } from "#/db/tenant/client.ts";
import { refreshTokens, sessions, users } from "#/db/tenant/schema/identity.ts";
import type { Instant } from "#/kernel/time.ts";
import { usernameKey } from "./rules.ts";

export type User = typeof users.$inferSelect;
export type Session = typeof sessions.$inferSelect;

export const findUserByName = (ctx: Ctx, username: string) =>
  first(
    q
      .select()
      .from(users)
      .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.usernameKey, usernameKey(username)))),
  );

export const insertUser = (user: User) => q.insert(users).values(user);

/** A session that is neither over nor forgotten, with its active user, by the hash of a refresh token. */
export const findLiveSession = (ctx: Ctx, refreshHash: string, usedSince: Instant) =>
  first(
    q
      .select({
        sessionId: sessions.id,
        signedInAt: sessions.createdAt,
        userId: named(users.id, "user_id"),
        roles: users.roles,
        technicianId: users.technicianId,
      })
      .from(refreshTokens)
      .innerJoin(sessions, and(eq(sessions.tenantId, refreshTokens.tenantId), eq(sessions.id, refreshTokens.sessionId)))
      .innerJoin(users, and(eq(users.tenantId, sessions.tenantId), eq(users.id, sessions.userId)))
      .where(
        and(
          eq(refreshTokens.tenantId, ctx.tenant.id),
          eq(refreshTokens.hash, refreshHash),
          isNull(sessions.endedAt),
          gt(sessions.expiresAt, ctx.now),
          gt(sessions.lastUsedAt, usedSince),
          eq(users.status, "active"),
        ),
      ),
  );

export const insertSession = (session: Session) => q.insert(sessions).values(session);
export const insertRefreshToken = (token: typeof refreshTokens.$inferSelect) => q.insert(refreshTokens).values(token);

export const touchSession = (ctx: Ctx, sessionId: string) =>
  q
    .update(sessions)
    .set({ lastUsedAt: ctx.now })
    .where(and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.id, sessionId), isNull(sessions.endedAt)));
