import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { hasRole } from "./role-repo.ts";
import { LOCK_AFTER, LOCK_MINUTES, usernameKey } from "./rules.ts";
import { type User, users, userTable } from "./tables.ts";

/** Most users with one e-mail address that a reset is mailed to. */
const MAX_SAME_EMAIL = 5;

type UserFilter = { status?: User["status"]; role?: string };

export const listUsers = (ctx: Ctx, { status, role, ...input }: ListInput & UserFilter) =>
  users.list(ctx, input, {
    equals: { status },
    filters: [role === undefined ? undefined : hasRole(role)],
  });

const isNamed = (ctx: Ctx, username: string) =>
  and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.usernameKey, usernameKey(username)));

export const userByName = (ctx: Ctx, username: string) =>
  first(q.select().from(userTable).where(isNamed(ctx, username)));

/** The active users with this e-mail address or, if that is given, this user name. */
export const usersToRemind = (ctx: Ctx, { username, email }: { username?: string; email?: string }) =>
  q
    .select({ id: userTable.id, name: userTable.name, email: userTable.email })
    .from(userTable)
    .where(
      and(
        eq(userTable.tenantId, ctx.tenant.id),
        username === undefined ? sql`lower(${userTable.email}) = lower(${email ?? ""})` : isNamed(ctx, username),
        eq(userTable.status, "active"),
      ),
    )
    .limit(MAX_SAME_EMAIL);

const isActive = (ctx: Ctx, id: number) =>
  and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.id, id), eq(userTable.status, "active"));

/** An update that changes nothing. */
const hold = () => q.update(userTable).set({ version: sql`${userTable.version}` });

/** Changes nothing; hits no row when the user is no longer active, or has other roles or another technician than when they were loaded. */
export const holdUser = (ctx: Ctx, { id, roles, technicianId }: User) =>
  hold().where(and(isActive(ctx, id), eq(userTable.roles, roles), sql`${userTable.technicianId} is ${technicianId}`));

/** Changes nothing; hits no row when the business has no active owner. */
export const holdAnOwner = (ctx: Ctx) =>
  hold().where(and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.status, "active"), hasRole("owner")));

const isUnlocked = (ctx: Ctx) => or(isNull(userTable.lockedUntil), lte(userTable.lockedUntil, ctx.now));

/** One more wrong password in a row, and the lock that it may bring. Nothing is counted during a lock. Hits no row for an unknown user. */
export const countWrongPassword = (ctx: Ctx, username: string) => {
  const ends = JSON.stringify(LOCK_MINUTES.map((minutes) => plusSeconds(ctx.now, minutes * 60)));
  const over = sql`${userTable.failedLogins} - ${LOCK_AFTER - 1}`;
  const lock = sql`cast(min(${over}, ${LOCK_MINUTES.length - 1}) as integer)`; // D1 binds numbers as reals, and a real is not an index
  return q
    .update(userTable)
    .set({
      failedLogins: sql`${userTable.failedLogins} + 1`,
      lockedUntil: sql`case when ${lock} >= 0 then ${ends} ->> ${lock} end`,
    })
    .where(and(isNamed(ctx, username), isUnlocked(ctx)));
};

/**
 * The right password ends a run of wrong ones; its hash may be a new one. Hits no row when the user was locked, was deactivated or got
 * another password since they were loaded.
 */
export const confirmPassword = (ctx: Ctx, { id, passwordChangedAt }: User, passwordHash: string) =>
  q
    .update(userTable)
    .set({ failedLogins: 0, lockedUntil: null, passwordHash })
    .where(and(isActive(ctx, id), sql`${userTable.passwordChangedAt} is ${passwordChangedAt}`, isUnlocked(ctx)));
