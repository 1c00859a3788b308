import { and, eq, gt, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import type { Instant } from "#/kernel/time.ts";
import { MAX_WRONG_CODES } from "./rules.ts";
import { mfaChallenges } from "./tables.ts";

export type Challenge = typeof mfaChallenges.$inferSelect;

export const insertChallenge = insertInto(mfaChallenges);

export const challengeById = prepared((tenantId: Slot<string>, id: Slot<string>) =>
  first(
    q
      .select()
      .from(mfaChallenges)
      .where(and(eq(mfaChallenges.tenantId, tenantId), eq(mfaChallenges.id, id))),
  ),
);

/** Still answerable when the write happens: of two requests that both found it so, one wins. */
const isLive = (ctx: Ctx, id: string) =>
  and(
    eq(mfaChallenges.tenantId, ctx.tenant.id),
    eq(mfaChallenges.id, id),
    isNull(mfaChallenges.usedAt),
    lt(mfaChallenges.failures, MAX_WRONG_CODES),
    gt(mfaChallenges.expiresAt, ctx.realNow),
  );

/** Uses the challenge up. Hits no row when it is no longer live, or where the condition does not hold. */
export const useChallenge = (ctx: Ctx, id: string, condition?: SQL) =>
  q
    .update(mfaChallenges)
    .set({ usedAt: ctx.realNow })
    .where(and(isLive(ctx, id), condition));

export const countWrongCode = (ctx: Ctx, id: string) =>
  q
    .update(mfaChallenges)
    .set({ failures: sql`${mfaChallenges.failures} + 1` })
    .where(isLive(ctx, id));

/** Replaces the code that was mailed before, if any. */
export const keepEmailCode = (ctx: Ctx, id: string, hash: string, expiresAt: Instant) =>
  q.update(mfaChallenges).set({ emailCodeHash: hash, emailCodeExpiresAt: expiresAt }).where(isLive(ctx, id));

/** Drops log-ins that nobody finished; the audit log says what became of each. */
export const dropExpiredChallenges = (ctx: Ctx) =>
  q
    .delete(mfaChallenges)
    .where(and(eq(mfaChallenges.tenantId, ctx.tenant.id), lte(mfaChallenges.expiresAt, ctx.realNow)));

/** Ends the user's log-ins that wait for a second factor: they began with a password that is no longer the user's. */
export const endChallengesOf = (ctx: Ctx, userId: number) =>
  q
    .update(mfaChallenges)
    .set({ usedAt: ctx.realNow })
    .where(
      and(eq(mfaChallenges.tenantId, ctx.tenant.id), eq(mfaChallenges.userId, userId), isNull(mfaChallenges.usedAt)),
    );
