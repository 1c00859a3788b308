import { eq, gte } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { first, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
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

/** Businesses of a whole shard that have changed since a moment, with their versions. */
export const listChangedSince = (shard: ShardDb, since: Instant) =>
  shard
    .select({ tenantId: organizations.tenantId, version: organizations.version })
    .from(organizations)
    .where(gte(organizations.updatedAt, since))
    .all();
