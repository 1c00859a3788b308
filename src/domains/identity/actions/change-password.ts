import { type Ctx, userOf } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { changedMeanwhile, notFound } from "#/kernel/errors.ts";
import { samePassword, wrongOldPassword } from "../errors.ts";
import { setPassword } from "../password-repo.ts";
import { assertGoodPassword, hashPassword, isPassword } from "../passwords.ts";
import { findUser } from "../repo.ts";
import { isLocked } from "../rules.ts";
import { endChallengesOf, endSessionsOf, openSessionIds } from "../session-repo.ts";
import { tellBoard } from "../sessions.ts";
import { voidLinksOf } from "../users/repo.ts";
import { noteWrongPassword } from "./note-wrong-password.ts";
import { planPasswordMail } from "./plan-password-mail.ts";

/** Gives the caller a new password, when he knows the old one. All his other sessions end. */
export async function changePassword(
  ctx: Ctx,
  { oldPassword, newPassword }: { oldPassword: string; newPassword: string },
) {
  const { userId, sessionId } = userOf(ctx);
  const [user, open] = await load(ctx, [findUser(ctx, userId), openSessionIds(ctx, userId)]);
  if (!user) throw notFound("user", userId);

  const proved = await isPassword(ctx.env, oldPassword, user.passwordHash);
  if (!proved || isLocked(user, ctx.now)) {
    await noteWrongPassword(ctx, { username: user.username, user, refusal: wrongOldPassword() });
    throw wrongOldPassword();
  }
  if (newPassword.normalize("NFKC") === oldPassword.normalize("NFKC")) throw samePassword();
  const owner = {
    username: user.username,
    businessName: ctx.tenant.businessName,
    hasMfa: user.mfaEnabledAt !== null,
  };
  await assertGoodPassword(newPassword, owner, "new_password");

  const others = open.filter(({ id }) => id !== sessionId);
  const result = await commit(ctx, {
    writes: [
      setPassword(ctx, user, await hashPassword(ctx.env, newPassword)),
      must(changedMeanwhile("user", userId, false)),
      voidLinksOf(ctx, userId),
      endSessionsOf(ctx, userId, sessionId),
      endChallengesOf(ctx, userId),
      ...(await planPasswordMail(ctx, user)),
    ],
    announce: true,
    audit: {
      action: "change_password",
      entity: "user",
      id: userId,
      changes: { sessions_ended: others.length, ip: ctx.client.ip },
    },
    result: { sessionsEnded: others.length },
  });
  tellBoard(ctx, others);
  return result;
}
