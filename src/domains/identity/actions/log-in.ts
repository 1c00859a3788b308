import { directoryAccess, type StrangerCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { attemptIn, endRuns, mayTry } from "../attempt-repo.ts";
import { runsOfLogIn } from "../attempts.ts";
import { wrongCredentials } from "../errors.ts";
import { hashPassword, isOutdated, isPassword } from "../passwords.ts";
import { confirmPassword, userByName } from "../repo.ts";
import { delayEnd } from "../rules.ts";
import { completeSignIn, signInReads } from "../sign-in.ts";
import { refusePassword } from "./refuse-password.ts";

type Attempt = { username: string; password: string; deviceToken?: string | undefined };

/**
 * Signs a user in by name and password. A wrong password, a delayed attempt, a deactivated and an unknown user and an unknown business get one
 * answer after the same work; not even a Retry-After tells that there is an account to wait for.
 */
export async function logIn(stranger: StrangerCtx, { username, password, deviceToken }: Attempt) {
  const { business: ctx } = stranger;
  if (!ctx) {
    await isPassword(stranger.env, password, undefined);
    await findTenant(directoryAccess(stranger), stranger.namedTenant ?? ""); // as many trips as where there is one
    throw wrongCredentials();
  }
  const runs = await runsOfLogIn(ctx, { username, deviceToken });
  const [own, strangers] = runs;
  const { user, ownAttempt, strangersAttempt, ...found } = await load(ctx, {
    user: userByName(ctx, username),
    ownAttempt: attemptIn(ctx, own),
    strangersAttempt: strangers && attemptIn(ctx, strangers),
    ...signInReads(ctx),
  });

  const proved = await isPassword(ctx.env, password, user?.passwordHash);
  const isDelayed = delayEnd([ownAttempt, strangersAttempt], ctx.realNow) !== null;
  if (!user || !proved || user.status !== "active" || isDelayed)
    return await refusePassword(ctx, { runs, user, refusal: wrongCredentials() });
  const { passwordHash } = user;
  const hash = isOutdated(ctx.env, passwordHash) ? await hashPassword(ctx.env, password) : passwordHash;
  const parts = [
    confirmPassword(ctx, user, hash, mayTry(ctx, ...runs)),
    must(wrongCredentials()),
    endRuns(ctx, ...runs),
  ];
  return await completeSignIn(ctx, { user, ...found, by: "password", parts });
}
