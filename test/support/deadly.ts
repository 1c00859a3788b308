import type { OpenCtx } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import type { Tenant } from "#/db/directory.ts";
import { toInstant } from "#/kernel/time.ts";
import { batch } from "./back-door.ts";
import type { Business } from "./client.ts";
import { shardNames } from "./shards.ts";

type Bound = { sql: string; params: unknown[] };
class Died extends Error {}

/** What a shard is asked for its tables by. */
const ASKS_FOR_TABLES = /\bfrom sqlite_master\b/;

/**
 * A Worker of this process on the databases of the running one, which dies at any of its database trips, of whatever database. To it a shard
 * has no tables but those that the business has rows in: each further one would make its life longer for nothing. What a shard says of
 * them is asked for once, and is not a trip.
 */
export function deadlyWorker(business: Business, filled: readonly string[]) {
  const tenant = {
    id: business.tenantId,
    businessCode: business.code,
    businessName: business.code,
    shard: "SHARD_00",
    status: "active",
    timezone: "America/New_York",
    branding: {},
    createdAt: toInstant(0),
    organizationVersion: 0,
  } as const satisfies Tenant;

  const described = new Map<string, Promise<D1Result[]>>();
  const describe = async (database: string, statements: Bound[]): Promise<D1Result[]> => {
    const known = described.get(database) ?? batch(database, statements);
    described.set(database, known);
    const isFilled = (row: unknown) => filled.includes((row as { name: string }).name);
    return (await known).map((result) => ({ ...result, results: result.results.filter(isFilled) }));
  };

  /**
   * Works until the end, or until it dies after the given number of trips; answers whether it died. Then nothing of it comes through, not
   * even what it does when it fails. To die right after a trip and right before the next one leaves the same behind.
   */
  async function runUntil(trips: number, work: (open: OpenCtx, tenant: Tenant) => Promise<unknown>): Promise<boolean> {
    let left = trips;
    const trip = async (database: string, statements: Bound[]) => {
      if (statements.some(({ sql }) => ASKS_FOR_TABLES.test(sql))) return await describe(database, statements);
      left -= 1;
      if (left < 0) throw new Died();
      return await batch(database, statements);
    };
    const env = envOf(trip);
    try {
      while ((await work(openCtx(env), tenant)) !== undefined);
      return false;
    } catch (error) {
      if (error instanceof Died || (error instanceof Error && error.cause instanceof Died)) return true;
      throw error;
    }
  }
  return { runUntil };
}

/** What surrounds work in another isolate than the running Worker's, with a directory cache of its own, on the same databases. */
export const inAnotherIsolate = (): OpenCtx => openCtx(envOf(batch));

const openCtx = (env: Cloudflare.Env): OpenCtx => ({
  env,
  now: toInstant(Date.now()),
  realNow: toInstant(Date.now()),
  requestId: "req_elsewhere",
  client: { ip: "10.0.0.1", userAgent: "test" },
  cost: newCost(),
  asked: {},
  background: () => undefined,
  afterAnswer: () => undefined,
});

/** The part of the environment that a move uses, and all that is decided before anything but rows is touched. */
export const envOf = (trip: Trip, shards: readonly string[] = shardNames): Cloudflare.Env =>
  ({
    ...Object.fromEntries(["CONTROL", ...shards].map((name) => [name, databaseOf(name, trip)])),
    ENVIRONMENT: "development",
    DISPATCH_BOARD: { getByName: () => ({ wake: () => Promise.resolve() }) },
    EVENTS: { send: () => Promise.resolve() },
    FILES: filesOf(new Map()),
  }) as unknown as Cloudflare.Env;

/** A bucket that only this isolate has. */
const filesOf = (files: Map<string, string>) => ({
  get: async (key: string) => (files.has(key) ? { text: async () => files.get(key) } : null),
  put: async (key: string, text: string) => void files.set(key, text),
  delete: async (key: string) => void files.delete(key),
});

type Trip = (database: string, statements: Bound[]) => Promise<D1Result[]>;

/** The part of a binding that drizzle and `openTenantDb` use. */
function databaseOf(name: string, trip: Trip): D1Database {
  const statement = (bound: Bound) => {
    const run = async () => (await trip(name, [bound]))[0];
    return {
      ...bound,
      bind: (...params: unknown[]) => statement({ ...bound, params }),
      run,
      all: run,
      raw: async () => (await run())?.results.map((row) => Object.values(row as object)),
    };
  };
  const database = {
    prepare: (sql: string) => statement({ sql, params: [] }),
    batch: (statements: Bound[]) =>
      trip(
        name,
        statements.map(({ sql, params }) => ({ sql, params })),
      ),
  };
  return database as unknown as D1Database;
}
