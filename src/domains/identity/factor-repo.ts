import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { userTable } from "./tables.ts";

// The user's second factor. The mfa domain decides what becomes of it.

const isUser = (ctx: Ctx, id: number) => and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.id, id));
const isEnrolled = (ctx: Ctx, id: number) => and(isUser(ctx, id), isNotNull(userTable.mfaEnabledAt));

/** Keeps a secret until its first code comes; the secret in force stays. */
export const keepPendingSecret = (ctx: Ctx, userId: number, sealed: string) =>
  q.update(userTable).set({ totpPending: sealed }).where(isUser(ctx, userId));

/** Puts the pending secret in force. Hits no row when it is no longer the one whose code was checked. */
export const enableTotp = (ctx: Ctx, userId: number, { pending, step }: { pending: string; step: number }) =>
  q
    .update(userTable)
    .set({
      totpSealed: pending,
      totpPending: null,
      totpLastStep: step,
      mfaEnabledAt: ctx.realNow,
      ...touched(ctx, userTable),
    })
    .where(and(isUser(ctx, userId), eq(userTable.totpPending, pending)));

/** Hits no row when the user has no second factor. */
export const disableTotp = (ctx: Ctx, userId: number) =>
  q
    .update(userTable)
    .set({ totpSealed: null, totpPending: null, totpLastStep: null, mfaEnabledAt: null, ...touched(ctx, userTable) })
    .where(isEnrolled(ctx, userId));

/** Of two uses of one code only the first finds its step unused. */
export const useStep = (ctx: Ctx, userId: number, step: number) =>
  q
    .update(userTable)
    .set({ totpLastStep: step })
    .where(and(isEnrolled(ctx, userId), or(isNull(userTable.totpLastStep), lt(userTable.totpLastStep, step))));

/** Marks the user as changed. Hits no row when the user has no second factor. */
export const touchEnrolled = (ctx: Ctx, userId: number) =>
  q.update(userTable).set(touched(ctx, userTable)).where(isEnrolled(ctx, userId));
