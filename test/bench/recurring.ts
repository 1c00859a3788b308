import { setTimeout as sleep } from "node:timers/promises";
import { readArguments } from "#/tools/usage.ts";
import { openBusiness } from "./business.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:recurring [-- --agreements 20000]

Makes the recurring invoices of one day through the queue, while the run of the day is taken away from its worker twice, as if it had been killed
between two commits: its lease is given up in the database, so its next commit is refused and another worker goes on. Prints invoices a second and
that each period was billed once.`;

const { values } = readArguments(USAGE, { options: { agreements: { type: "string", default: "20000" } } });
const N = Number(values.agreements);

const servers = await startServers({ LOG_REQUESTS: "off" });
try {
  const business = await openBusiness(servers, { sales: 1, jobs: 1 });
  const { tenantId, shard, headers } = business;
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(new URL(`/api/v1${path}`, servers.quiet), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: Record<string, number> }).data;
  };
  const plan = await call("POST", "/admin/agreement-plans", {
    ...{ name: "Comfort Club", price_cents: 4900, billing_frequency: "monthly", visits_per_year: 0 },
  });
  const customer = await call("POST", "/admin/customers", { name: "Jane Doe" });
  const asked = { plan_id: plan.id, customer_id: customer.id, starts_on: "2190-01-31" };
  const { id } = await call("POST", "/admin/service-agreements", asked);
  await call("POST", `/admin/service-agreements/${id}/activate`, {});
  const database = await servers.database(shard);
  const rows = async <Row>(text: string) => (await database.prepare(text).bind(tenantId).all<Row>()).results as Row[];

  // the one agreement many times, all of them due today
  const [day] = await rows<{ id: string }>(
    "select id from agreement_runs where tenant_id = ?1 order by id desc limit 1",
  );
  const today = day?.id ?? "";
  for (let left = 100; left > 0; left--) {
    const [waiting] = await rows<{ n: number }>(
      "select count(*) n from agreement_runs where tenant_id = ?1 and status = 'waiting'",
    );
    if (waiting?.n === 0) break;
    await sleep(100);
  }
  for (const [table, column] of [
    ["service_agreements", "id"],
    ["recurring_invoices", "agreement_id"],
  ] as const) {
    const columns = (
      await database.prepare("select name from pragma_table_info(?)").bind(table).all<{ name: string }>()
    ).results;
    const names = columns.map(({ name }) => name);
    const due: Record<string, string> = {
      ...{ id: "n", [column]: "n", starts_on: "?3", anchor_on: "?3", next_period_start: "?3", next_invoice_on: "?3" },
      ends_on: "'2199-12-31'",
      end_slot: "'2199-12-31'",
    };
    await database
      .prepare(
        `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n <= ?2)
         insert into ${table} (${names.join(", ")}) select ${names.map((name) => due[name] ?? name).join(", ")} from numbers join ${table} on tenant_id = ?1 and id = 1`,
      )
      .bind(tenantId, N, today)
      .run();
  }
  await database
    .prepare(
      "update agreement_runs set status = 'waiting', next_attempt_at = '2000-01-01T00:00:00.000Z' where tenant_id = ?",
    )
    .bind(tenantId)
    .run();

  const made = async () =>
    (await rows<{ n: number }>("select count(*) n from agreement_periods where tenant_id = ?1"))[0]?.n ?? 0;
  const started = performance.now();
  await servers.cron("* * * * *");
  let kills = 0;
  let n = 0;
  for (; n < N; n = await made()) {
    if (performance.now() - started > 600_000) throw new Error(`only ${n} of ${N} after ten minutes`);
    if (kills < 2 && n > (N * (kills + 1)) / 3) {
      kills++;
      // the worker that has it finds at its next commit that it is not its own any more
      await database
        .prepare(
          "update agreement_runs set attempts = attempts + 1, next_attempt_at = '2000-01-01T00:00:00.000Z' where tenant_id = ? and status = 'waiting'",
        )
        .bind(tenantId)
        .run();
      await servers.cron("* * * * *");
    }
    await sleep(50);
  }
  const seconds = (performance.now() - started) / 1000;
  const [invoices] = await rows<{ n: number; sources: number; numbers: number; cents: number }>(
    "select count(*) n, count(distinct source) sources, count(distinct number) numbers, sum(total_cents) cents from invoices where tenant_id = ?1 and source like 'agreement:%'",
  );
  console.log(`${n} invoices in ${seconds.toFixed(1)} s: ${Math.round(n / seconds)} a second, killed ${kills} times`);
  console.log(
    JSON.stringify(invoices),
    invoices?.n === N && invoices.sources === N && invoices.numbers === N ? "each once" : "NOT ONCE EACH",
  );
} finally {
  await servers.close();
}
