import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { samePassword, wrongOldPassword } from "../errors.ts";
import { isPassword } from "../passwords.ts";
import { isLocked } from "../rules.ts";
import { openSessionsOf } from "../session-repo.ts";
import { users } from "../tables.ts";
import { refusePassword } from "./refuse-password.ts";
import { setPassword } from "./set-password.ts";

/** Gives the caller, who knows the old one, a new password. All their other sessions end. */
export async function changePassword(
  ctx: Ctx,
  { oldPassword, newPassword }: { oldPassword: string; newPassword: string },
) {
  const { userId, sessionId } = userOf(ctx);
  const { user, sessions } = await load(ctx, { user: users.one(ctx, userId), sessions: openSessionsOf(ctx, userId) });

  const proved = await isPassword(ctx.env, oldPassword, user.passwordHash);
  if (!proved || isLocked(user, ctx.now))
    return await refusePassword(ctx, { username: user.username, user, refusal: wrongOldPassword() });
  if (newPassword.normalize("NFKC") === oldPassword.normalize("NFKC")) throw samePassword();

  const change = { action: "change_password", password: newPassword, sessions, except: sessionId };
  return await setPassword(ctx, user, change);
}
