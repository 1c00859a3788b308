import { and, eq, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { type Ctx, userOf } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { backupCodes, mfaChallenges, users } from "#/db/tenant/schema/identity.ts";
import type { Instant } from "#/kernel/time.ts";
import { findUser } from "../repo.ts";
import { MAX_FAILURES } from "./rules.ts";

export type Challenge = typeof mfaChallenges.$inferSelect;

export const insertChallenge = insertInto(mfaChallenges);

export const findChallenge = prepared((tenantId: Slot<string>, id: Slot<string>) =>
  first(
    q
      .select()
      .from(mfaChallenges)
      .where(and(eq(mfaChallenges.tenantId, tenantId), eq(mfaChallenges.id, id))),
  ),
);

/** The user who acts: signed in, or by a challenge. */
export const callerId = (ctx: Ctx): number => (ctx.actor.kind === "challenge" ? ctx.actor.userId : userOf(ctx).userId);

/** The user who acts, and his challenge where that is what admitted him. */
export const callerReads = (ctx: Ctx) =>
  [
    findUser(ctx, callerId(ctx)),
    findChallenge(ctx, ctx.actor.kind === "challenge" ? ctx.actor.challengeId : "none"),
  ] as const;

/** Still answerable when the write happens: of two requests that both found it so, one wins. */
const liveChallenge = (ctx: Ctx, id: string) =>
  and(
    eq(mfaChallenges.tenantId, ctx.tenant.id),
    eq(mfaChallenges.id, id),
    isNull(mfaChallenges.usedAt),
    lt(mfaChallenges.failures, MAX_FAILURES),
    gt(mfaChallenges.expiresAt, ctx.now),
  );

export const useChallenge = (ctx: Ctx, id: string) =>
  q.update(mfaChallenges).set({ usedAt: ctx.now }).where(liveChallenge(ctx, id));

export const countFailure = (ctx: Ctx, id: string) =>
  q
    .update(mfaChallenges)
    .set({ failures: sql`${mfaChallenges.failures} + 1` })
    .where(liveChallenge(ctx, id));

/** The code mailed before, if any, is worthless from here on. */
export const keepEmailCode = (ctx: Ctx, id: string, hash: string, expiresAt: Instant) =>
  q.update(mfaChallenges).set({ emailCodeHash: hash, emailCodeExpiresAt: expiresAt }).where(liveChallenge(ctx, id));

/** Log-ins that nobody finished; what became of each is in the audit log. */
export const forgetExpiredChallenges = (ctx: Ctx) =>
  q.delete(mfaChallenges).where(and(eq(mfaChallenges.tenantId, ctx.tenant.id), lte(mfaChallenges.expiresAt, ctx.now)));

const user = (ctx: Ctx, id: number) => and(eq(users.tenantId, ctx.tenant.id), eq(users.id, id));
const changed = (ctx: Ctx) => ({ updatedAt: ctx.now, version: sql`${users.version} + 1` });

/** A secret that waits for its first code; one that is in force stays so. */
export const keepPendingSecret = (ctx: Ctx, userId: number, sealed: string) =>
  q.update(users).set({ totpPending: sealed }).where(user(ctx, userId));

/** Puts the pending secret in force, as long as it is the one whose code was checked. */
export const enableTotp = (ctx: Ctx, userId: number, { pending, step }: { pending: string; step: number }) =>
  q
    .update(users)
    .set({ totpSealed: pending, totpPending: null, totpLastStep: step, mfaEnabledAt: ctx.now, ...changed(ctx) })
    .where(and(user(ctx, userId), eq(users.totpPending, pending)));

export const disableTotp = (ctx: Ctx, userId: number) =>
  q
    .update(users)
    .set({ totpSealed: null, totpPending: null, totpLastStep: null, mfaEnabledAt: null, ...changed(ctx) })
    .where(and(user(ctx, userId), isNotNull(users.mfaEnabledAt)));

/** Of two uses of one code only the first finds its step unused. */
export const useStep = (ctx: Ctx, userId: number, step: number) =>
  q
    .update(users)
    .set({ totpLastStep: step })
    .where(
      and(
        user(ctx, userId),
        isNotNull(users.mfaEnabledAt),
        or(isNull(users.totpLastStep), lt(users.totpLastStep, step)),
      ),
    );

const codesOf = (ctx: Ctx, userId: number) =>
  and(eq(backupCodes.tenantId, ctx.tenant.id), eq(backupCodes.userId, userId));

export const unusedBackupCodes = (ctx: Ctx, userId: number) =>
  q
    .select({ hash: backupCodes.hash })
    .from(backupCodes)
    .where(and(codesOf(ctx, userId), isNull(backupCodes.usedAt)));

export const useBackupCode = (ctx: Ctx, userId: number, hash: string) =>
  q
    .update(backupCodes)
    .set({ usedAt: ctx.now })
    .where(and(codesOf(ctx, userId), eq(backupCodes.hash, hash), isNull(backupCodes.usedAt)));

export const deleteBackupCodes = (ctx: Ctx, userId: number) => q.delete(backupCodes).where(codesOf(ctx, userId));

export const insertBackupCodes = (ctx: Ctx, userId: number, hashes: readonly string[]) =>
  q.insert(backupCodes).values(hashes.map((hash) => ({ tenantId: ctx.tenant.id, userId, hash, usedAt: null })));

/** For a guard: the user has a second factor at the moment of the write. */
export const touchEnrolled = (ctx: Ctx, userId: number) =>
  q
    .update(users)
    .set(changed(ctx))
    .where(and(user(ctx, userId), isNotNull(users.mfaEnabledAt)));
