import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { touch } from "#/db/tenant/guards.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { hasRole } from "./role-repo.ts";
import { usernameKey } from "./rules.ts";
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

/** The user of this name. Where there is none another one is read and left aside: that costs the same rows. */
export const userByName = (ctx: Ctx, username: string) => {
  const ids = () => q.select({ id: userTable.id }).from(userTable);
  const named = ids().where(isNamed(ctx, username));
  const other = ids().where(eq(userTable.tenantId, ctx.tenant.id)).limit(1);
  const either = q
    .select()
    .from(userTable)
    .where(and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.id, sql`coalesce(${named}, ${other})`)));
  return mapped(first(either), (user) => (user?.usernameKey === usernameKey(username) ? user : undefined));
};

/** The active users with this e-mail address or, if that is given, this user name. */
export const usersToRemind = (ctx: Ctx, { username, email }: { username?: string; email?: string }) =>
  q
    .select({ id: userTable.id, name: userTable.name, username: userTable.username, email: userTable.email })
    .from(userTable)
    .where(
      and(
        eq(userTable.tenantId, ctx.tenant.id),
        username === undefined ? sql`lower(${userTable.email}) = lower(${email ?? ""})` : isNamed(ctx, username),
        eq(userTable.status, "active"),
      ),
    )
    .limit(MAX_SAME_EMAIL);

/** The user who is this technician and nothing else; undefined when there is none, or when their roles open more than a technician's own work. */
export const loginOfTechnician = (ctx: Ctx, userId: SQL) =>
  first(
    q
      .select()
      .from(userTable)
      .where(and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.id, userId), eq(userTable.roles, ["technician"]))),
  );

const isActive = (ctx: Ctx, id: number) =>
  and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.id, id), eq(userTable.status, "active"));

/** Changes nothing; hits no row when the user is no longer active, or has other roles or another technician than when they were loaded. */
export const holdUser = (ctx: Ctx, { id, roles, technicianId }: User) =>
  touch(
    userTable,
    and(isActive(ctx, id), eq(userTable.roles, roles), sql`${userTable.technicianId} is ${technicianId}`),
  );

/** An active owner who has confirmed their e-mail address; undefined when there is none. */
export const confirmedOwner = (ctx: Ctx) =>
  first(
    q
      .select({ id: userTable.id, email: userTable.email })
      .from(userTable)
      .where(
        and(
          eq(userTable.tenantId, ctx.tenant.id),
          eq(userTable.status, "active"),
          isNotNull(userTable.emailVerifiedAt),
          hasRole("owner"),
        ),
      )
      .limit(1),
  );

/** Changes nothing; hits no row when the business has no active owner. */
export const holdAnOwner = (ctx: Ctx) =>
  touch(userTable, and(eq(userTable.tenantId, ctx.tenant.id), eq(userTable.status, "active"), hasRole("owner")));

/**
 * The password was right; its hash may be a new one. Hits no row when the user was deactivated or got another password since they were loaded, or
 * where the condition does not hold.
 */
export const confirmPassword = (ctx: Ctx, { id, passwordChangedAt }: User, passwordHash: string, condition: SQL) =>
  q
    .update(userTable)
    .set({ passwordHash })
    .where(and(isActive(ctx, id), sql`${userTable.passwordChangedAt} is ${passwordChangedAt}`, condition));
