import { readArguments } from "#/tools/usage.ts";
import type { Database } from "../support/miniflare.ts";
import { openBusiness } from "./business.ts";
import { median } from "./load.ts";
import type { Recording } from "./recorder.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:stock [-- --rounds 7]

Issues one part 500 times at the same moment, by the API and by a bare Worker that sends the same SQL, in turn, and checks that none is lost. Then the
first page of what is in stock, of 1,000 and of 100,000 parts, and a week's timesheets of 500 technicians.`;

const { values } = readArguments(USAGE, { options: { rounds: { type: "string", default: "7" } } });
const ROUNDS = Number(values.rounds);
const AT_ONCE = 500;
const TECHNICIANS = 500;

type Data = Record<string, number> & { items?: unknown[] };
type Copies = [table: string, copied: Record<string, string>][];
const stock: Copies = [
  ["parts", { id: "n", sku: "'sku-' || n" }],
  ["stock_levels", { part_id: "n" }],
];
const crew: Copies = [
  ["technicians", { id: "n" }],
  ["timesheets", { technician_id: "n", id: "n" }],
];

const servers = await startServers({ LOG_REQUESTS: "off" });
try {
  const { tenantId, shard, headers } = await openBusiness(servers, { sales: 1, jobs: 1 });
  const database = await servers.database(shard);
  const send = async (server: URL, method: string, path: string, body?: unknown) => {
    const answer = await fetch(new URL(`/api/v1${path}`, server), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { headers: answer.headers, data: (JSON.parse(text) as { data: Data }).data };
  };
  const call = async (path: string, body: unknown) => (await send(servers.quiet, "POST", path, body)).data;
  const part = await call("/admin/parts", { name: "Capacitor", sku: "CAP", cost_cents: 1200, min_stock: 10 });
  const warehouse = await call("/admin/stock-locations", { name: "Main warehouse" });
  const here = { part_id: part.id, location_id: warehouse.id };
  for (let n = 0; n < 2; n++) await call("/admin/inventory/receive", { ...here, quantity: 900_000 });
  const issue = { ...here, job_id: 1, quantity: 1 };

  const recorded = await fetch(new URL("/api/v1/admin/inventory/issue", servers.recorder), {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(issue),
  });
  const { trips, body } = (await recorded.json()) as Recording;
  const answer = (JSON.parse(body) as { data: unknown }).data;
  await fetch(servers.replay, { method: "PUT", body: JSON.stringify({ shard, trips, answer }) });
  console.log(`an issue: ${trips.length} D1 trips, ${trips.map((trip) => trip.length).join(" + ")} statements`);

  const round = async (server: URL) => {
    const started = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, () => send(server, "POST", "/admin/inventory/issue", issue)));
    return AT_ONCE / ((performance.now() - started) / 1000);
  };
  for (const server of [servers.quiet, servers.replay, servers.quiet, servers.replay]) await round(server); // warm up
  const before = await onHand(database, tenantId);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const order = [
      () => round(servers.quiet).then((one) => ours.push(one)),
      () => round(servers.replay).then((one) => bare.push(one)),
    ];
    for (const run of n % 2 === 0 ? order : order.toReversed()) await run();
  }
  const after = await onHand(database, tenantId);
  const lost = 2 * ROUNDS * AT_ONCE - (before.level - after.level) / 1000;
  const ratios = ours.map((one, i) => one / (bare[i] ?? Number.NaN));
  console.log(
    `${AT_ONCE} issues of one part at once: ${median(ours).toFixed(0)}/s, bare Worker ${median(bare).toFixed(0)}/s, ratio ${median(ratios).toFixed(2)} ` +
      `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}); ${lost} lost, level less moves ${after.level - after.moves}`,
  );

  for (const size of [1000, 100_000]) {
    await fill(database, tenantId, stock, size);
    const times: number[] = [];
    let timing = "";
    for (let n = 0; n < 40; n++) {
      const started = performance.now();
      const page = await send(servers.quiet, "GET", "/admin/inventory/stock");
      times.push(performance.now() - started);
      timing = page.headers.get("server-timing") ?? "";
    }
    const [, cost = "?"] = /d1;desc="([^"]+)"/.exec(timing) ?? [];
    console.log(`stock page of 50, ${size} parts: ${median(times).toFixed(1)} ms, ${cost}`);
  }

  const worked = { clock_in: "2026-03-02T14:00:00Z", clock_out: "2026-03-02T22:00:00Z" };
  await call("/time-tracking/entries", { technician_id: 1, ...worked });
  await fill(database, tenantId, crew, TECHNICIANS);
  const week = () => send(servers.quiet, "GET", "/admin/timesheets?week=2026-03-02");
  for (let n = 0; n < 20; n++) await week();
  const [cpu, rounds] = [servers.cpuMs(), 50];
  let sheets = 0;
  for (let n = 0; n < rounds; n++) sheets = (await week()).data.items?.length ?? 0;
  const each = (servers.cpuMs() - cpu) / rounds;
  console.log(`timesheets of a week, ${sheets} technicians: ${each.toFixed(1)} ms of CPU of the whole runtime`);
} finally {
  await servers.close();
}

/** What the level says, and what the moves add up to, in thousandths. */
async function onHand(database: Database, tenantId: string) {
  const row = await database
    .prepare(
      `select (select sum(on_hand_milli) from stock_levels where tenant_id = ?1) level,
        (select sum(quantity_milli) from stock_moves where tenant_id = ?1) moves`,
    )
    .bind(tenantId)
    .first<{ level: number; moves: number }>();
  return row ?? { level: 0, moves: 0 };
}

/** Copies a row of each table until there are `n`: the columns that differ from the first, of which the first of all names it. */
async function fill(database: Database, tenantId: string, copies: Copies, n: number): Promise<void> {
  for (const [table, copied] of copies) {
    const columns = await database.prepare("select name from pragma_table_info(?)").bind(table).all<{ name: string }>();
    const names = columns.results.map(({ name }: { name: string }) => name);
    const [key] = Object.keys(copied);
    await database
      .prepare(
        `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < ?2)
         insert or ignore into ${table} (${names.join()}) select ${names.map((name) => copied[name] ?? name).join()}
         from numbers join ${table} on tenant_id = ?1 and ${key} = 1`,
      )
      .bind(tenantId, n)
      .run();
  }
  await database
    .prepare("update counters set n = ?2 where tenant_id = ?1 and entity in ('part', 'part/active')")
    .bind(tenantId, n)
    .run();
}
