import { and, eq, isNull, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { customRoles, sessions, users } from "#/db/tenant/schema/identity.ts";

export type CustomRole = typeof customRoles.$inferSelect;

/** The roles that the business made for itself; there are few. */
export const allCustomRoles = prepared((tenantId: Slot<string>) =>
  q.select().from(customRoles).where(eq(customRoles.tenantId, tenantId)).orderBy(customRoles.id),
);

/** What these roles add to the built-in ones, for the access token. */
export const extraPermissions = (roles: readonly string[], custom: readonly CustomRole[]): string[] => [
  ...new Set(custom.filter(({ name }) => roles.includes(name)).flatMap(({ permissions }) => permissions)),
];

const one = (ctx: Ctx, id: number) => and(eq(customRoles.tenantId, ctx.tenant.id), eq(customRoles.id, id));
const asLoaded = (ctx: Ctx, { id, version }: CustomRole) => and(one(ctx, id), eq(customRoles.version, version));

export const findCustomRole = (ctx: Ctx, id: number) => first(q.select().from(customRoles).where(one(ctx, id)));

export const insertCustomRole = insertInto(customRoles);

/** Hits no row when the role is no longer at `version`. */
export const updateCustomRole = (ctx: Ctx, role: CustomRole, change: Pick<CustomRole, "permissions">) =>
  q
    .update(customRoles)
    .set({ ...change, updatedAt: ctx.now, version: role.version + 1 })
    .where(asLoaded(ctx, role));

/** Changes nothing; hits no row when the role is no longer as it was loaded. */
export const holdCustomRole = (ctx: Ctx, role: CustomRole) =>
  q.update(customRoles).set({ version: role.version }).where(asLoaded(ctx, role));

/** A condition on users: among their roles is this one. */
export const hasRole = (name: string) =>
  sql`exists (select 1 from json_each(${users.roles}) held where held.value = ${name})`;

/** Hits no row while a user has the role, or when it is gone. */
export const deleteUnusedRole = (ctx: Ctx, { id, name }: CustomRole) =>
  q
    .delete(customRoles)
    .where(
      and(
        one(ctx, id),
        sql`not exists (select 1 from ${users} where ${eq(users.tenantId, ctx.tenant.id)} and ${hasRole(name)})`,
      ),
    );

/**
 * When this is committed. Access tokens that were made before it may tell of the roles as they were then, those of requests that are
 * under way included: so the database's clock, and not the time at which this request began.
 */
const committedAt = sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

/** Makes the access tokens of everybody who has the role be refreshed. */
export const staleTokensOfRole = (ctx: Ctx, { name }: CustomRole) =>
  q
    .update(sessions)
    .set({ tokensValidFrom: committedAt })
    .where(
      and(
        eq(sessions.tenantId, ctx.tenant.id),
        isNull(sessions.endedAt),
        sql`${sessions.userId} in (select ${users.id} from ${users} where ${eq(users.tenantId, ctx.tenant.id)} and ${hasRole(name)})`,
      ),
    );

/** Makes a user's access tokens be refreshed: they tell of other roles than he has. */
export const staleTokensOf = (ctx: Ctx, userId: number) =>
  q
    .update(sessions)
    .set({ tokensValidFrom: committedAt })
    .where(and(eq(sessions.tenantId, ctx.tenant.id), eq(sessions.userId, userId), isNull(sessions.endedAt)));
