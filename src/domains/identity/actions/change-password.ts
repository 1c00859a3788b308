import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { attemptIn, endRuns, mayTry } from "../attempt-repo.ts";
import { runOfSession } from "../attempts.ts";
import { samePassword, wrongOldPassword } from "../errors.ts";
import { isPassword } from "../passwords.ts";
import { confirmPassword } from "../repo.ts";
import { delayEnd } from "../rules.ts";
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
  const run = runOfSession(sessionId);
  const { user, sessions, attempt } = await load(ctx, {
    user: users.one(ctx, userId),
    sessions: openSessionsOf(ctx, userId),
    attempt: attemptIn(ctx, run),
  });

  const proved = await isPassword(ctx.env, oldPassword, user.passwordHash);
  if (!proved || delayEnd([attempt], ctx.realNow) !== null)
    return await refusePassword(ctx, { runs: [run], user, refusal: wrongOldPassword() });
  if (newPassword.normalize("NFKC") === oldPassword.normalize("NFKC")) throw samePassword();

  const parts = [
    confirmPassword(ctx, user, user.passwordHash, mayTry(ctx, run)),
    must(wrongOldPassword()),
    endRuns(ctx, run),
  ];
  const change = { action: "change_password", password: newPassword, sessions, except: sessionId, parts };
  return await setPassword(ctx, user, change);
}
