import { and, eq, lt, ne, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf as control } from "#/db/control/client.ts";
import { shards, type TenantStatus, tenants } from "#/db/control/schema/tenants.ts";
import type { Tenant } from "#/db/directory.ts";
import type { Instant } from "#/kernel/time.ts";

/** A suspended business is found as well: its people are told of it when they sign in. */
export const findByCode = (open: OpenCtx, code: string) =>
  control(open)
    .select()
    .from(tenants)
    .where(and(eq(tenants.businessCode, code), ne(tenants.status, "pending")))
    .get();

export const listShardLoads = (open: OpenCtx) => control(open).select().from(shards).all();

/** The directory row and the shard's count, together. Throws the unique violation when the code is taken. */
export async function insertTenant(open: OpenCtx, tenant: Tenant): Promise<void> {
  const db = control(open);
  await db.batch([
    db.insert(tenants).values(tenant),
    db
      .insert(shards)
      .values({ name: tenant.shard, tenantCount: 1, draining: false })
      .onConflictDoUpdate({ target: shards.name, set: { tenantCount: sql`${shards.tenantCount} + 1` } }),
  ]);
}

export const setStatus = (open: OpenCtx, id: string, from: TenantStatus, to: TenantStatus) =>
  control(open)
    .update(tenants)
    .set({ status: to })
    .where(and(eq(tenants.id, id), eq(tenants.status, from)))
    .run();

/** Sign-ups that stopped between the two databases. */
export const listPendingBefore = (open: OpenCtx, before: Instant) =>
  control(open)
    .select()
    .from(tenants)
    .where(and(eq(tenants.status, "pending"), lt(tenants.createdAt, before)))
    .limit(100)
    .all();

/** Undoes a sign-up whose shard batch never happened. */
export async function deletePending(open: OpenCtx, tenant: Pick<Tenant, "id" | "shard">): Promise<void> {
  const db = control(open);
  await db.batch([
    db
      .update(shards)
      .set({ tenantCount: sql`${shards.tenantCount} - 1` })
      .where(
        and(
          eq(shards.name, tenant.shard),
          sql`exists (select 1 from tenants where id = ${tenant.id} and status = 'pending')`,
        ),
      ),
    db.delete(tenants).where(and(eq(tenants.id, tenant.id), eq(tenants.status, "pending"))),
  ]);
}

/** What the directory copies from a business' own row, and from which version of it. */
export type Description = Pick<Tenant, "businessName" | "timezone" | "branding" | "organizationVersion">;

/** The updated row; undefined when the directory is at this version already, or beyond. */
export const updateDescription = (open: OpenCtx, id: string, description: Description) =>
  control(open)
    .update(tenants)
    .set(description)
    .where(and(eq(tenants.id, id), lt(tenants.organizationVersion, description.organizationVersion)))
    .returning()
    .get();

/** Those of these businesses of which the directory has an older version than their own row. */
export async function listOutdated(open: OpenCtx, versions: readonly { tenantId: string; version: number }[]) {
  const rows = await control(open)
    .select({ id: tenants.id })
    .from(tenants)
    .innerJoin(sql`json_each(${JSON.stringify(versions)}) v`, sql`v.value ->> 'tenantId' = ${tenants.id}`)
    .where(sql`${tenants.organizationVersion} < v.value ->> 'version'`)
    .all();
  return rows.map(({ id }) => id);
}
