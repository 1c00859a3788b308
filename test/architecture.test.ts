import { describe, expect, it } from "vitest";
import { type Import, importsOf, readSource, sourceFiles } from "./support/source-tree.ts";
import { tenantTables } from "./support/world.ts";

// The plan of the house (architecture.md 3 to 6) as a test: who may import whom, what a file may be called, how long it may be.

const files = sourceFiles("src/**/*.ts").filter((path) => !path.startsWith("src/web/"));
const code = files.filter((path) => !path.endsWith(".test.ts") && !path.endsWith(".d.ts"));
const imports = code.flatMap(importsOf);
const ours = imports.filter(({ to }) => to.startsWith("src/"));
const domains = [...new Set(code.flatMap((path) => /^src\/domains\/([^/]+)\//.exec(path)?.[1] ?? []))];

/** Lower tiers know nothing of higher ones; what must go upwards is an event (queues/reactions.ts). */
const tiers = [
  ["tenants"], // below identity: opening a business is a step of signing up
  ["platform"], // its administrators belong to no business, and it treats all of them from outside
  ["settings"],
  ["mail"],
  ["identity"],
  ["customers", "technicians", "items", "zones", "skills", "suppliers"],
  ["commissions", "inventory", "time-tracking", "agreements", "leads"],
  ["sales", "dispatch"],
  ["invoices", "estimates", "pay-periods", "expenses", "purchase-orders", "job-costing", "sla", "forms"],
  ["analytics", "reports", "exports", "webhooks", "referrals", "audit"],
];
/** Answers for the platform and not for a business; imports no domain and is imported by none. */
const apart = ["health"];
const tierOf = (domain: string) => tiers.findIndex((tier) => tier.includes(domain));
const domainOf = (path: string) => /^src\/domains\/([^/]+)\//.exec(path)?.[1];
/** The control database belongs to those who find, open and join businesses. */
const ownersOfControl = ["tenants", "platform", "identity", "referrals", "portal"];

type Rule = { who: RegExp; may: readonly RegExp[] };
const kernel = /^src\/kernel\//;
const ctx = /^src\/ctx\.ts$/;
const db = /^src\/db\//;
const stubs = /^src\/durable-objects\/stubs\.ts$/;
const integrations = /^src\/integrations\//;
const domainIndex = /^src\/domains\/[^/]+\/index\.ts$/;
const http = /^src\/http\//;

/** The first rule whose `who` fits a file holds for it. */
const rules: Rule[] = [
  { who: /^src\/index\.ts$/, may: [/^src\/app\.ts$/, /^src\/(queues|cron)\/index\.ts$/, /^src\/durable-objects\//] },
  { who: /^src\/app\.ts$/, may: [http, kernel, /^src\/domains\/[^/]+\/([a-z-]+\/)?routes\.ts$/] },
  // ctx binds work to a shard and tells the board: the one place where db and the stubs meet
  { who: ctx, may: [db, stubs, kernel] },
  { who: kernel, may: [kernel] },
  // db runs what it is given: the context is what it is given
  { who: db, may: [db, ctx, kernel] },
  { who: http, may: [http, db, stubs, ctx, kernel] },
  { who: stubs, may: [/^src\/db\/directory\.ts$/, /^src\/durable-objects\//, kernel] },
  { who: /^src\/(queues|cron)\//, may: [/^src\/(queues|cron)\//, domainIndex, stubs, integrations, db, ctx, kernel] },
  { who: /^src\/durable-objects\//, may: [/^src\/durable-objects\//, domainIndex, integrations, db, ctx, kernel] },
  { who: integrations, may: [integrations, kernel] },
  // routes read through `read`, and know of the database nothing but that and the list of shards
  {
    who: /^src\/domains\/[^/]+\/([a-z-]+\/)?([\w-]+-)?routes\.ts$/,
    may: [http, /^src\/db\/(tenant\/load|directory)\.ts$/, ctx, kernel],
  },
  { who: /^src\/domains\//, may: [domainIndex, db, integrations, stubs, ctx, kernel] },
  { who: /^src\/tools\//, may: [/^src\//] },
];

/** What is wrong with an import; undefined when it is as the plan has it. */
function problem({ from, to, typeOnly, lazy }: Import): string | undefined {
  const [mine, theirs] = [domainOf(from), domainOf(to)];
  const isRoutes = to.endsWith("/routes.ts") && theirs !== undefined;
  if (to.startsWith("src/tools/") && !from.startsWith("src/tools/")) return "nothing imports the tools";
  if (from.startsWith("src/tools/")) return undefined;
  const isOwnPart = mine === theirs && from === `src/domains/${mine}/routes.ts`;
  if (isRoutes && !isOwnPart && !(from === "src/app.ts" && lazy)) return "only app.ts loads routes, and lazily";
  if (from === "src/app.ts" && theirs && !isRoutes) return "app.ts knows routes only";
  if (mine && mine === theirs) return undefined;
  if (mine && theirs) {
    if (apart.includes(mine) || apart.includes(theirs)) return "this domain stands apart";
    if (tierOf(theirs) >= tierOf(mine)) return `${theirs} is not in a lower tier than ${mine}`;
  }
  if (mine && to.startsWith("src/db/control/") && !ownersOfControl.includes(mine))
    return "the control database is not this domain's";
  if (to === "src/ctx.ts" && from.startsWith("src/durable-objects/stubs")) return "stubs know no context";
  if (typeOnly && from.startsWith("src/kernel/")) return kernel.test(to) ? undefined : "the kernel imports nothing";
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
    const oneWay = (from: string, to: string, more = {}) =>
      problem({ from: `src/${from}`, to: `src/${to}`, typeOnly: false, lazy: false, ...more });
    const wrong = [
      oneWay("kernel/money.ts", "db/columns.ts"),
      oneWay("kernel/money.ts", "ctx.ts", { typeOnly: true }),
      oneWay("db/retry.ts", "http/errors.ts"),
      oneWay("http/auth.ts", "domains/identity/index.ts"),
      oneWay("domains/items/repo.ts", "domains/sales/index.ts"),
      oneWay("domains/sales/repo.ts", "domains/dispatch/index.ts"),
      oneWay("domains/sales/repo.ts", "domains/items/repo.ts"),
      oneWay("domains/sales/repo.ts", "db/control/client.ts"),
      oneWay("domains/sales/actions/record-sale.ts", "http/endpoint.ts"),
      oneWay("domains/sales/actions/record-sale.ts", "queues/relay.ts"),
      oneWay("queues/relay.ts", "domains/webhooks/repo.ts"),
      oneWay("app.ts", "domains/sales/routes.ts"),
      oneWay("index.ts", "tools/seed.ts"),
      oneWay("durable-objects/stubs.ts", "ctx.ts", { typeOnly: true }),
    ];
    expect(wrong.filter((answer) => answer === undefined)).toEqual([]);
    expect(ours.length).toBeGreaterThan(200);
    expect(imports.some(({ lazy }) => lazy)).toBe(true);
  });

  it("know every domain's tier", () => {
    expect(domains.filter((domain) => tierOf(domain) < 0 && !apart.includes(domain))).toEqual([]);
  });

  it("keep HTTP, SQL builders and the runtime where they belong", () => {
    const homes: [RegExp, RegExp][] = [
      [/^(hono|hono-rate-limiter)(\/|$)/, /^src\/(app\.ts|http\/|tools\/)/],
      [/^cloudflare:workers$/, /^src\/durable-objects\//],
      // an action that repairs another database's rows builds its one query itself
      [
        /^drizzle-orm(\/|$)/,
        /^src\/(db\/|domains\/[^/]+\/(?:[a-z-]+\/)?([\w-]*repo\.ts|actions\/repair-sign-ups\.ts))/,
      ],
      [/^jose$/, /^src\/(kernel\/tokens\.ts|integrations\/)/],
      [/^node:/, /^src\/tools\//],
    ];
    const astray = imports.filter(({ from, to }) => homes.some(([name, home]) => name.test(to) && !home.test(from)));
    expect(astray.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe("files", () => {
  it("are short", () => {
    const lengths = code.map((path) => ({ path, lines: readSource(path).split("\n").length }));
    for (const { path, lines } of lengths.filter((file) => file.lines > 250))
      process.stderr.write(`warning: ${path} has ${lines} lines; split it by sub-resource\n`);
    expect(lengths.filter((file) => file.lines > 400)).toEqual([]);
  });

  it("are named in kebab-case and export no defaults but the Worker", () => {
    expect(files.filter((path) => !/^[a-z0-9/-]+(\.test|\.d)?\.ts$/.test(path))).toEqual([]);
    const defaults = code.filter((path) => /^export default /m.test(readSource(path)));
    expect(defaults).toEqual(["src/index.ts"]);
  });

  it("of a domain are the few that every domain has", () => {
    const known =
      /^(index|([\w-]+-)?(routes|schemas|errors|rules|repo|present)|actions\/[a-z]+(-[a-z]+)+|templates\/[a-z]+(-[a-z]+)*)(\.test)?\.ts$/;
    const reasoned: Record<string, string> = {
      "identity/mfa/codes.ts": "makes codes and hashes them: random and slow, as passwords are",
      "identity/passwords.ts": "hashing is neither a rule (it is slow and random) nor a row",
      "dispatch/board.ts": "the board of a day, which a route answers and the live board sends",
      "dispatch/technician.ts": "what a technician sees of the jobs: his own",
      "identity/common-passwords.ts": "half a megabyte of data, loaded where a password is set",
      "identity/mailed-links.ts": "makes tokens, which are random",
      "identity/sign-in.ts": "second half of every log-in, whatever the first proof was",
      "identity/sessions.ts": "one plan of a session for sign-up and log-in",
      "tenants/logo.ts": "a file with its conditions, answered as it is",
      "settings/settings.ts": "every setting with its type, meaning and default, in one place",
      "settings/save.ts": "the one way to write a row whose copy stands in the directory",
      "mail/alarm.ts": "queue messages are neither rows nor rules; two actions ring",
      "mail/kept.ts": "what only a developer's machine has",
      "mail/layout.ts": "how every mail looks",
      "mail/letter.ts": "what a template makes",
      "mail/sealing.ts": "seals what a mail says, with a key",
      "mail/templates.ts": "all templates by name",
      "webhooks/alarm.ts": "queue messages are neither rows nor rules; two actions ring",
      "webhooks/send.ts": "the one outgoing request",
      "webhooks/signing.ts": "signs and seals, with keys and randomness",
      "webhooks/signing.test.ts": "beside it",
    };
    // a domain of 30 endpoints with one subject, who may get in: its parts are domains in small
    const partsOf = /^(identity\/(api-keys|mfa|roles|sso|users)|[^/]+)\//;
    const names = files.flatMap((path) => /^src\/domains\/(.+)$/.exec(path)?.[1] ?? []);
    const odd = names.filter(
      (name) => !known.test(name.replace(partsOf, "")) && !(name.replace(/\.test\.ts$/, ".ts") in reasoned),
    );
    expect(odd).toEqual([]);
  });

  it("switch no check off", () => {
    const switches = /@ts-(ignore|expect-error|nocheck)|eslint-disable|oxlint-disable|biome-ignore|\bTODO\b|\bFIXME\b/;
    expect(code.filter((path) => switches.test(readSource(path)))).toEqual([]);
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
    mails_due: "finds the mails whose time has come",
    webhook_deliveries_due: "finds the deliveries whose time has come",
    webhook_deliveries_by_age: "sweeps the log of what was delivered long ago",
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

it("every domain with endpoints has tests of its own", () => {
  const tests = sourceFiles("test/{api,flows}/*.test.ts").map((path) => path.replace(/^test\/\w+\//, ""));
  const mounted = domains.filter((domain) => code.includes(`src/domains/${domain}/routes.ts`));
  expect(mounted.filter((domain) => !tests.includes(`${domain}.test.ts`))).toEqual([]);
});
