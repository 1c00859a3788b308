import { getTableConfig } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { customerHistory as loadCustomerHistory } from "#/customer-history.ts";
import { domains } from "#/domains.ts";
import { mounts } from "#/mounts.ts";
import { endpointsByDomain } from "./support/endpoints.ts";
import { circles, type Import, importsOf, readSource, sourceFiles } from "./support/source-tree.ts";
import { tenantTables } from "./support/tables.ts";

// The plan of the house (architecture.md 3 to 6) as a test: what may import what, what a file may be called, how long it may be.

const files = sourceFiles("src/**/*.ts").filter((path) => !path.startsWith("src/web/"));
const code = files.filter((path) => !path.endsWith(".test.ts") && !path.endsWith(".d.ts"));
const imports = code.flatMap(importsOf);
const ours = imports.filter(({ to }) => to.startsWith("src/"));
const domainOf = (path: string) => /^src\/domains\/([^/]+)\//.exec(path)?.[1];

/** The tiers: a domain knows only those before it. A later domain reacts to an event of an earlier one. */
const order = domains.map(({ name }) => name);
const tierOf = (domain: string) => order.indexOf(domain);
/** The control database belongs to those who find, open and join businesses. */
const ownersOfControl = ["tenants", "platform", "identity", "referrals", "portal"];

type Rule = { who: RegExp; may: readonly RegExp[] };
const kernel = /^src\/kernel\//;
const actor = /^src\/actor\.ts$/;
const ctx = /^src\/ctx\.ts$/;
const jobs = /^src\/jobs\.ts$/;
const eventList = /^src\/events\.ts$/;
const customerHistory = /^src\/customer-history\.ts$/;
const suppliers = /^src\/suppliers\.ts$/;
const payrollSources = /^src\/payroll-sources\.ts$/;
const customerMails = /^src\/customer-mails\.ts$/;
const requiredForms = /^src\/required-forms\.ts$/;
const serviceLevels = /^src\/service-levels\.ts$/;
const domainTable = /^src\/((document|operation|insight)-)?domains\.ts$/;
const domainType = /^src\/domain\.ts$/;
const mountTable = /^src\/mounts\.ts$/;
const development = /^src\/development\//;
const db = /^src\/db\//;
const stubs = /^src\/durable-objects\/stubs\.ts$/;
const integrations = /^src\/integrations\//;
const domainIndex = /^src\/domains\/[^/]+\/index\.ts$/;
const http = /^src\/http\//;
const basis = [db, stubs, integrations, jobs, actor, ctx, kernel];

/** The first rule whose `who` fits a file holds for it. */
const rules: Rule[] = [
  { who: /^src\/index\.ts$/, may: [/^src\/app\.ts$/, /^src\/(queues|cron)\/index\.ts$/, /^src\/durable-objects\//] },
  { who: /^src\/app\.ts$/, may: [mountTable, http, kernel] },
  { who: mountTable, may: [domainType, domainTable, /^src\/development\/routes\.ts$/] },
  // runs the jobs of all domains, as the crons and queues do
  { who: development, may: [development, /^src\/(queues|cron)\//, http, ...basis] },
  { who: domainType, may: [jobs, http] },
  { who: domainTable, may: [domainType, domainTable, /^src\/domains\/[^/]+\/(routes|jobs)\.ts$/, jobs, http] },
  { who: eventList, may: [/^src\/domains\/[^/]+\/events\.ts$/, kernel] },
  { who: customerHistory, may: [/^src\/domains\/[^/]+\/tables\.ts$/, db] },
  { who: suppliers, may: [/^src\/domains\/[^/]+\/supplier-repo\.ts$/, db, ctx, kernel] },
  { who: payrollSources, may: [/^src\/domains\/[^/]+\/payroll-repo\.ts$/, db] },
  { who: customerMails, may: [/^src\/domains\/[^/]+\/mail-log-repo\.ts$/, db, ctx, kernel] },
  { who: requiredForms, may: [/^src\/domains\/[^/]+\/required-repo\.ts$/, db, ctx] },
  { who: serviceLevels, may: [/^src\/domains\/[^/]+\/board-repo\.ts$/, db, ctx, kernel] },
  { who: actor, may: [kernel] },
  // ctx binds work to a shard and tells the board: the one place where db and the stubs meet
  { who: ctx, may: [actor, db, stubs, kernel] },
  { who: jobs, may: [ctx, db, kernel] },
  { who: kernel, may: [kernel] },
  // db runs what it is given: the context is what it is given
  { who: db, may: [db, actor, ctx, kernel] },
  { who: http, may: [http, db, stubs, actor, ctx, kernel] },
  { who: stubs, may: [/^src\/db\/directory\.ts$/, /^src\/durable-objects\//, kernel] },
  { who: /^src\/(queues|cron)\//, may: [/^src\/(queues|cron)\//, domainTable, ...basis] },
  { who: /^src\/durable-objects\//, may: [/^src\/durable-objects\//, domainIndex, ...basis] },
  { who: integrations, may: [integrations, kernel] },
  // routes know of the database only how to read, and the names of the shards
  {
    who: /^src\/domains\/[^/]+\/([\w-]+-)?routes\.ts$/,
    may: [http, domainIndex, eventList, /^src\/db\/(tenant\/load|directory)\.ts$/, actor, ctx, kernel],
  },
  {
    who: /^src\/domains\//,
    may: [
      domainIndex,
      eventList,
      customerHistory,
      suppliers,
      payrollSources,
      customerMails,
      requiredForms,
      serviceLevels,
      ...basis,
    ],
  },
  { who: /^src\/tools\//, may: [/^src\//] },
];

/** What is wrong with an import; undefined when it is as the plan has it. */
function problem({ from, to, lazy }: Pick<Import, "from" | "to" | "lazy">): string | undefined {
  const [mine, theirs] = [domainOf(from), domainOf(to)];
  if (from.startsWith("src/tools/")) return undefined;
  if (to.startsWith("src/tools/")) return "nothing imports the tools";
  const isList = [
    domainTable,
    eventList,
    customerHistory,
    suppliers,
    payrollSources,
    customerMails,
    requiredForms,
    serviceLevels,
  ].some((list) => list.test(from));
  if (theirs && isList && !lazy) return "domains are loaded lazily";
  if (mine && mine === theirs) return undefined;
  if (mine && theirs && tierOf(theirs) >= tierOf(mine)) return `${theirs} does not stand before ${mine} in domains.ts`;
  if (mine && to.startsWith("src/db/control/") && !ownersOfControl.includes(mine))
    return "the control database is not this domain's";
  const rule = rules.find(({ who }) => who.test(from));
  if (!rule) return "no rule tells where this file belongs";
  return rule.may.some((allowed) => allowed.test(to)) ? undefined : "the plan has no such way";
}

describe("imports", () => {
  it("go one way only", () => {
    const wrong = ours.flatMap((one) => problem(one)?.replace(/^/, `${one.from} -> ${one.to}: `) ?? []);
    expect(wrong).toEqual([]);
  });

  it("are seen: a wrong way of each kind is noticed", () => {
    const oneWay = (from: string, to: string, lazy = false) => problem({ from: `src/${from}`, to: `src/${to}`, lazy });
    const wrong = [
      oneWay("kernel/money.ts", "db/columns.ts"),
      oneWay("kernel/money.ts", "ctx.ts"),
      oneWay("db/retry.ts", "http/errors.ts"),
      oneWay("db/move.ts", "domains/items/tables.ts"),
      oneWay("http/gates.ts", "domains/identity/index.ts"),
      oneWay("domains/items/repo.ts", "domains/sales/index.ts"),
      oneWay("domains/sales/repo.ts", "domains/dispatch/index.ts"),
      oneWay("domains/sales/repo.ts", "domains/items/tables.ts"),
      oneWay("domains/sales/repo.ts", "db/control/client.ts"),
      oneWay("domains/sales/actions/record-sale.ts", "http/endpoint.ts"),
      oneWay("domains/sales/actions/record-sale.ts", "queues/relay.ts"),
      oneWay("domains/sales/jobs.ts", "domains.ts"),
      oneWay("queues/relay.ts", "domains/webhooks/index.ts"),
      oneWay("app.ts", "domains/sales/routes.ts"),
      oneWay("domains.ts", "domains/sales/routes.ts"),
      oneWay("index.ts", "tools/seed.ts"),
      oneWay("durable-objects/stubs.ts", "ctx.ts"),
    ];
    expect(wrong.filter((answer) => answer === undefined)).toEqual([]);
    expect(oneWay("domains.ts", "domains/sales/routes.ts", true)).toBeUndefined();
    expect(ours.length).toBeGreaterThan(200);
    expect(imports.some(({ lazy }) => lazy)).toBe(true);
  });

  it("never run in a circle, type-only ones included", () => {
    expect(circles(ours)).toEqual([]);
    const around = ["a.ts", "b.ts", "c.ts"].map((from, i, all) => ({ from, to: all[(i + 1) % 3] ?? "" }));
    expect(circles(around)).toHaveLength(1);
  });

  it("keep HTTP, SQL builders and the runtime where they belong", () => {
    const homes: [RegExp, RegExp][] = [
      [/^hono(\/|$)/, /^src\/(app\.ts|http\/|tools\/)/],
      [/^cloudflare:workers$/, /^src\/durable-objects\//],
      [/^drizzle-orm(\/|$)/, /^src\/(db\/|domains\/[^/]+\/[\w-]*(repo|tables)\.ts)/],
      [/^jose$/, /^src\/(kernel\/tokens\.ts|integrations\/)/],
      [/^node:/, /^src\/tools\//],
    ];
    const astray = imports.filter(({ from, to }) => homes.some(([name, home]) => name.test(to) && !home.test(from)));
    expect(astray.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("leave rules pure: no context, no database", () => {
    const impure = ours.filter(
      ({ from, to, typeOnly }) => /rules\.ts$/.test(from) && (ctx.test(to) || (db.test(to) && !typeOnly)),
    );
    expect(impure.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe("domains", () => {
  it("are in domains.ts, each with its folder", () => {
    const folders = new Set(code.flatMap((path) => domainOf(path) ?? []));
    expect([...folders].toSorted()).toEqual(order.toSorted());
  });

  it("name their jobs and events where the system looks for them", () => {
    const having = (file: string) => order.filter((domain) => code.includes(`src/domains/${domain}/${file}`));
    expect(domains.filter(({ jobs: load }) => load).map(({ name }) => name)).toEqual(having("jobs.ts"));
    const listed = ours.filter(({ from }) => eventList.test(from)).flatMap(({ to }) => domainOf(to) ?? []);
    expect(listed).toEqual(having("events.ts"));
  });

  it("answer below their own paths, and share none", () => {
    const paths = mounts.flatMap((mount) => mount.paths);
    expect(new Set(paths).size).toBe(paths.length);
    const longest = (path: string) =>
      mounts
        .flatMap(({ name, paths: own }) => own.map((prefix) => ({ name, prefix })))
        .filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
        .toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.name;
    const astray = endpointsByDomain.filter(({ domain, endpoint }) => longest(endpoint.path) !== domain);
    expect(astray.map(({ domain, endpoint }) => `${domain}: ${endpoint.path}`)).toEqual([]);
  });

  it("have their endpoints from the one builder, so that no gate can be left out", () => {
    expect(new Set(endpointsByDomain.map(({ endpoint }) => endpoint.handle.toString())).size).toBe(1);
  });
});

describe("files", () => {
  it("are short", () => {
    const lengths = code.map((path) => ({ path, lines: readSource(path).split("\n").length }));
    expect(lengths.filter((file) => file.lines > 250)).toEqual([]);
  });

  it("are named in kebab-case and export no defaults but the Worker", () => {
    expect(files.filter((path) => !/^[a-z0-9/-]+(\.test|\.d)?\.ts$/.test(path))).toEqual([]);
    const defaults = code.filter((path) => /^export default /m.test(readSource(path)));
    expect(defaults).toEqual(["src/index.ts"]);
  });

  it("of actions say what is done to what", () => {
    const actions = files.filter((path) => path.includes("/actions/"));
    expect(actions.filter((path) => !/\/actions\/[a-z]+(-[a-z]+)+(\.test)?\.ts$/.test(path))).toEqual([]);
  });

  it("switch no check off", () => {
    const switches = /@ts-(ignore|expect-error|nocheck)|eslint-disable|oxlint-disable|biome-ignore|\bTODO\b|\bFIXME\b/;
    expect(code.filter((path) => switches.test(readSource(path)))).toEqual([]);
  });

  it("count versions in one place", () => {
    const counting = /version\s*(\}|\))?\s*\+ 1|version\} \+ 1/;
    expect(code.filter((path) => counting.test(readSource(path)))).toEqual(["src/db/tenant/stamps.ts"]);
  });
});

describe("tables of a shard", () => {
  /** Read by the system over all tenants of a shard, so the tenant cannot come first. */
  const acrossTenants: Record<string, string> = {
    sequences_by_entity: "finds the tenants whose outbox has news",
    idempotency_keys_by_expiry: "sweeps what has expired",
    sessions_by_expiry: "sweeps what has expired",
    refresh_tokens_by_age: "sweeps what is older than any session",
    refresh_tokens_sealed: "finds the sealed successors whose seconds are over",
    mailed_links_by_expiry: "sweeps what has expired",
    failed_attempts_by_expiry: "sweeps what has expired",
    sso_identities_unlisted: "finds the links that the control database has not learned of",
    agreement_runs_due: "finds the days of agreements whose work goes on",
    imports_due: "finds the imports that go on",
    reconciliation_runs_due: "finds the runs that go on",
    mails_due: "finds the mails whose time has come",
    communications_due: "finds the messages whose time has come",
    follow_ups_due: "finds the follow-ups whose time has come",
    webhook_deliveries_due: "finds the deliveries that no lane knows of",
    webhook_lanes_due: "finds the endpoints with deliveries whose time has come",
    webhook_replays_due: "finds the replays that go on",
    report_runs_due: "finds the runs of reports that go on",
    report_schedules_due: "finds the schedules of reports whose moment has come",
    route_plans_due: "finds the plans of routes that go on",
    webhook_replays_by_age: "sweeps the replays of long ago",
    webhook_deliveries_by_age: "sweeps the log of what was delivered long ago",
    daily_runs_due: "finds the daily tasks whose time has come",
    position_trail_by_time: "sweeps the trails of long ago",
    sla_clocks_overdue: "finds the clocks whose timer was lost",
    parked_reactions_due: "finds the reactions whose time has come",
  };

  it("begin their keys with the tenant", () => {
    const wrong = tenantTables.flatMap(({ name, columns, primaryKeys }) => {
      if (name === "must") return []; // never keeps a row
      const key = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
      return key[0]?.name === "tenant_id" ? [] : [name];
    });
    expect(wrong).toEqual([]);
  });

  it("begin their indexes with the tenant, but for the few that the system reads by", () => {
    const wrong = tenantTables.flatMap(({ indexes }) =>
      indexes.flatMap(({ config }) => {
        const first = config.columns[0];
        const named = first && "name" in first ? first.name : undefined;
        return named === "tenant_id" || config.name in acrossTenants ? [] : [config.name];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

it("a merge of two customers moves the rows of every table that names a customer", async () => {
  const moved = (await loadCustomerHistory()).map((table) => getTableConfig(table).name);
  const naming = tenantTables.filter(({ columns }) => columns.some(({ name }) => name === "customer_id"));
  const others = naming.map(({ name }) => name).filter((name) => !/^customer_/.test(name));
  expect(moved.toSorted()).toEqual(others.toSorted());
});

it("every domain has tests of its own", () => {
  const tests = sourceFiles("test/{api,flows}/*.test.ts").map((path) => path.replace(/^test\/\w+\//, ""));
  expect(order.filter((domain) => !tests.includes(`${domain}.test.ts`))).toEqual([]);
});
