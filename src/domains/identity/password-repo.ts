import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { users } from "#/db/tenant/schema/identity.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { User } from "./repo.ts";
import { LOCK_AFTER, LOCK_MINUTES, usernameKey } from "./rules.ts";

/** A user with the password that was checked. */
type Checked = Pick<User, "id" | "passwordChangedAt">;

/** Most users with one e-mail address that a reset is mailed to. */
const MAX_SAME_EMAIL = 5;

/** The active users with this e-mail address or, if that is what was given, this user name. */
export const listUsersToRemind = (ctx: Ctx, { username, email }: { username?: string; email?: string }) =>
  q
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.tenantId, ctx.tenant.id),
        username === undefined
          ? sql`lower(${users.email}) = lower(${email ?? ""})`
          : eq(users.usernameKey, usernameKey(username)),
        eq(users.status, "active"),
      ),
    )
    .limit(MAX_SAME_EMAIL);

/** Active, and with the same password as when he was loaded; its hash may have been made anew. */
const unchanged = (ctx: Ctx, { id, passwordChangedAt }: Checked) =>
  and(
    eq(users.tenantId, ctx.tenant.id),
    eq(users.id, id),
    eq(users.status, "active"),
    sql`${users.passwordChangedAt} is ${passwordChangedAt}`,
  );

const notLocked = (ctx: Ctx) => or(isNull(users.lockedUntil), lte(users.lockedUntil, ctx.now));

/** One more wrong password in a row, and the lock that it may bring. While a lock lasts nothing is counted. Hits nothing for an unknown user. */
export const countWrongPassword = (ctx: Ctx, username: string) => {
  const ends = JSON.stringify(LOCK_MINUTES.map((minutes) => plusSeconds(ctx.now, minutes * 60)));
  const over = sql`${users.failedLogins} - ${LOCK_AFTER - 1}`;
  const lock = sql`cast(min(${over}, ${LOCK_MINUTES.length - 1}) as integer)`; // D1 binds numbers as reals, which are no index
  return q
    .update(users)
    .set({
      failedLogins: sql`${users.failedLogins} + 1`,
      lockedUntil: sql`case when ${lock} >= 0 then ${ends} ->> ${lock} end`,
    })
    .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.usernameKey, usernameKey(username)), notLocked(ctx)));
};

/** The right password ends a run of wrong ones. Hits nothing when the user was locked, deactivated or got another password meanwhile. */
export const confirmPassword = (ctx: Ctx, user: Checked, passwordHash: string) =>
  q
    .update(users)
    .set({ failedLogins: 0, lockedUntil: null, passwordHash })
    .where(and(unchanged(ctx, user), notLocked(ctx)));

/** A new password, which also ends a lock. Hits nothing when the old one was changed meanwhile. */
export const setPassword = (ctx: Ctx, user: Checked, passwordHash: string) =>
  q
    .update(users)
    .set({
      passwordHash,
      passwordChangedAt: ctx.now,
      failedLogins: 0,
      lockedUntil: null,
      updatedAt: ctx.now,
      version: sql`${users.version} + 1`,
    })
    .where(unchanged(ctx, user));
