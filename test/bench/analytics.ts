import { readArguments } from "#/tools/usage.ts";
import { fillYears } from "./analytics-rows.ts";
import { openBusiness } from "./business.ts";
import { median } from "./load.ts";
import { startServers } from "./servers.ts";

const USAGE = `npm run bench:analytics [-- --sales 1000000] [--rounds 15]

Gives one business three years of sales in a local D1, of 20,000 customers in 300 ZIPs, with what is kept of them as the product keeps it. Prints for
each endpoint its D1 trips, the rows that it reads and its time, beside one SQL that adds the same figures up from the raw rows in the same run, and
whether both are equal. Then the answers of a dashboard at once.`;

const { values } = readArguments(USAGE, {
  options: { sales: { type: "string", default: "1000000" }, rounds: { type: "string", default: "15" } },
});
const [SALES, ROUNDS] = [Number(values.sales), Number(values.rounds)];

type Row = Record<string, string | number>;
type Data = Record<string, unknown> & { items?: Row[]; groups?: Row[]; months?: Row[]; history?: Row[] };
type Figure = {
  name: string;
  path: string;
  raw: string;
  ours: (data: Data) => number;
  theirs: (rows: Row[]) => number;
};

const revenue = `case when tax_cents = 0 then sale_price_cents - refunded_cents
  else sale_price_cents - refunded_cents - tax_cents * (sale_price_cents - refunded_cents) / sale_price_cents end`;
const byMonth = `select substr(sale_date, 1, 7) month, sum(${revenue}) value from sales where tenant_id = ?1 and voided = 0 group by 1 order by 1`;
const BASE = "/admin/analytics";
const add = (rows: Row[] | undefined, field: string) => (rows ?? []).reduce((sum, row) => sum + Number(row[field]), 0);
const byPlace = (zip: string) =>
  `select ${zip} label, sum(${revenue}) value from sales where tenant_id = ?1 and voided = 0 group by 1 order by 2 desc limit 250`;

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
    theirs: (rows) => add(rows.slice(-13), "value"),
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
];
/** What a dashboard shows at once; the fifth is the technicians' scorecard. */
const dashboard = ["projections", "growth", "customers", "heatmap by zip"];

const servers = await startServers({ LOG_REQUESTS: "off" });
try {
  const { tenantId, shard, headers } = await openBusiness(servers, { sales: SALES, jobs: 1 });
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
  for (const { name, path, raw, ours, theirs } of figures) {
    const times: number[] = [];
    for (let n = 0; n < ROUNDS + 3; n++) times.push((await get(path)).ms);
    const { cost, data } = await get(path);
    const rawTimes: number[] = [];
    let rows: Row[] = [];
    for (let n = 0; n < 3; n++) {
      const started = performance.now();
      rows = (await database.prepare(raw).bind(tenantId).all<Row>()).results;
      rawTimes.push(performance.now() - started);
    }
    const [own, other] = [median(times.slice(3)), median(rawTimes)];
    const isEqual = ours(data) === theirs(rows) ? "equal" : `NOT equal: ${ours(data)}, raw ${theirs(rows)}`;
    console.log(
      `${name}: ${cost}, ${own.toFixed(1)} ms; raw rows ${other.toFixed(0)} ms, ${(other / own).toFixed(0)} times as long; ${isEqual}`,
    );
  }
  const paths = [
    ...figures.filter(({ name }) => dashboard.includes(name)).map(({ path }) => path),
    "/admin/technicians/metrics",
  ];
  const status = (await fetch(new URL(`/api/v1${paths.at(-1)}`, servers.quiet), { headers })).status;
  const shown = status === 200 ? paths : paths.slice(0, -1);
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
