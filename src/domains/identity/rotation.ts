import type { Ctx } from "#/ctx.ts";
import { commit, record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { AppError } from "#/kernel/errors.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badRefreshToken, reusedRefreshToken } from "./errors.ts";
import { GRACE_SECONDS } from "./rules.ts";
import { closeSession, type RefreshToken, touchSession, useRefreshToken } from "./session-repo.ts";
import { newRefreshToken } from "./sessions.ts";

/** A refresh token of a live session, of a user or of a customer. `whose` goes into the audit log. */
export type HeldToken = Pick<RefreshToken, "hash" | "usedAt" | "successorSealed" | "sessionId"> & {
  whose: Record<string, number>;
};
/** Reads the token again, after another request has used it. */
type Again = () => Promise<HeldToken | undefined>;

/** A token that was used before gives the same answer again within the grace, and ends its session after it; one that was not gets a successor. */
export const rotate = async <A extends object>(ctx: Ctx, token: HeldToken, access: A, again: Again) =>
  token.usedAt === null ? await replace(ctx, token, access, again) : await useAgain(ctx, token, access);

const placeOf = (ctx: Ctx, { hash }: HeldToken): string => sealedFor.refresh(ctx.tenant.id, hash);

/** Gives the token its successor. Of two that try at the same moment one does; the other gets the same successor. */
async function replace<A extends object>(ctx: Ctx, token: HeldToken, access: A, again: Again) {
  const { refreshToken, write } = await newRefreshToken(ctx, token.sessionId);
  const sealed = await seal(ctx.env, placeOf(ctx, token), refreshToken);
  const usedMeanwhile = new AppError("conflict", "auth.token_used_meanwhile", "The refresh token was just replaced.");
  try {
    return await commit(ctx, {
      parts: [
        useRefreshToken(ctx, token.hash, sealed),
        must(usedMeanwhile),
        write,
        touchSession(ctx, token.sessionId, { rotates: true }),
        must(badRefreshToken()),
      ],
      audit: { action: "refresh", entity: "session", id: token.sessionId, details: { rotated: true } },
      result: { ...access, refreshToken },
    });
  } catch (error) {
    if (error !== usedMeanwhile) throw error;
    const used = await again();
    if (!used) throw badRefreshToken();
    return await useAgain(ctx, used, access);
  }
}

async function useAgain<A extends object>(ctx: Ctx, token: HeldToken, access: A) {
  const { usedAt, successorSealed, sessionId } = token;
  if (usedAt !== null && successorSealed !== null && ctx.realNow <= plusSeconds(usedAt, GRACE_SECONDS))
    return { ...access, refreshToken: await unseal(ctx.env, placeOf(ctx, token), successorSealed) };
  const details = { ...token.whose, ip: ctx.client.ip };
  await record(ctx, {
    parts: [closeSession(ctx, sessionId)],
    audit: { action: "refresh_token_reused", entity: "session", id: sessionId, details },
  });
  throw reusedRefreshToken();
}
