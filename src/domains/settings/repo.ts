import { eq, gte } from "drizzle-orm";
import type { ShardDb } from "#/db/shards.ts";
import { first, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { organizations } from "#/db/tenant/schema/settings.ts";
import type { z } from "#/kernel/fields.ts";
import type { Instant } from "#/kernel/time.ts";
import { fromWire, type Inside } from "#/kernel/wire.ts";
import { Settings } from "./settings.ts";

export type Organization = typeof organizations.$inferSelect;

/** The business' row, for a load batch; absent until it has decided something. */
export const findOrganization = prepared((tenantId: Slot<string>) =>
  first(q.select().from(organizations).where(eq(organizations.tenantId, tenantId))),
);

/** The settings in force: what the business decided, and defaults for the rest. */
export const settingsOf = (organization: Organization | undefined): Inside<z.output<typeof Settings>> =>
  fromWire(Settings, Settings.parse(organization?.settings ?? {}));

/** The first version or the next. Hits no row when somebody else was faster. */
export const putOrganization = (organization: Organization) => {
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

/** Businesses of a whole shard that changed something since a moment, with the versions that they are at. */
export const listChangedSince = (shard: ShardDb, since: Instant) =>
  shard
    .select({ tenantId: organizations.tenantId, version: organizations.version })
    .from(organizations)
    .where(gte(organizations.updatedAt, since))
    .all();
