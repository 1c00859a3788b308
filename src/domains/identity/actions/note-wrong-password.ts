import type { Ctx } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import type { AppError } from "#/kernel/errors.ts";
import { countWrongPassword } from "../password-repo.ts";
import type { User } from "../repo.ts";
import { isLocked, LOCK_MINUTES, nextLock } from "../rules.ts";

/**
 * Counts a wrong password against the account, wherever it comes from. From the tenth in a row on each one locks the account for
 * longer, and its user is told by mail. An unknown user costs the same statements, so that nobody can tell him by the time.
 */
export async function noteWrongPassword(
  ctx: Ctx,
  { username, user, refusal }: { username: string; user: User | undefined; refusal: AppError },
): Promise<void> {
  const lock = user && lockOf(ctx, user);
  const mail = user?.email && lock ? await lockMail(ctx, user.email, user.name, lock) : undefined;
  await commit(ctx, {
    writes: [
      countWrongPassword(ctx, username),
      ...(lock ? [must(refusal)] : []), // of many at once one locks; the others come to a locked account
      ...(mail ? [mail] : []),
    ],
    announce: mail !== undefined,
    audit: {
      action: "wrong_password",
      entity: "user",
      id: user?.id ?? "unknown",
      changes: { ip: ctx.client.ip, ...(lock && { locked_minutes: lock }) },
    },
    result: null,
  });
}

/** Minutes of the lock that this attempt brings; undefined when it brings none. */
const lockOf = (ctx: Ctx, user: User): number | undefined =>
  user.status === "active" && !isLocked(user, ctx.now) ? LOCK_MINUTES[nextLock(user.failedLogins)] : undefined;

const lockMail = (ctx: Ctx, to: string, name: string, minutes: number) =>
  planMail(ctx, { to, template: "account-locked", data: { name, minutes } });
