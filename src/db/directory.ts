import { eq } from "drizzle-orm";
import { AppError } from "#/kernel/errors.ts";
import { controlDb } from "./control/client.ts";
import { tenants } from "./control/schema/tenants.ts";

/** The bindings that hold tenants. A shard's name is looked up here and never taken from a client. */
export const shardNames = ["SHARD_00", "SHARD_01", "SHARD_02", "SHARD_03"] as const;
export type ShardName = (typeof shardNames)[number];
export type ShardBindings = Record<ShardName, D1Database>;

export const isShardName = (name: string): name is ShardName => (shardNames as readonly string[]).includes(name);

export type Tenant = Omit<typeof tenants.$inferSelect, "shard"> & { shard: ShardName };

const FRESH_MS = 60_000;
const cache = new Map<string, { tenant: Promise<Tenant | null>; at: number; refreshing: boolean }>();

/** What `findTenant` needs of its surroundings; `trips` counts what went to the control database. */
export type DirectoryAccess = {
  control: D1Database;
  background: (work: Promise<unknown>) => void;
  cost: { trips: number };
};

async function fetchTenant(access: DirectoryAccess, id: string): Promise<Tenant | null> {
  access.cost.trips++;
  const row = await controlDb(access.control).select().from(tenants).where(eq(tenants.id, id)).get();
  if (!row) return null;
  if (!isShardName(row.shard))
    throw new AppError(
      "internal",
      "tenant.unknown_shard",
      `The directory names a shard that is not bound: ${row.shard}`,
    );
  return { ...row, shard: row.shard };
}

function remember(access: DirectoryAccess, id: string): Promise<Tenant | null> {
  const tenant = fetchTenant(access, id);
  const entry = { tenant, at: Date.now(), refreshing: false };
  cache.set(id, entry);
  tenant.then(
    (found) => !found && cache.get(id) === entry && cache.delete(id), // unknown ids must not fill the isolate
    () => cache.get(id) === entry && cache.delete(id),
  );
  return tenant;
}

/** The tenant's directory row: from the isolate when it is younger than a minute, else also from there while a fresh one is fetched. */
export async function findTenant(access: DirectoryAccess, id: string): Promise<Tenant | null> {
  const known = cache.get(id);
  if (!known) return await remember(access, id);
  if (Date.now() - known.at > FRESH_MS && !known.refreshing) {
    known.refreshing = true;
    access.background(
      fetchTenant(access, id).then(
        (tenant) => cache.set(id, { tenant: Promise.resolve(tenant), at: Date.now(), refreshing: false }),
        () => cache.delete(id),
      ),
    );
  }
  return await known.tenant;
}

/** After a change of what the directory says: this isolate need not ask for what it has just written. */
export const rememberTenant = (tenant: Tenant): void => {
  cache.set(tenant.id, { tenant: Promise.resolve(tenant), at: Date.now(), refreshing: false });
};

/** After a move: the next request reads the directory anew. */
export const forgetTenant = (id: string): boolean => cache.delete(id);
