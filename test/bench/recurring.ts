import { readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { readArguments } from "#/tools/usage.ts";
import { openBusiness } from "./business.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:recurring [-- --agreements 20000]

Makes the recurring invoices of one day through the queue. At a third and at two thirds of them the runtime is killed (SIGKILL) and started again on the
same databases; the messages that were on their way are gone with it. Prints invoices a second, and whether each period was billed exactly once.`;

const { values } = readArguments(USAGE, { options: { agreements: { type: "string", default: "20000" } } });
const N = Number(values.agreements);
const KILLS = 2;
const PATIENCE_MS = 600_000;

let servers = await startServers({ LOG_REQUESTS: "off" });

/** A business with one agreement of $49 a month, whose run of today is done. */
async function agreed() {
  const business = await openBusiness(servers, { sales: 1, jobs: 1 });
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(new URL(`/api/v1${path}`, servers.quiet), {
      method: "POST",
      headers: { ...business.headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: Record<string, number> }).data;
  };
  const monthly = { name: "Comfort Club", price_cents: 4900, billing_frequency: "monthly", visits_per_year: 0 };
  const plan = await post("/admin/agreement-plans", monthly);
  const customer = await post("/admin/customers", { name: "Jane Doe" });
  const asked = { plan_id: plan.id, customer_id: customer.id, starts_on: "2190-01-31" };
  const { id } = await post("/admin/service-agreements", asked);
  await post(`/admin/service-agreements/${id}/activate`, {});
  return business;
}
const { tenantId, shard } = await agreed();

const run = async (text: string, ...params: unknown[]) =>
  await (await servers.database(shard))
    .prepare(text)
    .bind(tenantId, ...params)
    .run<Record<string, number & string>>();
const row = async (text: string, ...params: unknown[]) => (await run(text, ...params)).results[0] ?? {};

const runEnds = async () => {
  const waiting = "select count(*) n from agreement_runs where tenant_id = ?1 and status = 'waiting'";
  for (const started = performance.now(); (await row(waiting)).n !== 0; await sleep(50))
    if (performance.now() - started > PATIENCE_MS) throw new Error("the run of the day does not end");
};
await runEnds();

/** The one agreement N times, all of them due today. */
async function multiply(today: string): Promise<void> {
  const due: Record<string, string> = {
    ...{ starts_on: "?3", anchor_on: "?3", next_period_start: "?3", next_invoice_on: "?3" },
    ...{ id: "n", ends_on: "'2199-12-31'", end_slot: "'2199-12-31'" },
  };
  for (const [table, column] of [
    ["service_agreements", "id"],
    ["recurring_invoices", "agreement_id"],
  ] as const) {
    const { results } = await run(`select name from pragma_table_info('${table}') where ?1 <> ''`);
    const names = results.map(({ name }) => String(name));
    const copied = names.map((name) => (name === column ? "n" : (due[name] ?? name)));
    await run(
      `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n <= ?2)
       insert into ${table} (${names.join(", ")}) select ${copied.join(", ")} from numbers join ${table} on tenant_id = ?1 and id = 1`,
      N,
      today,
    );
  }
}
/** The run of the day is due, as it is when its alarm was lost or its worker died long ago. */
const makeDue = () =>
  run(
    "update agreement_runs set status = 'waiting', next_attempt_at = '2000-01-01T00:00:00.000Z' where tenant_id = ?1 and id = (select max(id) from agreement_runs where tenant_id = ?1)",
  );

/** How many invoices are committed, read beside the runtime: while it makes invoices, it answers nobody else. */
function made(): number {
  for (const file of readdirSync(servers.files).filter((name) => name.endsWith(".sqlite"))) {
    const database = new DatabaseSync(join(servers.files, file), { readOnly: true });
    try {
      const [found] = database
        .prepare("select last_id n from sequences where tenant_id = ? and entity = 'invoice'")
        .all(tenantId);
      if (found) return Number(found.n);
    } catch {
      // a database of another kind, or one that is busy just now
    } finally {
      database.close();
    }
  }
  return 0;
}

type Stretch = { title: string; invoices: number; seconds: number; cpuMs: number };
/** Lets the queue work until so many invoices are made. */
async function workUntil(n: number, title: string): Promise<Stretch> {
  const before = made();
  const [started, cpu] = [performance.now(), servers.cpuMs()];
  void servers.cron("* * * * *").catch(() => undefined); // may be killed before it answers
  let now = before;
  for (; now < n; now = made()) {
    if (performance.now() - started > PATIENCE_MS) throw new Error(`only ${now} of ${N} after ten minutes`);
    await sleep(20);
  }
  return { title, invoices: now - before, seconds: (performance.now() - started) / 1000, cpuMs: servers.cpuMs() - cpu };
}

/** What there must be N of, and what there is. */
const counted = (today: string) =>
  row(
    `select (select count(*) from invoices where tenant_id = ?1 and source like 'agreement:%') invoices,
      (select count(distinct source) from invoices where tenant_id = ?1) sources,
      (select count(distinct number) from invoices where tenant_id = ?1) numbers,
      (select max(cast(substr(number, instr(number, '-') + 1) as integer)) from invoices where tenant_id = ?1) "last number",
      (select count(*) from agreement_periods where tenant_id = ?1 and period_no = 1) periods,
      (select count(*) from invoice_ledger where tenant_id = ?1) debts,
      (select count(distinct entity_id) from outbox where tenant_id = ?1 and type = 'invoice.sent') "invoice.sent",
      (select count(*) from recurring_invoices where tenant_id = ?1 and invoices_made = 1 and next_invoice_on > ?2) "moved on"`,
    today,
  );

try {
  const { id: today } = await row("select max(id) id from agreement_runs where tenant_id = ?1");
  await multiply(String(today));
  await makeDue();
  const stretches: Stretch[] = [];
  const outages: number[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    stretches.push(await workUntil(Math.ceil((N * kill) / (KILLS + 1)), `until kill ${kill}`));
    const killed = performance.now();
    servers = await servers.killAndStart();
    outages.push((performance.now() - killed) / 1000);
    await makeDue();
  }
  stretches.push(await workUntil(N, "to the end"));
  await runEnds();

  const sum = (of: (one: Stretch) => number) => stretches.reduce((before, one) => before + of(one), 0);
  const all = { title: "all", invoices: sum((one) => one.invoices), seconds: sum((one) => one.seconds) };
  const lines = [...stretches, { ...all, cpuMs: sum((one) => one.cpuMs) }].map(
    ({ title, invoices, seconds, cpuMs }) => {
      const cells = [
        title,
        invoices,
        seconds.toFixed(1),
        Math.round(invoices / seconds),
        (cpuMs / invoices).toFixed(2),
      ];
      return `| ${cells.join(" | ")} |`;
    },
  );
  const there = await counted(String(today));
  const wrong = Object.entries(there).filter(([, n]) => n !== N);
  process.stdout.write(`
${N} recurring invoices of one day, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; killed ${KILLS} times (down ${outages.map((one) => `${one.toFixed(1)} s`).join(" and ")}, not counted)

| | invoices | seconds | a second | CPU ms each |
| --- | ---: | ---: | ---: | ---: |
${lines.join("\n")}

${Object.entries(there)
  .map(([what, n]) => `${what} ${n}`)
  .join(", ")}: ${wrong.length === 0 ? "each exactly once" : `NOT ONCE EACH: ${wrong.map(([what]) => what).join(", ")}`}
`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await servers.close();
}
process.exit(); // a runtime that was killed may leave a socket open behind it
