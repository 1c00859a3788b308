import { and, eq, inArray, isNull, notExists, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { touch } from "#/db/tenant/guards.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { customRoles as customRoleTable, sessions } from "#/db/tenant/tables.ts";
import { isMfaRole } from "#/domains/organization/index.ts";
import type { AppError } from "#/kernel/errors.ts";
import { type CustomRole, customRoles, userTable } from "./tables.ts";

/** The roles that the business made for itself; there are few. */
export const allCustomRoles = prepared((tenantId: Slot<string>) =>
  q.select().from(customRoleTable).where(eq(customRoleTable.tenantId, tenantId)).orderBy(customRoleTable.id),
);

/** A condition on users: they have this role. */
export const hasRole = (name: string) =>
  sql`exists (select 1 from json_each(${userTable.roles}) held where held.value = ${name})`;

const holdersOf = (ctx: Ctx, { name }: CustomRole) =>
  q
    .select({ id: userTable.id })
    .from(userTable)
    .where(and(eq(userTable.tenantId, ctx.tenant.id), hasRole(name)));

/** Removes a role that no user has; `refusal` while one has it, or when it has changed since it was loaded. */
export const removeUnusedRole = (ctx: Ctx, role: CustomRole, refusal: AppError) =>
  customRoles.remove(ctx, role, notExists(holdersOf(ctx, role)), refusal);

/** Changes nothing; hits no row when the settings demand a second factor of the role. */
export const holdUnnamedRole = (ctx: Ctx, { id, name }: CustomRole) =>
  touch(
    customRoleTable,
    and(eq(customRoleTable.tenantId, ctx.tenant.id), eq(customRoleTable.id, id), notExists(isMfaRole(ctx, name))),
  );

/**
 * When this is committed. Access tokens that were made before it may tell of earlier roles, those of requests under way included: so the
 * database's clock counts, and not the time at which this request began.
 */
const committedAt = sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

const staleTokens = (ctx: Ctx, whose: SQL): Part => ({
  writes: [
    q
      .update(sessions)
      .set({ tokensValidFrom: committedAt })
      .where(and(eq(sessions.tenantId, ctx.tenant.id), isNull(sessions.endedAt), whose)),
  ],
  endsRights: true,
});

/** Makes the access tokens of everybody who has the role stale: they must be refreshed. */
export const staleTokensOfRole = (ctx: Ctx, role: CustomRole) =>
  staleTokens(ctx, inArray(sessions.userId, holdersOf(ctx, role)));

/** Makes a user's access tokens stale: they tell of roles that the user no longer has. */
export const staleTokensOf = (ctx: Ctx, userId: number) => staleTokens(ctx, eq(sessions.userId, userId));
