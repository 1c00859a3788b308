import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { planMail } from "#/domains/mail/index.ts";
import type { AppError } from "#/kernel/errors.ts";
import { countWrongPassword } from "../repo.ts";
import { isLocked, LOCK_MINUTES, nextLock } from "../rules.ts";
import type { User } from "../tables.ts";

/**
 * Refuses a wrong password, and counts it against the account, wherever it comes from. From the tenth in a row on each one locks the account for
 * longer, and a mail tells the user. An unknown user costs the same statements, so that the time betrays nobody.
 */
export async function refusePassword(
  ctx: Ctx,
  { username, user, refusal }: { username: string; user: User | undefined; refusal: AppError },
): Promise<never> {
  const minutes = user && lockOf(ctx, user);
  const details = { ip: ctx.client.ip, ...(minutes !== undefined && { locked_minutes: minutes }) };
  await record(ctx, {
    parts: [
      countWrongPassword(ctx, username),
      minutes !== undefined && must(refusal), // of many at once one locks; the others come to a locked account
      minutes !== undefined &&
        user?.email != null &&
        (await planMail(ctx, { to: user.email, template: "account-locked", data: { name: user.name, minutes } })),
    ],
    audit: { action: "wrong_password", entity: "user", id: user?.id ?? "unknown", details },
  });
  throw refusal;
}

/** Minutes of the lock that this attempt brings; undefined when it brings none. */
const lockOf = (ctx: Ctx, user: User): number | undefined =>
  user.status === "active" && !isLocked(user, ctx.now) ? LOCK_MINUTES[nextLock(user.failedLogins)] : undefined;
