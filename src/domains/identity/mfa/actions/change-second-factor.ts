import type { Ctx } from "#/ctx.ts";
import { type Commit, commit } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import { revokeOnBoard } from "#/durable-objects/stubs.ts";
import type { User } from "../../repo.ts";
import { endSessionsOf } from "../../session-repo.ts";

type Change<R> = Pick<Commit<R>, "writes" | "result"> & {
  user: User;
  /** His sessions until now. */
  sessions: readonly { id: string }[];
  /** The business' verb, for the audit log. */
  action: string;
  notice?: "mfa-enabled" | "mfa-disabled";
};

/** Commits a change of how a user proves who he is: his other sessions end with it, on the live board too, and a mail tells him. */
export async function changeSecondFactor<R>(ctx: Ctx, change: Change<R>): Promise<R> {
  const { user, sessions, action, notice, writes, result } = change;
  const own = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  const mail =
    notice && user.email ? [await planMail(ctx, { to: user.email, template: notice, data: { name: user.name } })] : [];
  const answer = await commit(ctx, {
    writes: [endSessionsOf(ctx, user.id, own), ...writes, ...mail],
    announce: mail.length > 0,
    audit: { action, entity: "user", id: user.id },
    result,
  });
  const ended = sessions.map(({ id }) => id).filter((id) => id !== own);
  ctx.background(revokeOnBoard(ctx.env, ctx.tenant.id, ended));
  return answer;
}
