import { afterEach, expect, it, vi } from "vitest";
import { shardNames as shardsOf } from "#/db/directory.ts";
import { servesBuild } from "#/db/migrations.ts";
import { eachShard } from "#/db/shards.ts";
import { batch, sql } from "./support/back-door.ts";
import { type Business, client, newBusiness } from "./support/client.ts";
import { envOf } from "./support/deadly.ts";
import { answeredWith } from "./support/in-process.ts";
import { newPlatformAdmin } from "./support/platform.ts";
import { shardNames } from "./support/shards.ts";

// Shards that only the bindings of this process have. Each test has its own: what an isolate knows of a shard it knows for good.

type Lag = { isBehind: boolean; asked: number };

/** The running Worker's databases and one shard more: the database of a business under another name, which can lack its last migration. */
function withFurtherShard(name: string, { shard }: Business, lag: Lag): Cloudflare.Env {
  return envOf(
    async (database, statements) => {
      const results = await batch(database === name ? shard : database, statements);
      if (database !== name || !statements.some((statement) => statement.sql.includes("d1_migrations"))) return results;
      lag.asked += 1;
      return results.map((result) => ({ ...result, results: result.results.slice(0, lag.isBehind ? -1 : undefined) }));
    },
    [...shardNames, name],
  );
}

const live: Business[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const { tenantId, shard } of live.splice(0))
    await sql("CONTROL", "update tenants set shard = ? where id = ?", shard, tenantId);
});

/** A business that the directory has on the further shard. */
async function newBusinessOn(name: string) {
  const business = await newBusiness();
  live.push(business);
  await sql("CONTROL", "update tenants set shard = ? where id = ?", name, business.tenantId);
  const lag: Lag = { isBehind: false, asked: 0 };
  const env = withFurtherShard(name, business, lag);
  return { env, lag, api: client(business.api.headers, answeredWith(env)) };
}

const lines = (spy: { mock: { calls: unknown[][] } }) =>
  spy.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

it("a binding is all that a further shard needs", async () => {
  const { env, lag, api } = await newBusinessOn("SHARD_90");
  expect(shardsOf(env)).toEqual([...shardNames, "SHARD_90"]);
  expect((await api.get("/admin/items")).status).toBe(200);
  expect((await api.post("/admin/items", { name: "Tune-up", sku: "TUNE", list_price_cents: 1 })).status).toBe(201);
  expect(lag.asked, "questions for the migrations").toBe(1);

  const admin = await newPlatformAdmin();
  const health = await client(admin.api.headers, answeredWith(env)).get("/platform/health");
  expect(health.data.databases.map(({ name }: { name: string }) => name)).toContain("SHARD_90");
});

it("a shard that lacks a migration of the build serves nobody, and says so, until it has it", async () => {
  const { env, lag, api } = await newBusinessOn("SHARD_91");
  lag.isBehind = true;
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const refused = [
    await api.get("/admin/items"),
    await api.post("/admin/items", { name: "Tune-up", sku: "TUNE", list_price_cents: 1 }),
  ];
  for (const { status, error, headers } of refused)
    expect([status, error.reason, Number(headers.get("retry-after")) > 0]).toEqual([503, "shard.behind", true]);
  expect(lag.asked, "questions for the migrations").toBe(1);
  const [last] = await sql<{ name: string }>("SHARD_00", "select name from d1_migrations order by id desc limit 1");
  expect(lines(errors)).toContainEqual(
    expect.objectContaining({ message: "shard behind the build", shard: "SHARD_91", missing: [last?.name] }),
  );

  const admin = await newPlatformAdmin();
  const { data } = await client(admin.api.headers, answeredWith(env)).get("/platform/health");
  expect(data.status).toBe("degraded");
  expect(data.databases).toContainEqual({ name: "SHARD_91", reachable: true, missing_migrations: [last?.name] });

  const worked: string[] = [];
  await eachShard({ SHARD_91: env["SHARD_91" as "SHARD_00"] } as unknown as Cloudflare.Env, async () => {
    worked.push("SHARD_91");
  });
  expect(worked, "shards on which jobs ran").toEqual([]);

  lag.isBehind = false;
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ["Date"] });
  expect((await api.get("/admin/items")).status).toBe(200);
});

it("a shard without a ledger has had no migration, and one that does not answer is left to those who ask it", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const failing = (message: string) =>
    ({ prepare: () => ({ all: () => Promise.reject(new Error(message)) }) }) as unknown as D1Database;
  await expect(
    servesBuild("SHARD_92" as "SHARD_00", failing("D1_ERROR: no such table: d1_migrations: SQLITE_ERROR")),
  ).rejects.toMatchObject({ reason: "shard.behind" });
  await servesBuild("SHARD_93" as "SHARD_00", failing("D1_ERROR: Network connection lost."));
  expect(lines(warned)).toContainEqual(expect.objectContaining({ shard: "SHARD_93" }));
});
