import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { freePort } from "#/tools/ready.mjs";
import { eventually, PASSWORD } from "./support/client.ts";
import { type KillableServer, migrate, startKillable, withDatabases } from "./support/killable-server.ts";

// The server is killed hard while it carries out a file, and started again on the same data.

const ROWS = 4000;

const state = mkdtempSync(join(tmpdir(), "truckroll-crash-import-"));
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.kill();
  rmSync(state, { recursive: true, force: true });
});

it("an import whose server is killed midway goes on and makes no row twice", async () => {
  const port = (await freePort()) ?? 0;
  await migrate(state);
  server = await startKillable(state, port);
  const api = `http://127.0.0.1:${port}/api/v1`;
  const headers: Record<string, string> = { "content-type": "application/json" };
  const opened = await fetch(`${api}/auth/register`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      email: "jane@smithhvac.example",
      username: "mycompany",
      password: PASSWORD,
      first_name: "Jane",
      last_name: "Smith",
      company_name: "Smith HVAC",
    }),
  });
  const business = ((await opened.json()) as { data: { access_token: string; tenant_id: string } }).data;
  headers.authorization = `Bearer ${business.access_token}`;
  const lines = Array.from({ length: ROWS }, (_, i) => `Part ${i},P-${i},1`);
  const started = await fetch(`${api}/admin/imports?kind=items`, {
    method: "POST",
    headers: { ...headers, "content-type": "text/csv" },
    body: ["name,sku,list_price", ...lines].join("\n"),
  });
  expect(started.status, await started.text()).toBe(202);
  const progress = async () => {
    const answer = await fetch(`${api}/admin/imports?limit=1`, { headers });
    const [job] = ((await answer.json()) as { data: { items: { created: number; status: string }[] } }).data.items;
    return job ?? { created: 0, status: "" };
  };
  while ((await progress()).created === 0) await new Promise(setImmediate);
  await server.kill();

  const count = async (text: string) =>
    await withDatabases(state, async (databases) => {
      const rows = await databases.SHARD_00?.prepare(text).bind(business.tenant_id).all();
      return rows?.results;
    });
  const [half] = (await count("select count(*) n from items where tenant_id = ?")) as { n: number }[];
  expect(half?.n).toBeGreaterThan(0);
  expect(half?.n).toBeLessThan(ROWS);
  // as if it had stayed down for an hour: the lease of the slice has run out
  await count("update imports set next_attempt_at = '2026-01-01T00:00:00.000Z' where tenant_id = ?");
  server = await startKillable(state, port);
  await eventually(async () => {
    const minute = `http://127.0.0.1:${port}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`;
    await fetch(minute).then((answer) => answer.text());
    return (await progress()).status === "done";
  }, "the import ends");
  expect((await progress()).created).toBe(ROWS);
  await server.kill();
  expect(await count("select count(*) n, count(distinct sku) skus from items where tenant_id = ?")).toEqual([
    { n: ROWS, skus: ROWS },
  ]);
  expect(
    await count("select count(*) n, max(seq) last from outbox where tenant_id = ? and type = 'item.created'"),
  ).toEqual([{ n: ROWS, last: ROWS }]);
});
