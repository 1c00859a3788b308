import type { OpenCtx } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import { shardNames, type Tenant } from "#/db/directory.ts";
import { toInstant } from "#/kernel/time.ts";
import { batch } from "./back-door.ts";
import type { Business } from "./client.ts";

type Bound = { sql: string; params: unknown[] };
type Death = { nth: number; when: "before" | "after" };
class Died extends Error {}

/** A Worker of this process on the databases of the running one, which dies around its n-th database trip, of whatever database. */
export function deadlyWorker(business: Business) {
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

  /** Answers whether it died; then nothing of it came through any more, not even what it does when it fails. */
  async function runUntil(death: Death, work: (open: OpenCtx, tenant: Tenant) => Promise<unknown>): Promise<boolean> {
    let trips = 0;
    const trip = async (database: string, statements: Bound[]) => {
      trips += 1;
      if (trips > death.nth || (trips === death.nth && death.when === "before")) throw new Died();
      const results = await batch(database, statements);
      if (trips === death.nth) throw new Died();
      return results;
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
  requestId: "req_elsewhere",
  client: { ip: "10.0.0.1", userAgent: "test" },
  cost: newCost(),
  background: () => undefined,
});

/** The part of the environment that a move uses. */
const envOf = (trip: Trip): Cloudflare.Env =>
  ({
    ...Object.fromEntries(["CONTROL", ...shardNames].map((name) => [name, databaseOf(name, trip)])),
    ENVIRONMENT: "test",
    DISPATCH_BOARD: { getByName: () => ({ wake: () => Promise.resolve() }) },
    EVENTS: { send: () => Promise.resolve() },
  }) as unknown as Cloudflare.Env;

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
  const session = {
    getBookmark: () => null,
    prepare: (sql: string) => statement({ sql, params: [] }),
    batch: (statements: Bound[]) =>
      trip(
        name,
        statements.map(({ sql, params }) => ({ sql, params })),
      ),
  };
  return { withSession: () => session } as unknown as D1Database;
}
