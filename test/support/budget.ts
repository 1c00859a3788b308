import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import type { z } from "#/kernel/fields.ts";
import { sql } from "./back-door.ts";
import { newBusiness } from "./client.ts";
import { documentedDefaults } from "./document.ts";
import { endpointsByDomain, endpointsFor, named } from "./endpoints.ts";
import { type Fixture, fixtures, type List } from "./fixture.ts";
import { call, costOf, exampleBody, idPaths, isStream, paramNames, put } from "./generated.ts";
import { columnsOf } from "./tables.ts";
import { tokenAs } from "./tokens.ts";
import { furnish, kindOf, kindsOf, kindsOfDomain, type World } from "./world.ts";

// At the edge a D1 trip is a network hop and a row is a bill: both are what transfers from this machine to production (architecture.md 1
// and 12). Platform administrators ask the control database, and move as many rows as a business has: they have no budget.

/** Rows beyond which an endpoint must justify itself. A write makes its rows, their index entries, events, audit row and counters. */
const usual = { get: { read: 12, written: 0 }, write: { read: 40, written: 40 } };

/** Whether the endpoint lists with a cursor. */
export const isList = ({ query }: Endpoint): boolean => "cursor" in query.shape;

export function budgetTests(domain: string): void {
  const fixture = fixtures[domain] ?? {};
  const guarded = endpointsFor("business", domain);
  const measured = guarded.filter(({ operationId }) => !(operationId in (fixture.unmeasured ?? {})));
  it("knows every endpoint that is measured otherwise", () => {
    const operations = endpointsByDomain.flatMap((one) => (one.domain === domain ? one.endpoint.operationId : []));
    const { unmeasured, trips, bodies, lists } = fixture;
    expect(operations).toEqual(
      expect.arrayContaining([unmeasured, trips, bodies, lists].flatMap((table) => Object.keys(table ?? {}))),
    );
  });
  oneCallEach(
    domain,
    fixture,
    measured.filter((endpoint) => !isStream(endpoint)),
  );
  const pages = guarded.filter(isList);
  if (pages.length > 0) longLists(domain, fixture.lists ?? {}, pages);
}

function oneCallEach(domain: string, { bodies, trips: otherTrips, technician }: Fixture, measured: Endpoint[]): void {
  describe("a request costs its trips and rows and no more", () => {
    let world: World;
    beforeAll(async () => {
      const kinds = new Set(["technician", ...kindsOfDomain(domain), ...kindsOf(measured)]);
      world = await furnish(await newBusiness(), "budget", kinds);
    });

    const inputOf = (endpoint: Endpoint) => {
      const body = exampleBody(endpoint);
      for (const path of idPaths(endpoint.body)) if (body) put(body, path, world.ids[kindOf("", path.at(-1) ?? "")]);
      const params = Object.fromEntries(
        paramNames(endpoint).map((name) => [name, world.ids[kindOf(endpoint.path, name)] ?? ""]),
      );
      return { params, body };
    };

    it.each(named(measured))("%s", async (_, endpoint) => {
      const { operationId, method, permission } = endpoint;
      // what users do with their own log-in may end it: no later test needs such a business
      const isOwn = permission === "self" && paramNames(endpoint).length === 0;
      const making = isOwn ? await furnish(await newBusiness(), "own", []) : world;
      await making.business.api.get("/admin/items"); // the directory row is in the isolate from here on
      const input = inputOf(endpoint);
      const body = (await bodies?.[operationId]?.(making)) ?? input.body;
      const acting = (await technician?.(making)) ?? Number(world.ids.technician);
      const answer = await call(endpoint, await tokenAs(making.business, ["owner"], acting), { ...input, body });
      expect([200, 201, 202], answer.text).toContain(answer.status);

      const cost = costOf(answer);
      const isRead = method === "get";
      const rows = usual[isRead ? "get" : "write"];
      const {
        trips = isRead ? 1 : 2,
        control = 0,
        read = rows.read,
        written = rows.written,
      } = otherTrips?.[operationId] ?? {};
      expect({ trips: cost.trips, control: cost.control }).toEqual({ trips, control });
      const shown = answer.data?.items?.length ?? answer.text.split("\r\n").length;
      expect(cost.read, "rows read").toBeLessThanOrEqual(read + shown);
      expect(cost.written, "rows written").toBeLessThanOrEqual(written);
    });
  });
}

const SMALL = 120;
const LARGE = 2500;
/** So far behind a page rows are counted whose total nobody keeps. */
const COUNTED_BEYOND = 1000;

/** Copies a row until there are `size`, and sets the counters to what counting gives. */
async function grow({ business, id, ...making }: World, list: List, size: number): Promise<void> {
  const { tenantId, shard } = business;
  const columns = columnsOf(list.table).map(({ name }) => name);
  const vary: Record<string, string> = {
    id: "2000000 + n",
    ...list.vary,
    updated_at: "strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + n, 'unixepoch')",
  };
  await sql(
    shard,
    `with recursive series(n) as (select ?2 union all select n + 1 from series where n < ?3),
          one as (select * from ${list.table} where tenant_id = ?1 order by 2 limit 1)
     insert or ignore into ${list.table} (${columns.join()})
     select ${columns.map((column) => vary[column] ?? column).join()} from series cross join one`,
    tenantId,
    1,
    size - 1,
  );
  if (list.entity === null) return;
  const entity = typeof list.entity === "string" ? list.entity : await list.entity({ business, id, ...making });
  await sql(shard, "delete from counters where tenant_id = ? and entity = ?", tenantId, entity);
  const { day } = list;
  for (const bucket of ["'all'", ...(day ? [`'m:' || substr(${day}, 1, 7)`, `'d:' || ${day}`] : [])])
    await sql(
      shard,
      `insert into counters select tenant_id, ?2, ${bucket}, count(*) from ${list.table} where tenant_id = ?1 group by ${bucket}`,
      tenantId,
      entity,
    );
}

/** Ranges of days that begin and end in the middle of months, and are open at either end. */
const ranges = [
  ["one day", "2024-02-10", "2024-02-10"],
  ["a month", "2024-02-01", "2024-02-29"],
  ["a quarter that begins and ends within months", "2024-01-15", "2024-04-14"],
  ["two years", "2024-01-01", "2025-12-31"],
  ["everything since", "2024-01-02", undefined],
  ["everything until", undefined, "2025-11-30"],
] as const;

function longLists(domain: string, lists: Record<string, List>, pages: Endpoint[]): void {
  describe("a list page costs what it shows, however long the list is", () => {
    let small: World;
    let large: World;
    beforeAll(async () => {
      const kinds = new Set([...kindsOfDomain(domain), ...kindsOf(pages), "technician"]);
      const furnished = async (size: number) => {
        const world = await furnish(await newBusiness(), "list", kinds);
        for (const { operationId } of pages) {
          const list = lists[operationId];
          if (list) await grow(world, list, Math.min(size, list.most ?? size));
        }
        return world;
      };
      [small, large] = await Promise.all([furnished(SMALL), furnished(LARGE)]);
    });

    it("is measured for every list", () => {
      const unknown = pages.filter(({ operationId }) => !(operationId in lists));
      expect(unknown.map(({ operationId }) => operationId)).toEqual([]);
    });

    /** The same page of both businesses. */
    async function both(endpoint: Endpoint, query: string, cursor = "") {
      const pageOf = async ({ business, ids }: World) => {
        const params = paramNames(endpoint).map((name) => [name, ids[kindOf(endpoint.path, name)] ?? ""]);
        const token = await tokenAs(business, ["owner"], Number(ids.technician));
        const answer = await call(endpoint, token, { params: Object.fromEntries(params), query: `${query}${cursor}` });
        expect(answer.status, answer.text).toBe(200);
        return { data: answer.data, cost: costOf(answer) };
      };
      const [few, many] = await Promise.all([pageOf(small), pageOf(large)]);
      return { few, many };
    }
    const sortsOf = ({ query }: Endpoint): string[] =>
      ((query.shape.sort as z.ZodOptional<z.ZodEnum> | undefined)?.unwrap().options ?? []).map(String);

    it.each(named(pages))("%s", async (_, endpoint) => {
      for (const query of ["limit=50", "limit=10", ...sortsOf(endpoint).map((sort) => `limit=10&sort=${sort}`)]) {
        const first = await both(endpoint, query);
        const cursor = first.few.data.next_cursor;
        // behind the first page of the small business; the large one has rows behind that too
        const pair = cursor ? [first, await both(endpoint, query, `&cursor=${cursor}`)] : [first];
        const { tables: ends = 1, perItem = 4, perCounted = 0 } = lists[endpoint.operationId] ?? {};
        for (const { few, many } of pair) {
          const counted = perCounted * (many.data.total ?? 0);
          expect(many.cost.read, query).toBeLessThanOrEqual(perItem * many.data.items.length + 20 + counted);
          const further = perCounted * ((many.data.total ?? 0) - (few.data.total ?? 0));
          expect(Math.abs(many.cost.read - few.cost.read), query).toBeLessThanOrEqual(ends + further + (counted && 1));
        }
        const totals = pair.map(({ many }) => many.data.total);
        const { entity = null, most = LARGE } = lists[endpoint.operationId] ?? {};
        const kept = entity === null ? undefined : most;
        const limit = Number(first.many.data.limit);
        const total = perCounted > 0 ? Math.min(most, limit + COUNTED_BEYOND) : kept;
        expect(totals, query).toEqual([total, undefined].slice(0, pair.length));
        expect(first.many.data.total_is_minimum, query).toBe(
          perCounted > 0 && most > limit + COUNTED_BEYOND ? true : undefined,
        );
      }
    });

    const numbered = pages.filter(({ query }) => "page" in query.shape);
    it.each(named(numbered))("%s by number gives what the cursor gives", async (_, endpoint) => {
      const first = (await both(endpoint, "limit=7")).many.data;
      const second = (await both(endpoint, "limit=7&page=2")).many.data;
      expect(second.items).toEqual((await both(endpoint, "limit=7", `&cursor=${first.next_cursor}`)).many.data.items);
      const { total, total_is_minimum, total_pages } = second;
      const expected = total_is_minimum ? first.total + 7 : first.total;
      expect(second).toMatchObject({ page: 2, limit: 7, total: expected });
      expect(total_pages).toBe(Math.ceil(total / 7));
    });

    it.each(named(pages))("%s, asked for nothing, gives what the document says", async (_, endpoint) => {
      const { sort, ...filledIn } = documentedDefaults(endpoint.operationId);
      expect(filledIn).toEqual("page" in endpoint.query.shape ? { page: 1, limit: 50 } : { limit: 50 });
      expect(sort !== undefined).toBe("sort" in endpoint.query.shape);
      const nothing = (await both(endpoint, "")).few.data;
      expect(nothing).toMatchObject(filledIn);
      const spelt = Object.entries({ ...filledIn, ...(sort !== undefined && { sort }) });
      const same = await both(endpoint, spelt.map(([name, value]) => `${name}=${value}`).join("&"));
      expect(same.few.data).toEqual(nothing);
      if (sort === undefined || nothing.items.length < 2) return;
      const reversed = `${sort}`.startsWith("-") ? `${sort}`.slice(1) : `-${sort}`;
      expect((await both(endpoint, `sort=${reversed}`)).few.data.items).not.toEqual(nothing.items);
    });

    const byDay = pages.filter(({ operationId }) => lists[operationId]?.day !== undefined);
    it.each(byDay.flatMap((endpoint) => ranges.map((range) => [endpoint.path, ...range, endpoint] as const)))(
      "%s of %s: rows and total",
      async (_path, _range, from, to, endpoint) => {
        const { table, day } = lists[endpoint.operationId] ?? {};
        const query = [from && `date_from=${from}`, to && `date_to=${to}`].filter(Boolean).join("&");
        const { many } = await both(endpoint, `${query}&limit=50`);
        const [counted] = await sql<{ n: number }>(
          large.business.shard,
          `select count(*) n from ${table} where tenant_id = ? and ${day} between ? and ?`,
          large.business.tenantId,
          from ?? "0",
          to ?? "9",
        );
        expect(many.data.total).toBe(counted?.n);
        expect(many.data.total).toBeGreaterThan(0);
        expect(many.cost.trips).toBe(1);
        expect(many.cost.read).toBeLessThanOrEqual(4 * many.data.items.length + 20);
      },
    );
  });
}
