import { readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commit } from "#/db/tenant/commit.ts";
import { eventsOf } from "#/kernel/events.ts";
import { z } from "#/kernel/fields.ts";
import * as messages from "#/queues/messages.ts";
import { batch } from "./support/back-door.ts";
import { newBusiness } from "./support/client.ts";
import { ctxOf } from "./support/ctx.ts";
import { importsOf, readSource } from "./support/source-tree.ts";

// What the platform allows, and what a local run would not show (platform.md 0, 1 and 10).

describe("the packages", () => {
  it("bring one workerd, so that what is tested is what is deployed", () => {
    const lock = JSON.parse(readSource("package-lock.json")) as {
      packages: Record<string, { version: string; resolved?: string }>;
    };
    const workerds = Object.entries(lock.packages).filter(([path]) =>
      /(^|\/)node_modules\/(workerd|miniflare|wrangler)$/.test(path),
    );
    expect(workerds.map(([path]) => path).toSorted()).toEqual([
      "node_modules/miniflare",
      "node_modules/workerd",
      "node_modules/wrangler",
    ]);
  });

  it("are pinned exactly, and locked without the address of anybody's registry", () => {
    const { dependencies, devDependencies } = JSON.parse(readSource("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
    expect(readSource("package-lock.json")).not.toMatch(/"resolved":|https?:\/\/(localhost|127\.|10\.|192\.168\.)/);
  });
});

// how long that takes is measured by `npm run bench`: milliseconds on a busy machine prove nothing
describe("the start of an isolate", () => {
  /** A module and all that it imports, at once and not by `import()`. */
  const loadedWith = (entry: string): string[] => {
    const loaded = new Set([entry]);
    for (const path of loaded)
      if (/^(src|dist)\//.test(path))
        for (const { to, lazy, typeOnly } of importsOf(path)) if (!lazy && !typeOnly) loaded.add(to);
    return [...loaded];
  };

  it("evaluates neither zod nor a domain: both come with the first request that needs them", () => {
    const heavy = loadedWith("src/index.ts").filter((path) =>
      /^(zod|@hono\/zod-openapi|@phi-ag\/argon2|ulid)$|^src\/(domains|queues|cron|tools)\//.test(path),
    );
    expect(heavy).toEqual([]);
  });

  it("compiles a tenth of the Worker: what `import()` loads is a module of its own in the bundle", () => {
    const bundle = "dist/test-worker";
    const modules = readdirSync(bundle).filter((name) => name.endsWith(".js"));
    const size = (paths: readonly string[]) => paths.reduce((sum, path) => sum + statSync(path).size, 0);
    const first = loadedWith(`${bundle}/index.js`).filter((path) => path.startsWith(bundle));
    expect(first.length).toBeGreaterThan(1);
    expect(size(first)).toBeLessThan(size(modules.map((name) => `${bundle}/${name}`)) / 8);
  });
});

describe("a batch", () => {
  it("of one commit with 2,000 events stays below 100 parameters a statement", async () => {
    const business = await newBusiness();
    const ctx = ctxOf(business);
    const rung = eventsOf(z.object({ id: z.int(), text: z.string() }), {
      ...{ entity: "bell", permission: "items:read", idIn: ({ id }) => id },
    })("bell.rung", "A bell was rung");
    const events = Array.from({ length: 2000 }, (_, id) => rung({ id, text: "x".repeat(50) }));
    await commit(ctx, { parts: [], events, audit: { action: "x", entity: "x", id: 1 }, result: null });
    const [log] = await batch(business.shard, [
      { sql: "select count(*) n, max(seq) top from outbox where tenant_id = ?", params: [business.tenantId] },
    ]);
    expect(log?.results).toEqual([{ n: 2000, top: 2000 }]);
  });

  it("with a statement of 101 parameters is refused here as it would be in production", async () => {
    const params = Array.from({ length: 101 }, (_, i) => i);
    const statement = { sql: `select ${params.map(() => "?").join()}`, params };
    await expect(batch("SHARD_00", [statement])).rejects.toThrow(/too many/i);
  });
});

it("queue messages carry ids and never bodies, far below 128 KB", () => {
  expect(Object.keys(messages.EventsMessage.shape)).toEqual(["tenantId"]);
  expect(Object.keys(messages.AlarmMessage.shape)).toEqual(["job", "tenantId", "id"]);
});
