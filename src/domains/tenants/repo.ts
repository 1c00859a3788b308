import { and, eq, lt, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlDb } from "#/db/control/client.ts";
import { shards, type TenantStatus, tenants } from "#/db/control/schema/tenants.ts";
import type { Tenant } from "#/db/directory.ts";
import type { Instant } from "#/kernel/time.ts";

const control = (open: OpenCtx) => {
  open.cost.control.trips++;
  return controlDb(open.env.CONTROL);
};

export const findByCode = (open: OpenCtx, code: string) =>
  control(open)
    .select()
    .from(tenants)
    .where(and(eq(tenants.businessCode, code), eq(tenants.status, "active")))
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
