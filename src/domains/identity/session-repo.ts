import { and, desc, eq, gt, isNull, ne, type SQL } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, named, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { sessions } from "#/db/tenant/tables.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { SESSION_DAYS } from "./rules.ts";
import { refreshTokens, userTable } from "./tables.ts";

export const insertSession = insertInto(sessions);
export const insertRefreshToken = insertInto(refreshTokens);

/** A session that was last used before this moment is over. */
export const usedSince = (ctx: Ctx): Instant => plusSeconds(ctx.realNow, -SESSION_DAYS.idle * 86_400);

export const isLive = (now: Instant | Slot<Instant>, since: Instant | Slot<Instant>) =>
  and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.lastUsedAt, since));

/** A refresh token, used or not, of a live session of an active user. */
export const liveRefreshToken = (ctx: Ctx, hash: string) => refreshTokenBy(ctx, hash, ctx.realNow, usedSince(ctx));
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
          userId: named(userTable.id, "user_id"),
          roles: userTable.roles,
          technicianId: userTable.technicianId,
        })
        .from(refreshTokens)
        .innerJoin(
          sessions,
          and(eq(sessions.tenantId, refreshTokens.tenantId), eq(sessions.id, refreshTokens.sessionId)),
        )
        .innerJoin(userTable, and(eq(userTable.tenantId, sessions.tenantId), eq(userTable.id, sessions.userId)))
        .where(
          and(
            eq(refreshTokens.tenantId, tenantId),
            eq(refreshTokens.hash, hash),
            isLive(now, since),
            eq(userTable.status, "active"),
          ),
        ),
    ),
);
export type RefreshToken = NonNullable<ReturnType<typeof liveRefreshToken>["_"]["result"]>;

/** Replaces a refresh token. Hits no row when it was used already. */
export const useRefreshToken = (ctx: Ctx, hash: string, successorSealed: string) =>
  q
    .update(refreshTokens)
    .set({ usedAt: ctx.realNow, successorSealed })
    .where(and(eq(refreshTokens.tenantId, ctx.tenant.id), eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt)));

const isOpen = (ctx: Ctx, id: string) =>
  and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.id, id), isNull(sessions.endedAt));

/** Notes that a session was used. `rotates` makes its refresh tokens rotate from now on; nothing ends that. */
export const touchSession = (ctx: Ctx, id: string, { rotates }: { rotates: boolean }) =>
  q
    .update(sessions)
    .set({ lastUsedAt: ctx.realNow, ...(rotates && { rotates }) })
    .where(isOpen(ctx, id));

/** Most sessions of one user that are listed. */
const MAX_LISTED = 100;

const liveOf = (ctx: Ctx, userId: number) =>
  and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.userId, userId), isLive(ctx.realNow, usedSince(ctx)));

/** The live sessions of a user, the latest used first. */
export const liveSessionsOf = (ctx: Ctx, userId: number) =>
  q.select().from(sessions).where(liveOf(ctx, userId)).orderBy(desc(sessions.lastUsedAt)).limit(MAX_LISTED);

/** The session, if it is a live one of this user. */
export const liveSessionOf = (ctx: Ctx, userId: number, id: string) =>
  first(
    q
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(liveOf(ctx, userId), eq(sessions.id, id))),
  );

const isOpenOf = (ctx: Ctx, userId: number | SQL) =>
  and(
    eq(sessions.tenantId, ctx.tenant.id),
    eq(sessions.userId, userId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, ctx.realNow),
  );

/** A user's sessions that have not ended. */
export const openSessionsOf = (ctx: Ctx, userId: number | SQL) =>
  q.select({ id: sessions.id }).from(sessions).where(isOpenOf(ctx, userId));

/** Hits no row when the session has ended already. */
export const closeSession = (ctx: Ctx, id: string): Part => ({
  writes: [q.update(sessions).set({ endedAt: ctx.realNow }).where(isOpen(ctx, id))],
  endsRights: true,
});

/** Ends all sessions of a customer's account. */
export const endSessionsOfAccount = (ctx: Ctx, portalAccountId: number): Part => ({
  writes: [
    q
      .update(sessions)
      .set({ endedAt: ctx.realNow })
      .where(and(isOpenOf(ctx, 0), eq(sessions.portalAccountId, portalAccountId))),
  ],
});

/** Ends all sessions of a user, or all but one. */
export const endSessionsOf = (ctx: Ctx, userId: number, except?: string): Part => ({
  writes: [
    q
      .update(sessions)
      .set({ endedAt: ctx.realNow })
      .where(and(isOpenOf(ctx, userId), except === undefined ? undefined : ne(sessions.id, except))),
  ],
  endsRights: true,
});
