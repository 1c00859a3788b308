import { directoryAccess, type StrangerCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongCredentials } from "../errors.ts";
import { hashPassword, isPassword, isWeakHash } from "../passwords.ts";
import { confirmPassword, userByName } from "../repo.ts";
import { isLocked } from "../rules.ts";
import { completeSignIn, signInReads } from "../sign-in.ts";
import { refusePassword } from "./refuse-password.ts";

/**
 * Signs a user in by name and password. A wrong password, a locked, a deactivated and an unknown user and an unknown business get one answer
 * after the same work; not even a Retry-After tells that there is an account to wait for.
 */
export async function logIn(stranger: StrangerCtx, { username, password }: { username: string; password: string }) {
  const { business: ctx } = stranger;
  if (!ctx) {
    await isPassword(stranger.env, password, undefined);
    await findTenant(directoryAccess(stranger), stranger.namedTenant ?? ""); // as many trips as where there is one
    throw wrongCredentials();
  }
  const { user, ...found } = await load(ctx, { user: userByName(ctx, username), ...signInReads(ctx) });

  const proved = await isPassword(ctx.env, password, user?.passwordHash);
  if (!user || !proved || user.status !== "active" || isLocked(user, ctx.now))
    return await refusePassword(ctx, { username, user, refusal: wrongCredentials() });
  const { passwordHash } = user;
  const hash = isWeakHash(passwordHash) ? await hashPassword(ctx.env, password) : passwordHash;
  const parts = [confirmPassword(ctx, user, hash), must(wrongCredentials())];
  return await completeSignIn(ctx, { user, ...found, by: "password", parts });
}
