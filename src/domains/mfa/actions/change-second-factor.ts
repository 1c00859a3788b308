import type { Ctx } from "#/ctx.ts";
import { type Commit, commit } from "#/db/tenant/commit.ts";
import { endSessionsOf, type User } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";

type Change<R> = Pick<Commit<R>, "parts" | "result"> & {
  user: User;
  /** The user's sessions until now. */
  sessions: readonly { id: string }[];
  /** The business' verb, for the audit log. */
  action: string;
  notice?: "mfa-enabled" | "mfa-disabled";
};

/** Commits a change of how a user proves who they are: their other sessions end with it, on the live board too, and a mail tells them. */
export async function changeSecondFactor<R>(ctx: Ctx, change: Change<R>): Promise<R> {
  const { user, sessions, action, notice, parts, result } = change;
  const own = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  const { id, email, name } = user;
  const ended = sessions.filter((session) => session.id !== own);
  return await commit(ctx, {
    parts: [
      endSessionsOf(ctx, id, own),
      ...parts,
      notice !== undefined && email !== null && (await planMail(ctx, { to: email, template: notice, data: { name } })),
    ],
    audit: { action, entity: "user", id, details: { sessions_ended: ended.length } },
    result,
  });
}
