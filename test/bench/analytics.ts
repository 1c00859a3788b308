import { readArguments } from "#/tools/usage.ts";
import { fillYears, REVENUE } from "./analytics-rows.ts";
import { openBusiness } from "./business.ts";
import { median } from "./load.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:analytics [-- --sales 1000000] [--rounds 15]

Gives one business three years of sales in a local D1, of 20,000 customers in 300 ZIPs, and a tenth as
many jobs, of 12 technicians, with what is kept of them as the product keeps it. Prints for
each endpoint its D1 trips, the rows that it reads and its time, beside one SQL that adds the same figures up from the raw rows in the same run, and
whether both are equal. Then the answers of a dashboard at once.`;

const { values } = readArguments(USAGE, {
  options: { sales: { type: "string", default: "1000000" }, rounds: { type: "string", default: "15" } },
});
const [SALES, ROUNDS] = [Number(values.sales), Number(values.rounds)];

type Row = Record<string, string | number>;
type Card = Row & { previous: Row };
type Data = Record<string, unknown> & {
  items?: Row[];
  groups?: Row[];
  months?: Row[];
  history?: Row[];
  technicians?: Card[];
};
type Figure = {
  name: string;
  path: string;
  raw: string;
  /** Fields of the answer that the raw SQL has as ?2 and further. */
  days?: string[];
  ours: (data: Data) => number;
  theirs: (rows: Row[]) => number;
};

const byMonth = `select substr(sale_date, 1, 7) month, sum(${REVENUE}) value from sales where tenant_id = ?1 and voided = 0 group by 1 order by 1`;
const BASE = "/admin/analytics";
const add = (rows: Row[] | undefined, field: string) => (rows ?? []).reduce((sum, row) => sum + Number(row[field]), 0);
const byPlace = (zip: string) =>
  `select ${zip} label, sum(${REVENUE}) value from sales where tenant_id = ?1 and voided = 0 group by 1 order by 2 desc limit 250`;

const scored = ["revenue_cents", "commission_cents", "completed", "median_job_minutes"];
const minutes = "round((julianday(completed_at) - julianday(started_at)) * 1440)";
const scorecard = (name: string, query: string): Figure => ({
  name,
  path: `/admin/technicians/metrics${query}`,
  raw: `with period(p, a, z) as (select 1, ?2, ?3 union all select 2, ?4, ?5),
    sold as (select technician_id t, p, sum(${REVENUE}) v from period cross join sales on sale_date between a and z
      where tenant_id = ?1 and voided = 0 group by 1, 2),
    earned as (select technician_id t, p, sum(amount_cents) v from period cross join commission_entries on counts_on between a and z
      where tenant_id = ?1 group by 1, 2),
    work as (select technician_id t, p, ${minutes} m, row_number() over (partition by technician_id, p order by ${minutes}) i,
      count(*) over (partition by technician_id, p) n
      from period join dispatch_jobs on completed_at between a and z || 'T99' where tenant_id = ?1 and status = 'completed'),
    done as (select t, p, count(*) v, avg(case when i in ((n + 1) / 2, (n + 2) / 2) then m end) median from work group by 1, 2)
    select sold.v revenue_cents, earned.v commission_cents, done.v completed, median median_job_minutes
    from sold join earned using (t, p) join done using (t, p)`,
  days: ["date_from", "date_to", "previous_from", "previous_to"],
  ours: ({ technicians = [] }) => {
    const periods = technicians.flatMap((card) => [card, card.previous]);
    return scored.reduce((sum, field) => sum + add(periods, field), 0);
  },
  theirs: (rows) => scored.reduce((sum, field) => sum + add(rows, field), 0),
});
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const figures: Figure[] = [
  {
    name: "projections",
    path: `${BASE}/projections?horizon=6&metric=revenue`,
    raw: byMonth,
    ours: ({ history }) => add(history, "value"),
    theirs: (rows) => add(rows.slice(0, -1), "value"), // the running month is projected
  },
  {
    name: "growth",
    path: `${BASE}/growth`,
    raw: byMonth,
    ours: ({ months }) => add(months, "value"),
    theirs: (rows) => add(rows.slice(-14), "value"),
  },
  {
    name: "customers",
    path: `${BASE}/customers?sortBy=totalSpend&page=1&limit=20`,
    raw: `select customer_id, sum(paid_cents - refunded_cents) spend, count(*) n, min(sale_date), max(sale_date)
      from sales where tenant_id = ?1 and voided = 0 group by 1 order by 2 desc limit 20`,
    ours: ({ items }) => add(items, "total_spend_cents"),
    theirs: (rows) => add(rows, "spend"),
  },
  {
    name: "customers by recency",
    path: `${BASE}/customers?sortBy=recency&page=1&limit=50`,
    raw: `select customer_id, count(*) n, max(sale_date) last from sales
      where tenant_id = ?1 and voided = 0 group by 1 order by 3 desc, 1 desc limit 50`,
    ours: ({ items }) => add(items, "sale_count"),
    theirs: (rows) => add(rows, "n"),
  },
  {
    name: "customers, a page of 100",
    path: `${BASE}/customers?limit=100`,
    raw: `select customer_id, sum(paid_cents - refunded_cents) spend from sales where tenant_id = ?1 and voided = 0 group by 1 order by 2 desc limit 100`,
    ours: ({ items }) => add(items, "total_spend_cents"),
    theirs: (rows) => add(rows, "spend"),
  },
  {
    name: "heatmap by zip",
    path: `${BASE}/geo-heatmap?metric=revenue&groupBy=zip`,
    raw: byPlace("place ->> 'zip'"),
    ours: ({ groups }) => (groups ?? []).length,
    theirs: (rows) => rows.length,
  },
  {
    name: "heatmap by state",
    path: `${BASE}/geo-heatmap?metric=revenue&groupBy=state`,
    raw: byPlace("place ->> 'state'"),
    ours: ({ groups }) => add(groups, "value"),
    theirs: (rows) => add(rows, "value"),
  },
  scorecard("scorecard", ""),
  scorecard("scorecard of an odd 81 days", `?date_from=${daysAgo(100)}&date_to=${daysAgo(20)}`),
  scorecard("scorecard of a year", `?date_from=${daysAgo(364)}`),
  scorecard("scorecard of two years less a month, with odd ends", `?date_from=${daysAgo(715)}&date_to=${daysAgo(16)}`),
];
/** What a dashboard shows at once. */
const dashboard = ["projections", "growth", "customers", "heatmap by zip", "scorecard"];

const servers = await startServers({ LOG_REQUESTS: "off" });
try {
  const { tenantId, shard, headers } = await openBusiness(servers, { sales: SALES, jobs: Math.ceil(SALES / 10) });
  const database = await servers.database(shard);
  const seeded = performance.now();
  await fillYears(database, tenantId, SALES);
  console.log(
    `${SALES.toLocaleString("en")} sales, what is kept of them made in ${((performance.now() - seeded) / 1000).toFixed(0)} s`,
  );
  const get = async (path: string) => {
    const started = performance.now();
    const answer = await fetch(new URL(`/api/v1${path}`, servers.quiet), { headers });
    const text = await answer.text();
    const ms = performance.now() - started;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    const [, cost = "?"] = /d1;desc="([^"]+)"/.exec(answer.headers.get("server-timing") ?? "") ?? [];
    return { ms, cost, data: (JSON.parse(text) as { data: Data }).data };
  };
  for (const { name, path, raw, days = [], ours, theirs } of figures) {
    const times: number[] = [];
    for (let n = 0; n < ROUNDS + 3; n++) times.push((await get(path)).ms);
    const { cost, data } = await get(path);
    const rawTimes: number[] = [];
    let rows: Row[] = [];
    for (let n = 0; n < 3; n++) {
      const started = performance.now();
      rows = (
        await database
          .prepare(raw)
          .bind(tenantId, ...days.map((field) => data[field]))
          .all<Row>()
      ).results;
      rawTimes.push(performance.now() - started);
    }
    const [own, other] = [median(times.slice(3)), median(rawTimes)];
    const isEqual = ours(data) === theirs(rows) ? "equal" : `NOT equal: ${ours(data)}, raw ${theirs(rows)}`;
    console.log(
      `${name}: ${cost}, ${own.toFixed(1)} ms; raw rows ${other.toFixed(0)} ms, ${(other / own).toFixed(0)} times as long; ${isEqual}`,
    );
  }
  const shown = figures.filter(({ name }) => dashboard.includes(name)).map(({ path }) => path);
  const all: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const started = performance.now();
    await Promise.all(shown.map(get));
    all.push(performance.now() - started);
  }
  console.log(`a dashboard's ${shown.length} answers at once: ${median(all).toFixed(0)} ms`);
} finally {
  await servers.close();
}
