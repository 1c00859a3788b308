import { and, eq, gte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { ShardDb } from "#/db/shards.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { touch } from "#/db/tenant/guards.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { customRoles } from "#/db/tenant/tables.ts";
import type { Instant } from "#/kernel/time.ts";
import { organizations } from "./tables.ts";

export type Organization = typeof organizations.$inferSelect;

/** The business' row; undefined until its first change. */
export const organizationOf = prepared((tenantId: Slot<string>) =>
  first(q.select().from(organizations).where(eq(organizations.tenantId, tenantId))),
);

/** The first version of the row or the next. Hits no row when another request was faster. */
export const organizationUpsert = (organization: Organization) => {
  const { settings, logoKey, updatedAt, version } = organization;
  return q
    .insert(organizations)
    .values(organization)
    .onConflictDoUpdate({
      target: organizations.tenantId,
      set: { settings, logoKey, updatedAt, version },
      setWhere: eq(organizations.version, version - 1),
    });
};

/** The names of the roles that the business made for itself. */
export const customRoleNames = (ctx: Ctx) =>
  mapped(
    q.select({ name: customRoles.name }).from(customRoles).where(eq(customRoles.tenantId, ctx.tenant.id)),
    (rows) => rows.map(({ name }) => name),
  );

/** Changes nothing; hits no row when one of the roles is gone. */
export const holdRoles = (ctx: Ctx, names: readonly string[]) => {
  const named = and(
    eq(customRoles.tenantId, ctx.tenant.id),
    sql`${customRoles.name} in (select value from json_each(${JSON.stringify(names)}))`,
  );
  const there = q.select({ n: sql`count(*)` }).from(customRoles).where(named);
  return touch(customRoles, and(named, sql`${there} = ${names.length}`));
};

/** A row when the settings demand a second factor of this role. */
export const isMfaRole = (ctx: Ctx, name: string) =>
  q
    .select({ tenantId: organizations.tenantId })
    .from(organizations)
    .where(
      and(
        eq(organizations.tenantId, ctx.tenant.id),
        sql`exists (select 1 from json_each(${organizations.settings}, '$.mfa_required_roles') named where named.value = ${name})`,
      ),
    );

/** Businesses of a whole shard that have changed since a moment, with their versions. */
export const listChangedSince = (shard: ShardDb, since: Instant) =>
  shard
    .select({ tenantId: organizations.tenantId, version: organizations.version })
    .from(organizations)
    .where(gte(organizations.updatedAt, since))
    .all();
