import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import { endRunsFrom } from "../attempt-repo.ts";
import { passwordKeyOf } from "../attempts.ts";
import { endChallengesOf } from "../challenge-repo.ts";
import { voidLinksOf } from "../link-repo.ts";
import { assertGoodPassword, hashPassword } from "../passwords.ts";
import { endSessionsOf } from "../session-repo.ts";
import { type User, users } from "../tables.ts";

type NewPassword = {
  password: string;
  /** The business' verb, for the audit log. */
  action: string;
  /** The user's open sessions, and the one of them that stays. */
  sessions: readonly { id: string }[];
  except?: string;
  /** Written first. */
  parts?: Parts;
};

/**
 * Commits a new password for a loaded user. It ends the delays of wrong ones, the user's sessions, the log-ins and mailed links that wait, and a
 * mail tells the user, so that they learn of it when somebody else did it. 422 when the password is too weak.
 */
export async function setPassword(
  ctx: Ctx,
  user: User,
  { password, action, sessions, except, parts = [] }: NewPassword,
) {
  const { id, username, name, email } = user;
  const owner = { username, businessName: ctx.tenant.businessName, hasMfa: user.mfaEnabledAt !== null };
  await assertGoodPassword(password, owner, "new_password");

  const ended = sessions.filter((session) => session.id !== except);
  const part = users.change(ctx, user, {
    passwordHash: await hashPassword(ctx.env, password),
    passwordChangedAt: ctx.realNow,
  });
  return await commit(ctx, {
    parts: [
      ...parts,
      part,
      endRunsFrom(ctx, await passwordKeyOf(ctx, username)),
      voidLinksOf(ctx, id),
      endSessionsOf(ctx, id, except),
      endChallengesOf(ctx, id),
      email !== null && (await planMail(ctx, { to: email, template: "password-changed", data: { name } })),
    ],
    audit: { action, of: part, details: { sessions_ended: ended.length, ip: ctx.client.ip } },
    result: { sessionsEnded: ended.length },
  });
}
