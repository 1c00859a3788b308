import { userOf } from "#/actor.ts";
import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { type Challenge, challengeById, type User, users } from "#/domains/identity/index.ts";
import { isLive } from "./rules.ts";

/** The user who acts: signed in, or by a challenge. */
export const callerId = ({ actor }: Pick<Ctx, "actor">): number =>
  actor.kind === "challenge" ? actor.userId : userOf({ actor }).userId;

/** The user who acts, and the challenge where one admitted them. */
export const callerReads = (ctx: Ctx) => ({
  user: users.byId(ctx, callerId(ctx)),
  challenge: ctx.actor.kind === "challenge" ? challengeById(ctx, ctx.actor.challengeId) : undefined,
});

type Found = { user: User | undefined; challenge: Challenge | undefined };

/** The user whose log-in waits for this, with its challenge. 401 when it does not wait, or no longer. */
export function waiting({ realNow }: Pick<Ctx, "realNow">, { user, challenge }: Found, purpose: Challenge["purpose"]) {
  if (!user || challenge?.purpose !== purpose || !isLive(challenge, user, realNow)) throw invalidChallenge();
  return { user, challenge };
}

/** The user who enrols a second factor: signed in, or with a log-in that waits for it. */
export function enrollee(ctx: Ctx, found: Found): User {
  if (!found.user || ctx.actor.kind === "challenge") return waiting(ctx, found, "enroll").user;
  return found.user;
}
