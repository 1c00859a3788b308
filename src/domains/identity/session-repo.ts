import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, named, q } from "#/db/tenant/client.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { mfaChallenges, refreshTokens, sessions, users } from "#/db/tenant/schema/identity.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { SESSION_DAYS } from "./rules.ts";

export type Session = typeof sessions.$inferSelect;

export const insertSession = insertInto(sessions);
export const insertRefreshToken = insertInto(refreshTokens);

/** A session that was last used before this moment is over. */
const usedSince = (ctx: Ctx): Instant => plusSeconds(ctx.now, -SESSION_DAYS.idle * 86_400);

const isLive = (now: Instant | Slot<Instant>, since: Instant | Slot<Instant>) =>
  and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.lastUsedAt, since));

/** A refresh token, used or not, of a live session of an active user. */
export const findRefreshToken = (ctx: Ctx, hash: string) => refreshTokenBy(ctx, hash, ctx.now, usedSince(ctx));
const refreshTokenBy = prepared(
  (tenantId: Slot<string>, hash: Slot<string>, now: Slot<Instant>, since: Slot<Instant>) =>
    first(
      q
        .select({
          hash: refreshTokens.hash,
          usedAt: refreshTokens.usedAt,
          successorSealed: refreshTokens.successorSealed,
          sessionId: named(sessions.id, "session_id"),
          signedInAt: named(sessions.createdAt, "signed_in_at"),
          rotates: sessions.rotates,
          userId: named(users.id, "user_id"),
          roles: users.roles,
          technicianId: users.technicianId,
        })
        .from(refreshTokens)
        .innerJoin(
          sessions,
          and(eq(sessions.tenantId, refreshTokens.tenantId), eq(sessions.id, refreshTokens.sessionId)),
        )
        .innerJoin(users, and(eq(users.tenantId, sessions.tenantId), eq(users.id, sessions.userId)))
        .where(
          and(
            eq(refreshTokens.tenantId, tenantId),
            eq(refreshTokens.hash, hash),
            isLive(now, since),
            eq(users.status, "active"),
          ),
        ),
    ),
);
export type RefreshToken = NonNullable<ReturnType<typeof findRefreshToken>["_"]["result"]>;

/** Replaces a refresh token, if nobody has used it yet. */
export const useRefreshToken = (ctx: Ctx, hash: string, successorSealed: string) =>
  q
    .update(refreshTokens)
    .set({ usedAt: ctx.now, successorSealed })
    .where(and(eq(refreshTokens.tenantId, ctx.tenant.id), eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt)));

/** Notes that a session was used and, if so, that its refresh tokens rotate from now on: never that they no longer do. */
export const touchSession = (ctx: Ctx, sessionId: string, rotates: boolean) =>
  q
    .update(sessions)
    .set({ lastUsedAt: ctx.now, ...(rotates && { rotates }) })
    .where(and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.id, sessionId), isNull(sessions.endedAt)));

/** Most sessions of one user that are listed. */
const MAX_LISTED = 100;

/** The live sessions of a user, the latest used first. */
export const listSessions = (ctx: Ctx, userId: number) =>
  q
    .select()
    .from(sessions)
    .where(and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.userId, userId), isLive(ctx.now, usedSince(ctx))))
    .orderBy(desc(sessions.lastUsedAt))
    .limit(MAX_LISTED);

export const findOwnSession = (ctx: Ctx, userId: number, id: string) =>
  first(
    q
      .select({ id: sessions.id })
      .from(sessions)
      .where(
        and(
          eq(sessions.tenantId, ctx.tenant.id),
          eq(sessions.id, id),
          eq(sessions.userId, userId),
          isLive(ctx.now, usedSince(ctx)),
        ),
      ),
  );

/** The ids of a user's sessions that have not ended: the live board is to be told of them. */
export const openSessionIds = (ctx: Ctx, userId: number) =>
  q
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.tenantId, ctx.tenant.id),
        eq(sessions.userId, userId),
        gt(sessions.expiresAt, ctx.now),
        isNull(sessions.endedAt),
      ),
    );

export const endSession = (ctx: Ctx, id: string) =>
  q
    .update(sessions)
    .set({ endedAt: ctx.now })
    .where(and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.id, id), isNull(sessions.endedAt)));

/** Ends all sessions of a user, or all but one. */
export const endSessionsOf = (ctx: Ctx, userId: number, except?: string) =>
  q
    .update(sessions)
    .set({ endedAt: ctx.now })
    .where(
      and(
        eq(sessions.tenantId, ctx.tenant.id),
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    );

/** Log-ins of the user that wait for a second factor: they were begun with a password that is no longer his. */
export const endChallengesOf = (ctx: Ctx, userId: number) =>
  q
    .update(mfaChallenges)
    .set({ usedAt: ctx.now })
    .where(
      and(eq(mfaChallenges.tenantId, ctx.tenant.id), eq(mfaChallenges.userId, userId), isNull(mfaChallenges.usedAt)),
    );
