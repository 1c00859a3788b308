import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { auditLog } from "#/db/tenant/schema/core.ts";
import { dispatchJobs } from "#/db/tenant/schema/dispatch.ts";
import { apiKeys, users } from "#/db/tenant/schema/identity.ts";
import { items } from "#/db/tenant/schema/items.ts";
import { mailSuppressions, mails } from "#/db/tenant/schema/mail.ts";
import { sales } from "#/db/tenant/schema/sales.ts";
import { technicians } from "#/db/tenant/schema/technicians.ts";
import { webhookDeliveries, webhookEndpoints } from "#/db/tenant/schema/webhooks.ts";
import type { Endpoint } from "#/http/endpoint.ts";
import type { z } from "#/kernel/fields.ts";
import { sql } from "./support/back-door.ts";
import { type Answer, type Business, newBusiness, newTechnician } from "./support/client.ts";
import { mountedEndpoints } from "./support/endpoints.ts";
import { call, exampleBody, fill, idPaths, isStream, paramNames, put } from "./support/generated.ts";
import { codeNow, enrol } from "./support/mfa.ts";
import { tokenAs } from "./support/tokens.ts";
import { furnish, kindOfParam, type World } from "./support/world.ts";

// At the edge a D1 trip is a network hop and a row is a bill: both are what transfers from this machine to production
// (architecture.md 1 and 12).

const endpoints = await mountedEndpoints();
// platform administrators ask the control database, and move as many rows as a business has
const guarded = endpoints.filter(({ permission }) => permission !== "public" && permission !== "platform");
const each = (list: Endpoint[]) =>
  list.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const);

type Cost = { trips: number; read: number; written: number; control: number };
function costOf({ headers }: Pick<Answer, "headers">): Cost {
  const timing = headers.get("server-timing") ?? "";
  const d1 = /trips=(\d+) rows_read=(\d+) rows_written=(\d+).*control;desc="trips=(\d+)/.exec(timing);
  const [trips = -1, read = -1, written = -1, control = -1] = d1?.slice(1).map(Number) ?? [];
  return { trips, read, written, control };
}

describe("authentication costs no trip", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
    await business.api.get("/admin/items"); // the directory row is in the isolate from here on
  });
  it.each(each(guarded))("%s", async (_, endpoint) => {
    const nobody = await tokenAs(business, ["no-such-role"]);
    // what is for every signed-in user refuses no role
    for (const token of endpoint.permission === "self" ? [null, "garbage"] : [null, "garbage", nobody])
      expect(costOf(await call(endpoint, token))).toEqual({ trips: 0, read: 0, written: 0, control: 0 });
  });
});

describe("a request costs its trips and rows and no more", () => {
  /** Rows beyond which an endpoint must justify itself. A write makes its rows, their index entries, events, audit row and counters. */
  const usual = { get: { read: 12, written: 0 }, write: { read: 40, written: 40 } };
  /** Other than one trip for a read and two for a write. */
  const otherTrips: Record<string, { trips: number; control?: number; why: string }> = {
    reportPosition: { trips: 0, why: "a position is one call to the board, flushed in bulk" },
    issueStreamTicket: { trips: 1, why: "checks the session; the ticket itself is kept by the board" },
    changeOrganization: { trips: 2, control: 1, why: "name, time zone and branding are copied to the directory" },
    setLogo: { trips: 2, control: 1, why: "so is the logo" },
    removeLogo: { trips: 2, control: 1, why: "so is that there is none" },
  };

  let business: Business;
  let world: World;
  let technician: number;
  beforeAll(async () => {
    business = await newBusiness();
    world = await furnish(business, "budget");
    technician = Number(world.technician);
  });

  /** Bodies that change something, where the example would not. */
  const special: Record<string, (mine: Business) => Promise<unknown>> = {
    assignTechnician: async () => ({ technician_id: (await newTechnician(business)).id }),
    reportJobStatus: async () => ({ status: "en_route" }),
    enableMfa: async ({ api }) => ({ code: codeNow((await api.post("/auth/mfa/setup")).data.secret) }),
    renewBackupCodes: async ({ accessToken }) => void (await enrol(accessToken)),
    disableMfa: async ({ accessToken }) => void (await enrol(accessToken)),
    changeUser: async () => ({ technician_id: (await newTechnician(business)).id }), // the other has a log-in by now
  };
  const inputOf = (endpoint: Endpoint) => {
    const body = exampleBody(endpoint);
    for (const path of idPaths(endpoint.body)) {
      const own = world[kindOfParam("", path.at(-1) ?? "")];
      if (body && own !== undefined) put(body, path, own);
    }
    const params = Object.fromEntries(
      paramNames(endpoint).map((name) => [name, world[kindOfParam(endpoint.path, name)] ?? ""]),
    );
    return { params, body };
  };

  /** What no example can make succeed; the client of every test holds these to their trips (support/client.ts). */
  const elsewhere = /^(un)?link(Google|Apple|Microsoft)$/; // wants an id_token of a provider, signed just now
  const measured = guarded.filter((endpoint) => !isStream(endpoint) && !elsewhere.test(endpoint.operationId));
  it.each(each(measured))("%s", async (_, endpoint) => {
    const input = inputOf(endpoint);
    // what a user does with his own log-in may end it: such a one is not needed any more
    const mine = endpoint.permission === "self" && paramNames(endpoint).length === 0 ? await newBusiness() : business;
    await mine.api.get("/admin/items"); // the directory row is in the isolate from here on
    const body = (await special[endpoint.operationId]?.(mine)) ?? input.body;
    const answer = await call(endpoint, await tokenAs(mine, ["owner"], technician), { ...input, body });
    if (endpoint.operationId === "assignTechnician") technician = Number(answer.data?.technician_id);
    const cost = costOf(answer);
    const isRead = endpoint.method === "get";
    const rows = usual[isRead ? "get" : "write"];
    expect([200, 201], answer.text).toContain(answer.status);
    const { trips = isRead ? 1 : 2, control = 0 } = otherTrips[endpoint.operationId] ?? {};
    expect({ trips: cost.trips, control: cost.control }).toEqual({ trips, control });
    const shown = answer.data?.items?.length ?? answer.text.split("\r\n").length;
    expect(cost.read, "rows read").toBeLessThanOrEqual(rows.read + shown);
    expect(cost.written, "rows written").toBeLessThanOrEqual(rows.written);
  });
});

describe("a list page costs what it shows, however long the list is", () => {
  type List = { table: SQLiteTable; entity: string | null; vary?: Record<string, string>; most?: number };
  /** The table behind each list, its counter (a log has none), and the columns that must differ from row to row. */
  const lists: Record<string, List> = {
    listTechnicians: { table: technicians, entity: "technician" },
    listItems: { table: items, entity: "item", vary: { sku: "'sku-' || n" } },
    listSales: {
      table: sales,
      entity: "sale",
      vary: { sale_date: "date('2024-01-01', '+' || (n % 800) || ' days')" },
    },
    listDispatchJobs: {
      table: dispatchJobs,
      entity: "dispatch_job",
      vary: { slot: "date('2024-01-01', '+' || (n % 800) || ' days')" },
    },
    // one more: the owner is there from the start
    listUsers: { table: users, entity: "user", vary: { username_key: "'user-' || n" }, most: 2501 },
    listApiKeys: { table: apiKeys, entity: "api_key", vary: { hash: "'hash-' || n" } },
    // a business has no more of them
    listWebhookEndpoints: { table: webhookEndpoints, entity: "webhook_endpoint", most: 20 },
    listWebhookDeliveries: {
      table: webhookDeliveries,
      entity: "webhook_delivery",
      vary: { id: "'dlv_' || n", sequence: "2000000 + n" },
    },
    listAuditLog: { table: auditLog, entity: null, vary: { id: "'aud_' || (2000000 + n)" } },
    listMails: { table: mails, entity: null, vary: { id: "'mail_' || (2000000 + n)" } },
    listSuppressions: { table: mailSuppressions, entity: null, vary: { address: "'a' || n || '@example.com'" } },
  };
  const isList = ({ query }: Endpoint) => query !== undefined && "cursor" in query.shape;
  const pages = endpoints.filter(isList);

  /** Copies a row until there are `size`, and sets the counters to what counting gives. */
  async function grow(business: Business, list: List, size: number): Promise<void> {
    const { tenantId, shard } = business;
    const { name, columns } = getTableConfig(list.table);
    const vary: Record<string, string> = {
      id: "2000000 + n",
      ...list.vary,
      updated_at: "strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + n, 'unixepoch')",
    };
    const values = columns.map((column) => vary[column.name] ?? column.name);
    await sql(
      shard,
      `with recursive series(n) as (select ?2 union all select n + 1 from series where n < ?3),
            one as (select * from ${name} where tenant_id = ?1 order by 2 limit 1)
       insert or ignore into ${name} (${columns.map((column) => column.name).join()})
       select ${values.join()} from series cross join one`,
      tenantId,
      1,
      size - 1,
    );
    if (list.entity === null) return;
    const entity = list.table === webhookDeliveries ? `${list.entity}:${webhookOf.get(business)}` : list.entity;
    await sql(shard, "delete from counters where tenant_id = ? and entity = ?", tenantId, entity);
    const day = list.table === sales ? "sale_date" : null;
    for (const bucket of ["'all'", ...(day ? [`'m:' || substr(${day}, 1, 7)`, `'d:' || ${day}`] : [])])
      await sql(
        shard,
        `insert into counters select tenant_id, ?2, ${bucket}, count(*) from ${name} where tenant_id = ?1 group by ${bucket}`,
        tenantId,
        entity,
      );
  }

  const webhookOf = new Map<Business, number>();
  let small: Business;
  let large: Business;
  beforeAll(async () => {
    [small, large] = await Promise.all([newBusiness(), newBusiness()]);
    for (const [business, size] of [
      [small, 120],
      [large, 2500],
    ] as const) {
      webhookOf.set(business, Number((await furnish(business, "list")).webhook));
      for (const { operationId } of pages) {
        const list = lists[operationId];
        if (list) await grow(business, list, Math.min(size, list.most ?? size));
      }
    }
  });

  it("is measured for every list", () => {
    expect(pages.filter(({ operationId }) => !(operationId in lists)).map(({ operationId }) => operationId)).toEqual(
      [],
    );
  });

  /** The same page of both businesses. */
  async function both(endpoint: Endpoint, query: string, cursor = "") {
    const [few, many] = await Promise.all(
      [small, large].map(async (business) => {
        const path = fill(endpoint, { id: webhookOf.get(business) ?? "" });
        const answer = await business.api.get(`${path}?${query}${cursor}`);
        expect(answer.status, answer.text).toBe(200);
        return { data: answer.data, cost: costOf(answer) };
      }),
    );
    if (!few || !many) throw new Error("two businesses were asked");
    return { few, many };
  }
  const sortsOf = ({ query }: Endpoint): string[] =>
    ((query?.shape.sort as z.ZodOptional<z.ZodEnum> | undefined)?.unwrap().options ?? []).map(String);

  it.each(each(pages))("%s", async (_, endpoint) => {
    for (const query of ["limit=50", "limit=10", ...sortsOf(endpoint).map((sort) => `limit=10&sort=${sort}`)]) {
      const first = await both(endpoint, query);
      const cursor = first.few.data.next_cursor;
      // behind the first page of the small business; the large one has rows behind that too
      const pair = cursor ? [first, await both(endpoint, query, `&cursor=${cursor}`)] : [first];
      for (const { few, many } of pair) {
        expect(many.cost.read, query).toBeLessThanOrEqual(4 * many.data.items.length + 20);
        // one row of the next business in the index may be looked at to see that this one's rows have ended
        expect(Math.abs(many.cost.read - few.cost.read), query).toBeLessThanOrEqual(1);
      }
      const counted = pair.map(({ many }) => many.data.total);
      const { entity = null, most = 2500 } = lists[endpoint.operationId] ?? {};
      expect(counted, query).toEqual([entity === null ? undefined : most, undefined].slice(0, pair.length));
    }
  });

  it.each([
    ["one day", "date_from=2024-02-10&date_to=2024-02-10"],
    ["a month", "date_from=2024-02-01&date_to=2024-02-29"],
    ["a quarter that begins and ends within months", "date_from=2024-01-15&date_to=2024-04-14"],
    ["two years", "date_from=2024-01-01&date_to=2025-12-31"],
    ["everything since", "date_from=2024-01-02"],
    ["everything until", "date_to=2025-11-30"],
  ])("sales of %s: rows and total", async (_, range) => {
    const endpoint = endpoints.find(({ operationId }) => operationId === "listSales");
    if (!endpoint) throw new Error("no list of sales");
    const { many } = await both(endpoint, `${range}&limit=50`);
    const [from = "0", to = "9"] = ["from", "to"].map((end) => new RegExp(`date_${end}=([\\d-]+)`).exec(range)?.[1]);
    const [counted] = await sql<{ n: number }>(
      large.shard,
      "select count(*) n from sales where tenant_id = ? and sale_date between ? and ?",
      large.tenantId,
      from,
      to,
    );
    expect(many.data.total).toBe(counted?.n);
    expect(many.cost.trips).toBe(1);
    expect(many.cost.read).toBeLessThanOrEqual(4 * many.data.items.length + 20);
  });
});
