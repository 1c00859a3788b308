import { and, eq, exists, getTableColumns, gt, inArray, lt, lte, ne, sql } from "drizzle-orm";
import type { Idempotency, OpenCtx } from "#/ctx.ts";
import { controlOf as control } from "#/db/control/client.ts";
import { shards, signUpKeys, tenants } from "#/db/control/schema/tenants.ts";
import { rememberTenant, type Tenant, tenantOf } from "#/db/directory.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

/** How long the Idempotency-Key of a sign-up is remembered: as long as its answer. */
const KEPT_SECONDS = 24 * 3600;

/** Finds suspended businesses too: their people learn of the suspension when they sign in. */
export const findByCode = (open: OpenCtx, code: string) =>
  control(open)
    .select()
    .from(tenants)
    .where(and(eq(tenants.businessCode, code), ne(tenants.status, "pending")))
    .get();

export const listShardLoads = (open: OpenCtx) => control(open).select().from(shards).all();

/** The sign-up under an Idempotency-Key, with its tenant. */
export const findSignUpKey = (open: OpenCtx, key: string) =>
  control(open)
    .select({ fingerprint: signUpKeys.fingerprint, tenant: getTableColumns(tenants) })
    .from(signUpKeys)
    .innerJoin(tenants, eq(tenants.id, signUpKeys.tenantId))
    .where(and(eq(signUpKeys.key, key), gt(signUpKeys.expiresAt, open.now)))
    .get();

/** The directory row, the shard's count and the sign-up's key, together. Throws the unique violation when the code or the key is taken. */
export async function insertTenant(open: OpenCtx, tenant: Tenant, signUp: Idempotency | undefined): Promise<void> {
  const db = control(open);
  const keyed = signUp && [
    db.delete(signUpKeys).where(and(eq(signUpKeys.key, signUp.key), lte(signUpKeys.expiresAt, open.now))),
    db.insert(signUpKeys).values({
      key: signUp.key,
      fingerprint: signUp.fingerprint,
      tenantId: tenant.id,
      expiresAt: plusSeconds(open.now, KEPT_SECONDS),
    }),
  ];
  await db.batch([
    db.insert(tenants).values(tenant),
    db
      .insert(shards)
      .values({ name: tenant.shard, tenantCount: 1, draining: false })
      .onConflictDoUpdate({ target: shards.name, set: { tenantCount: sql`${shards.tenantCount} + 1` } }),
    ...(keyed ?? []),
  ]);
}

const isPending = (id: string) => and(eq(tenants.id, id), eq(tenants.status, "pending"));

/** Last step of a sign-up: from here on the business can be found. */
export const activateTenant = (open: OpenCtx, id: string) =>
  control(open).update(tenants).set({ status: "active" }).where(isPending(id)).run();

/** Sign-ups that are pending since before a moment: they stopped between the two databases. */
export const listPendingBefore = (open: OpenCtx, before: Instant) =>
  control(open)
    .select()
    .from(tenants)
    .where(and(eq(tenants.status, "pending"), lt(tenants.createdAt, before)))
    .limit(100)
    .all();

/** Undoes a sign-up whose shard batch never happened, and frees its Idempotency-Key. */
export async function deletePending(open: OpenCtx, tenant: Pick<Tenant, "id" | "shard">): Promise<void> {
  const db = control(open);
  const stillPending = exists(db.select({ id: tenants.id }).from(tenants).where(isPending(tenant.id)));
  await db.batch([
    db
      .update(shards)
      .set({ tenantCount: sql`${shards.tenantCount} - 1` })
      .where(and(eq(shards.name, tenant.shard), stillPending)),
    db.delete(signUpKeys).where(and(eq(signUpKeys.tenantId, tenant.id), stillPending)),
    db.delete(tenants).where(isPending(tenant.id)),
  ]);
}

/** Drops up to `limit` Idempotency-Keys of sign-ups that have expired. Returns how many. */
export async function dropExpiredSignUpKeys(open: OpenCtx, limit: number): Promise<number> {
  const db = control(open);
  const expired = db
    .select({ key: signUpKeys.key })
    .from(signUpKeys)
    .where(lte(signUpKeys.expiresAt, open.now))
    .orderBy(signUpKeys.expiresAt)
    .limit(limit);
  const { meta } = await db.delete(signUpKeys).where(inArray(signUpKeys.key, expired)).run();
  return meta.changes;
}

/** The directory's copy of a business' own row, and the version of that row. */
type Description = Pick<Tenant, "businessName" | "timezone" | "branding" | "organizationVersion">;

/**
 * Copies what a business says of itself from its own row, which is the truth, to the directory, which is read before anybody signs in. Safe to
 * repeat and to come late: an older version never replaces a newer one.
 */
export async function describeTenant(open: OpenCtx, id: string, description: Description): Promise<void> {
  const updated = await control(open)
    .update(tenants)
    .set(description)
    .where(and(eq(tenants.id, id), lt(tenants.organizationVersion, description.organizationVersion)))
    .returning()
    .get();
  if (updated) rememberTenant(tenantOf(updated));
}

/** Ids of the businesses whose version in the directory is older than the given one. */
export async function listOutdated(open: OpenCtx, versions: readonly { tenantId: string; version: number }[]) {
  const rows = await control(open)
    .select({ id: tenants.id })
    .from(tenants)
    .innerJoin(sql`json_each(${JSON.stringify(versions)}) v`, sql`v.value ->> 'tenantId' = ${tenants.id}`)
    .where(sql`${tenants.organizationVersion} < v.value ->> 'version'`)
    .all();
  return rows.map(({ id }) => id);
}
