import { and, eq, ne } from "drizzle-orm";
import { AppError } from "#/kernel/errors.ts";
import { controlDb } from "./control/client.ts";
import { tenants } from "./control/schema/tenants.ts";
import { withRetry } from "./retry.ts";

/** The databases that hold tenants: every binding of wrangler.toml with such a name, and no other list. */
export type ShardName = Extract<keyof Cloudflare.Env, `SHARD_${string}`>;
export type ShardBindings = Pick<Cloudflare.Env, ShardName>;

export const SHARD_NAME = /^SHARD_\d\d$/;
const isShardName = (name: string): name is ShardName => SHARD_NAME.test(name);

/** A shard's name is looked up among the bindings, never taken from a client. */
export const isShard = (env: ShardBindings, name: string): name is ShardName => isShardName(name) && name in env;
export const shardNames = (env: ShardBindings): ShardName[] => Object.keys(env).filter(isShardName).toSorted();

const unknownShard = (name: string) =>
  new AppError("internal", "tenant.unknown_shard", `The directory names a shard that is not bound: ${name}`);

/** The database of a shard that the directory names. Throws when it is not bound. */
export function shardBinding(env: ShardBindings, name: ShardName): D1Database {
  if (!isShard(env, name)) throw unknownShard(name);
  return env[name];
}

type Row = typeof tenants.$inferSelect;
export type Tenant = Omit<Row, "shard"> & { shard: ShardName };

/** The tenant of a row of the directory. */
export function tenantOf(row: Row): Tenant {
  const { shard } = row;
  if (isShardName(shard)) return { ...row, shard };
  throw unknownShard(shard);
}

const FRESH_MS = 60_000;
// Only what has come is kept, never what is under way: a request that is broken off would leave a promise behind that others wait for in vain.
const cache = new Map<string, { tenant: Tenant; at: number }>();

/** What `findTenant` needs of a request; `trips` counts the trips to the control database. */
export type DirectoryAccess = {
  control: D1Database;
  background: (work: Promise<unknown>) => void;
  cost: { trips: number };
};

async function fetchTenant(access: DirectoryAccess, id: string): Promise<Tenant | null> {
  const begun = Date.now();
  const row = await withRetry(() => {
    access.cost.trips++;
    return controlDb(access.control).select().from(tenants).where(eq(tenants.id, id)).get();
  });
  const tenant = row ? tenantOf(row) : null;
  const isOvertaken = (cache.get(id)?.at ?? 0) > begun;
  if (tenant && !isOvertaken) cache.set(id, { tenant, at: begun }); // unknown ids must not fill the isolate
  if (!tenant) cache.delete(id);
  return tenant;
}

/** The tenant's row of the directory, from the isolate where it is known. One that is older than a minute is refreshed in the background. */
export async function findTenant(access: DirectoryAccess, id: string): Promise<Tenant | null> {
  const known = cache.get(id);
  if (!known) return await fetchTenant(access, id);
  if (Date.now() - known.at > FRESH_MS) {
    known.at = Date.now(); // others need not ask too; should this request be broken off, the next minute asks again
    access.background(fetchTenant(access, id).catch(() => cache.delete(id)));
  }
  return known.tenant;
}

/** The id of the business with this code, in any case; undefined: there is none. */
export async function tenantIdByCode(
  { env, cost }: { env: { CONTROL: D1Database }; cost: { control: { trips: number } } },
  code: string,
): Promise<string | undefined> {
  const row = await withRetry(() => {
    cost.control.trips++;
    return controlDb(env.CONTROL)
      .select({ id: tenants.id })
      .from(tenants)
      .where(and(eq(tenants.businessCode, code.trim().toUpperCase()), ne(tenants.status, "pending")))
      .get();
  });
  return row?.id;
}

/** Keeps what this isolate has just written to the directory. */
export const rememberTenant = (tenant: Tenant): void => {
  cache.set(tenant.id, { tenant, at: Date.now() });
};

/** Drops what this isolate knows of a tenant: the next request asks the directory. */
export const forgetTenant = (id: string): boolean => cache.delete(id);
