import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Api, type Business, client, type Json, newBusiness } from "../support/client.ts";
import { costOf } from "../support/generated.ts";
import { tokenAs } from "../support/tokens.ts";

const newItem = async ({ api }: Pick<Business, "api">, name = "AC tune-up"): Promise<Json> => {
  const made = await api.post("/admin/items", { name, sku: randomUUID().slice(0, 18), list_price_cents: 15_000 });
  expect(made.status, made.text).toBe(201);
  return made.data;
};
const newJob = async ({ api }: Pick<Business, "api">): Promise<Json> =>
  (await api.post("/admin/dispatch", { title: "AC repair", customer_name: "John Smith" })).data;

const feed = async (api: Api, query = ""): Promise<Json> => {
  const page = await api.get(`/admin/events${query}`);
  expect(page.status, page.text).toBe(200);
  return page.data;
};
const typesOf = (page: Json): string[] => page.items.map(({ type }: Json) => type);
const numbersOf = (page: Json): number[] => page.items.map(({ sequence }: Json) => sequence);
const as = async (business: Business, permissions: string[]): Promise<Api> =>
  client({ authorization: `Bearer ${await tokenAs(business, [], 1, 0, permissions)}` });

/** Puts `n` events of a type into the log at once, from `from` on. */
async function log({ shard, tenantId }: Business, from: number, n: number, type = "sale.updated"): Promise<void> {
  await sql(
    shard,
    `insert into outbox (tenant_id, seq, id, type, data, occurred_at, entity, entity_id)
     with recursive series(i) as (select ?2 union all select i + 1 from series where i < ?2 + ?3 - 1)
     select ?1, i, 'evt_' || i, ?4, '{"id":7}', strftime('%Y-%m-%dT%H:%M:%fZ'), 'sale', '7' from series`,
    tenantId,
    from,
    n,
    type,
  );
  await sql(
    shard,
    "insert into sequences values (?1, 'event', ?2) on conflict do update set last_id = ?2",
    tenantId,
    from + n - 1,
  );
}

describe("the feed of events", () => {
  it("gives every event once, in the order in which they happened, as a webhook gets it", async () => {
    const business = await newBusiness();
    const item = await newItem(business);
    await business.api.patch(`/admin/items/${item.id}`, { list_price_cents: 16_000 });
    const job = await newJob(business);

    const whole = await feed(business.api);
    expect(typesOf(whole)).toEqual(["item.created", "item.updated", "dispatch.created"]);
    expect(whole).toMatchObject({ next_after: 3, has_more: false });
    expect(whole.items[1]).toEqual({
      ...{ id: expect.stringMatching(/^evt_/), type: "item.updated", timestamp: expect.stringMatching(/Z$/) },
      ...{ tenant_id: business.tenantId, sequence: 2, api_version: "v1" },
      data: { ...item, list_price_cents: 16_000, version: 2, updated_at: expect.any(String) },
      previous: { list_price_cents: 15_000 },
    });
    expect(whole.items[2].data.id).toBe(job.id);

    const first = await feed(business.api, "?limit=2");
    expect([numbersOf(first), first.next_after, first.has_more]).toEqual([[1, 2], 2, true]);
    const second = await feed(business.api, `?limit=2&after=${first.next_after}`);
    expect([numbersOf(second), second.next_after, second.has_more]).toEqual([[3], 3, false]);
    const nothing = await feed(business.api, "?after=3");
    expect(nothing).toEqual({ items: [], next_after: 3, has_more: false });
  });

  it("tells what was otherwise before, by the names of the data, and nothing of what is new", async () => {
    const business = await newBusiness();
    const { api } = business;
    const job = await newJob(business);
    const technician = await api.post("/admin/technicians", {
      ...{ name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500 },
    });
    await api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: technician.data.id });
    await api.patch(`/admin/dispatch/${job.id}`, { required_skills: [], priority: "urgent" });
    await api.patch(`/admin/dispatch/${job.id}`, { title: "AC repair, again" });
    const item = await newItem(business);
    const sale = await api.post("/sales", {
      ...{ technician_id: technician.data.id, item_id: item.id, sale_price_cents: 15_000 },
      ...{ customer_name: "John Doe", payment_type: "cash" },
    });
    await api.patch(`/sales/${sale.data.id}/void`, { voided: true, reason: "Twice" });
    const customer = await api.post("/admin/customers", { name: "Jane Jennings", phones: [{ number: "8135550142" }] });
    await api.patch(`/admin/customers/${customer.data.id}`, { phones: [{ number: "8135550143" }] });
    const { items } = await feed(api);
    const previous = items.map(({ type, previous: was }: Json) => [type, was]);
    expect(previous).toEqual([
      ["dispatch.created", undefined],
      [
        "dispatch.assigned",
        { status: "pending", status_at: expect.any(String), technician_id: null, assigned_at: null },
      ],
      ["dispatch.updated", { priority: "normal" }],
      ["dispatch.updated", { title: "AC repair" }],
      ["item.created", undefined],
      ["sale.created", undefined],
      ["commission.calculated", undefined],
      ["sale.voided", { voided: false, voided_at: null, voided_by: null, void_reason: null }],
      ["customer.created", undefined],
      ["customer.updated", { phones: customer.data.phones }],
    ]);
  });

  it("begins at the end for those who have just read the lists", async () => {
    const business = await newBusiness();
    await newItem(business);
    const now = await feed(business.api, "?after=now");
    expect(now).toEqual({ items: [], next_after: 1, has_more: false });
    await newItem(business);
    expect(numbersOf(await feed(business.api, `?after=${now.next_after}`))).toEqual([2]);
    expect(await feed((await newBusiness()).api, "?after=now")).toEqual({ items: [], next_after: 0, has_more: false });
  });

  it("gives the types that are asked for, and counts on over the others", async () => {
    const business = await newBusiness();
    const item = await newItem(business);
    await newJob(business);
    await business.api.patch(`/admin/items/${item.id}`, { name: "Filter" });
    await newJob(business);
    const only = async (types: string) => await feed(business.api, `?types=${types}`);
    expect(numbersOf(await only("item.*"))).toEqual([1, 3]);
    expect(numbersOf(await only("item.updated,dispatch.*"))).toEqual([2, 3, 4]);
    expect(numbersOf(await only("*"))).toEqual([1, 2, 3, 4]);
    expect(await only("item.created")).toMatchObject({ next_after: 4, has_more: false });
    expect(await only("inventory.low-stock")).toEqual({ items: [], next_after: 4, has_more: false });
    for (const types of ["item.eaten", "item*", "invoices.*", "item.*,", "%2A.created"]) {
      const refused = await business.api.get(`/admin/events?types=${types}`);
      expect([refused.status, refused.error.reason], types).toEqual([400, "event.unknown_type"]);
      expect(Object.keys(refused.error.fields)).toEqual(["types"]);
    }
  });

  it("gives what happened to one thing", async () => {
    const business = await newBusiness();
    const [item, other] = [await newItem(business), await newItem(business)];
    const job = await newJob(business);
    await business.api.patch(`/admin/items/${item.id}`, { name: "Filter" });
    // ids are numbers of a kind of thing: another kind may have the same
    const same = "update outbox set entity_id = ?1 where tenant_id = ?2 and entity_id = ?3 and entity = 'dispatch_job'";
    await sql(business.shard, same, String(item.id), business.tenantId, String(job.id));
    const of = async (entity: string, id: number, more = "") =>
      numbersOf(await feed(business.api, `?entity=${entity}&entity_id=${id}${more}`));
    expect(await of("item", item.id)).toEqual([1, 4]);
    expect(await of("item", item.id, "&after=1")).toEqual([4]);
    expect(await of("item", item.id, "&types=item.created")).toEqual([1]);
    expect(await of("item", other.id)).toEqual([2]);
    expect(await of("dispatch_job", item.id)).toEqual([3]);
    for (const [query, field] of [
      ["entity=item", "entity_id"],
      ["entity_id=1", "entity"],
    ]) {
      const refused = await business.api.get(`/admin/events?${query}`);
      expect([refused.status, refused.error.reason]).toEqual([400, "event.entity_incomplete"]);
      expect(Object.keys(refused.error.fields)).toEqual([field]);
    }
  });

  it("shows one event by its number, to whoever may read it, and says when it is gone", async () => {
    const business = await newBusiness();
    await newItem(business);
    await newJob(business);
    const [, second] = (await feed(business.api)).items;
    expect((await business.api.get("/admin/events/2")).data).toEqual(second);
    const clerk = await as(business, ["events:read", "items:read"]);
    expect((await clerk.get("/admin/events/1")).data.type).toBe("item.created");
    const asked = async (api: Api, sequence: number | string) => {
      const { status, error } = await api.get(`/admin/events/${sequence}`);
      return [status, error.reason];
    };
    expect(await asked(clerk, 2)).toEqual([403, "event.not_readable"]);
    expect(await asked(business.api, 3)).toEqual([404, "event.not_found"]);
    expect(await asked(business.api, 0)).toEqual([400, "request.invalid"]);
    await sql(business.shard, "delete from outbox where tenant_id = ? and seq = 1", business.tenantId);
    expect(await asked(business.api, 1)).toEqual([410, "event.expired"]);
  });

  it("shows nobody what happened to things that they may not read", async () => {
    const business = await newBusiness();
    await newItem(business);
    await newJob(business);
    const clerk = await as(business, ["events:read", "items:read"]);
    expect(typesOf(await feed(clerk))).toEqual(["item.created"]);
    expect(typesOf(await feed(clerk, "?types=*"))).toEqual(["item.created"]);
    expect(await feed(clerk)).toMatchObject({ next_after: 2, has_more: false });
    expect(await feed(clerk, "?entity=dispatch_job&entity_id=1")).toMatchObject({ items: [] });
    for (const types of ["dispatch.*", "dispatch.created", "item.*,sale.voided"]) {
      const refused = await clerk.get(`/admin/events?types=${types}`);
      expect([refused.status, refused.error.reason]).toEqual([403, "event.not_readable"]);
      expect(refused.error.fields.types).toMatch(/needs (dispatch|sales):read$/);
    }
    const nothing = await (await as(business, ["events:read"])).get("/admin/events");
    expect([nothing.status, nothing.error.reason]).toEqual([403, "event.not_readable"]);

    const key = await business.api.post("/admin/api-keys", {
      name: "Sync",
      scopes: ["events:read", "dispatch:read"],
    });
    const machine = client({ authorization: `Bearer ${key.data.key}` });
    expect(typesOf(await feed(machine))).toEqual(["dispatch.created"]);
  });

  it("never shows another business' events", async () => {
    const [mine, theirs] = [await newBusiness("Ours"), await newBusiness("Theirs")];
    await newItem(theirs, "Secret item");
    const ours = await newItem(mine, "Our item");
    expect((await feed(mine.api)).items.map(({ data }: Json) => data.name)).toEqual(["Our item"]);
    expect((await feed(mine.api, `?entity=item&entity_id=${ours.id}`)).items).toHaveLength(1);
  });

  it("says so when events after a position are no longer kept, and how to go on", async () => {
    const business = await newBusiness();
    await log(business, 1, 20);
    await sql(business.shard, "delete from outbox where tenant_id = ? and seq <= 10", business.tenantId);
    for (const query of ["?after=0", "?after=9", "?after=9&types=sale.*", "?after=9&entity=sale&entity_id=7"]) {
      const gone = await business.api.get(`/admin/events${query}`);
      expect([gone.status, gone.error.code, gone.error.reason]).toEqual([410, "GONE", "event.expired"]);
      expect(gone.error.fields).toEqual({ after: "must be 10 or later" });
      expect(gone.error.message).toMatch(/after=now/);
    }
    expect(numbersOf(await feed(business.api, "?after=10&limit=2"))).toEqual([11, 12]);
    expect(numbersOf(await feed(business.api, "?limit=2"))).toEqual([11, 12]);
    await sql(business.shard, "delete from outbox where tenant_id = ?", business.tenantId);
    expect(await feed(business.api)).toEqual({ items: [], next_after: 20, has_more: false });
    expect((await business.api.get("/admin/events?after=19")).error.reason).toBe("event.expired");
  });

  it("refuses a position that was never given out", async () => {
    const business = await newBusiness();
    await newItem(business);
    const ahead = await business.api.get("/admin/events?after=2");
    expect([ahead.status, ahead.error.reason]).toEqual([400, "event.position_ahead"]);
    expect(ahead.error.fields).toEqual({ after: "must be at most 1, the number of its last event" });
    for (const after of ["-1", "1.5", "later", "01", "9".repeat(20), ""]) {
      const refused = await business.api.get(`/admin/events?after=${after}`);
      expect([refused.status, Object.keys(refused.error.fields)], after).toEqual([400, ["after"]]);
    }
    const replica = await business.api.get("/admin/events?after=2", { "x-d1-bookmark": "any" });
    expect(replica.data).toEqual({ items: [], next_after: 2, has_more: false });
  });

  it("costs one trip and what it looks at, however long the log is and however rare the event", async () => {
    const [few, many] = [await newBusiness(), await newBusiness()];
    await log(few, 1, 120);
    await log(many, 1, 5000);
    await sql(many.shard, "update outbox set type = 'sale.voided' where tenant_id = ? and seq = 4321", many.tenantId);
    const costs = async (query: string) => {
      const pages = await Promise.all([few, many].map(async ({ api }) => await api.get(`/admin/events${query}`)));
      const [small = 0, large = 0] = pages.map((page) => costOf(page).read);
      expect(pages.map((page) => [page.status, costOf(page).trips])).toEqual(Array(2).fill([200, 1]));
      return { small, large, shown: pages.map((page) => page.data.items.length) };
    };
    for (const query of ["?limit=50", "?limit=50&after=50", "?limit=50&entity=sale&entity_id=7"]) {
      const { small, large, shown } = await costs(query);
      expect(shown, query).toEqual([50, 50]);
      expect(Math.abs(large - small), query).toBeLessThanOrEqual(1);
      expect(large, query).toBeLessThanOrEqual(4 * 50 + 20);
    }
    const rare = await many.api.get("/admin/events?types=sale.voided");
    expect(rare.data).toEqual({ items: [], next_after: 1000, has_more: true });
    expect(costOf(rare).read).toBeLessThan(1100);
    let [page, turns] = [rare.data, 1];
    const found: number[] = [];
    for (; page.has_more; turns++) {
      page = await feed(many.api, `?types=sale.voided&after=${page.next_after}`);
      found.push(...numbersOf(page));
    }
    expect([found, turns, page.next_after]).toEqual([[4321], 5, 5000]);
  });

  it("loses and doubles nothing while many people write and others read on", async () => {
    const business = await newBusiness();
    let isOver = false;
    const follow = async (limit: number, types: string): Promise<number[]> => {
      const seen: number[] = [];
      for (let after = 0; ; ) {
        const last = isOver; // asked before the page, so that the last page is behind the last write
        const page = await feed(business.api, `?after=${after}&limit=${limit}&types=${types}`);
        seen.push(...numbersOf(page));
        expect(page.next_after).toBeGreaterThanOrEqual(after);
        after = page.next_after;
        if (last && !page.has_more) return seen;
      }
    };
    const readers = [follow(3, "*"), follow(200, "*"), follow(5, "item.*")];
    const writers = Array.from({ length: 6 }, async (_, i) => {
      for (let n = 0; n < 5; n++) await (i % 2 ? newItem(business) : newJob(business));
    });
    await Promise.all(writers);
    isOver = true;
    const [slow, fast, some] = await Promise.all(readers);
    const all = Array.from({ length: 30 }, (_, i) => i + 1);
    expect([slow, fast]).toEqual([all, all]);
    expect(some).toHaveLength(15);
    expect(some).toEqual(some?.toSorted((a, b) => a - b));
  });
});
