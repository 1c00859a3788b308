import { setTimeout as sleep } from "node:timers/promises";
import { readArguments } from "#/tools/usage.ts";
import type { Database } from "../support/miniflare.ts";
import { openBusiness } from "./business.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:sla [-- --clocks 200]

Promises a response within a minute for a number of jobs, whose times are then made to end at one and the same moment, and waits for the timer to note
the violations by itself. Prints how late each was noted.`;

const { values } = readArguments(USAGE, { options: { clocks: { type: "string", default: "200" } } });
const CLOCKS = Number(values.clocks);
/** How many jobs are created at a time. */
const AT_ONCE = 10;
const PATIENCE_MS = 180_000;

const servers = await startServers({ LOG_REQUESTS: "off" });
try {
  const { tenantId, shard, headers } = await openBusiness(servers, { sales: 1, jobs: 1 });
  const database = await servers.database(shard);
  const call = async (path: string, body: unknown): Promise<{ id: number }> => {
    const answer = await fetch(new URL(`/api/v1${path}`, servers.quiet), {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return (JSON.parse(text) as { data: { id: number } }).data;
  };
  const target = { response_minutes: 1, resolution_minutes: 600 };
  const targets = { urgent: target, high: target, normal: target, low: target };
  const calendar = await call("/admin/sla/calendars", { name: "Always", is_24x7: true });
  await call("/admin/sla/policies", { name: "All", targets, calendar_id: calendar.id });
  const started = performance.now();
  for (let n = 0; n < CLOCKS; n += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, CLOCKS - n) }, () =>
        call("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" }),
      ),
    );
  await until(async () => (await count(database, tenantId, "sla_clocks")) === CLOCKS, "every job has a clock");
  console.log(`${CLOCKS} jobs have their clocks after ${((performance.now() - started) / 1000).toFixed(1)} s`);

  // behind every warning, after which the timer looks for what comes next
  const due = new Date(Date.now() + 70_000).toISOString();
  await database.prepare("update sla_clocks set response_due_at = ?1 where tenant_id = ?2").bind(due, tenantId).run();
  const lateness: number[] = [];
  await until(async () => {
    const n = await count(database, tenantId, "sla_violations");
    const late = Date.now() - Date.parse(due);
    while (lateness.length < n) lateness.push(late);
    return n === CLOCKS;
  }, "every violation is noted");
  const at = (part: number) => lateness[Math.ceil(lateness.length * part) - 1];
  console.log(
    `${CLOCKS} violations of one moment are seen after it: the first after ${at(1 / CLOCKS)} ms, half after ${at(0.5)} ms, all after ${at(1)} ms`,
  );
} finally {
  await servers.close();
}

async function count(database: Database, tenantId: string, table: string): Promise<number> {
  const row = await database
    .prepare(`select count(*) n from ${table} where tenant_id = ?`)
    .bind(tenantId)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

async function until(check: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
    await sleep(20);
  }
}
