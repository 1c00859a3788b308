import { randomUUID } from "node:crypto";
import { eq, getTableColumns, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { q } from "#/db/tenant/client.ts";
import { commit, record } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { must } from "#/db/tenant/guards.ts";
import { load, read } from "#/db/tenant/load.ts";
import { Replay } from "#/db/tenant/stored-answers.ts";
import { items, itemTable } from "#/domains/items/tables.ts";
import { AppError } from "#/kernel/errors.ts";
import { batch as runBatch } from "./support/back-door.ts";
import { type Business, newBusiness } from "./support/client.ts";
import { type CtxOptions, ctxOf, thrownBy, transient } from "./support/ctx.ts";
import { addItem, never, once, refused, traces } from "./support/item-action.ts";

// load, commit and read on a real D1 that fails on command: reliability.md 6.3, rows 1 to 6. Nothing lost, nothing doubled.

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

async function run(options: CtxOptions = {}, guard?: AppError) {
  const sku = randomUUID();
  const ctx = ctxOf(business, options);
  const error = await thrownBy(addItem(ctx, sku, guard));
  return { error, left: await traces(business, sku), trips: ctx.cost.d1.trips, sku };
}
const failAt =
  (...batches: number[]) =>
  (nth: number) => {
    if (batches.includes(nth)) throw transient();
  };
const failFrom = (from: number) => (nth: number) => {
  if (nth >= from) throw transient();
};

describe("when the database fails", () => {
  it("needs one trip to load and one to commit while all is well", async () => {
    const { error, left, trips } = await run();
    expect([error, left, trips]).toEqual([undefined, once, 2]);
  });

  it("repeats a write whose request was lost", async () => {
    const { error, left } = await run({ faults: { before: failAt(2) } });
    expect([error, left]).toEqual([undefined, once]);
  });

  it("finds its own audit row when the answer to a write was lost, and does not write again", async () => {
    const { error, left } = await run({ faults: { after: failAt(2) } });
    expect([error, left]).toEqual([undefined, once]);
  });

  it("finds it even when that question fails too", async () => {
    const { error, left } = await run({ faults: { after: failAt(2), before: failAt(3) } });
    expect([error, left]).toEqual([undefined, once]);
  });

  it("writes the key once when the answer was lost under an Idempotency-Key", async () => {
    const idempotency = { key: randomUUID() };
    const { error, left } = await run({ faults: { after: failAt(2) }, idempotency });
    expect([error, left]).toEqual([undefined, { ...once, keys: 1 }]);
  });

  it("reads again after two hiccups", async () => {
    const { error, left, trips } = await run({ faults: { before: failAt(1, 2) } });
    expect([error, left, trips]).toEqual([undefined, once, 4]);
  });

  it.each([
    ["reading", 1],
    ["writing", 2],
  ])(
    "gives up after four tries with 503 and Retry-After, and has written nothing, when it is out while %s",
    async (_, from) => {
      const { error, left, trips } = await run({ faults: { before: failFrom(from) } });
      expect(error).toMatchObject({ kind: "unavailable", reason: "database.unavailable", retryAfter: 5 });
      expect([left, trips]).toEqual([never, from + 3]);
    },
  );

  it("answers the repeated request from the store when the write was carried out before the outage", async () => {
    const idempotency = { key: randomUUID() };
    const { error, sku } = await run({ idempotency, faults: { after: failAt(2), before: failFrom(3) } });
    expect(error).toMatchObject({ reason: "database.unavailable" });
    expect(await thrownBy(addItem(ctxOf(business, { idempotency }), sku))).toBeInstanceOf(Replay);
    expect(await traces(business, sku)).toEqual({ ...once, keys: 1 });
  });

  it("does not repeat what can never succeed", async () => {
    const broken = new Error("D1_ERROR: no such column: nonsense: SQLITE_ERROR");
    const before = (nth: number) => {
      if (nth === 2) throw broken;
    };
    const { error, left, trips } = await run({ faults: { before } });
    expect([error, left, trips]).toEqual([broken, never, 2]);
  });

  it("tells the consumers of the outbox only after a commit", async () => {
    let told = 0;
    await run({ onAnnounce: () => told++ }, refused);
    await run({ onAnnounce: () => told++, faults: { before: failFrom(2) } });
    expect(told).toBe(0);
    await run({ onAnnounce: () => told++ });
    expect(told).toBe(1);
  });
});

describe("a guard that fires", () => {
  it("undoes the whole batch: rows, counter, events, audit and key", async () => {
    const counted = async () =>
      (
        await runBatch(business.shard, [
          { sql: "select n from counters where tenant_id = ? and entity = 'item'", params: [business.tenantId] },
        ])
      )[0]?.results;
    const before = await counted();
    const { error, left } = await run({ idempotency: { key: randomUUID() } }, refused);
    expect([error, left, await counted()]).toEqual([refused, never, before]);
  });

  it("leaves the Idempotency-Key free, so that the request can be sent again", async () => {
    const idempotency = { key: randomUUID() };
    expect((await run({ idempotency }, refused)).error).toBe(refused);
    const again = await run({ idempotency });
    expect([again.error, again.left]).toEqual([undefined, { ...once, keys: 1 }]);
  });

  it("leaves no gap in the numbers of the events, however many commits run at once", async () => {
    const fresh = await newBusiness();
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        thrownBy(addItem(ctxOf(fresh), `sku-${i}`, i % 3 === 0 ? refused : undefined)),
      ),
    );
    expect(answers.filter(Boolean)).toHaveLength(8);
    const [log] = await runBatch(fresh.shard, [
      {
        sql: "select min(seq) low, max(seq) high, count(*) n from outbox where tenant_id = ?",
        params: [fresh.tenantId],
      },
    ]);
    expect(log?.results).toEqual([{ low: 1, high: 16, n: 16 }]);
  });

  it("is what a violated constraint is turned into, and an unknown one stays our own fault", async () => {
    const sku = randomUUID();
    await addItem(ctxOf(business), sku);
    expect(await thrownBy(addItem(ctxOf(business), sku))).toMatchObject({ reason: "item.sku_taken" });
    const ctx = ctxOf(business);
    const names = Object.values(getTableColumns(itemTable)).map(({ name }) => name);
    const twice = q
      .insert(itemTable)
      .select(sql`select ${sql.raw(names.join())} from items where tenant_id = ${ctx.tenant.id} and sku = ${sku}`);
    const error = await thrownBy(
      commit(ctx, { parts: [twice], audit: { action: "x", entity: "item", id: 1 }, result: null }),
    );
    expect(String(error)).toContain("UNIQUE constraint failed: items");
  });
});

describe("of several guards", () => {
  it("the one that fired is named, even if two refuse with one reason", async () => {
    const ctx = ctxOf(business);
    const first = new AppError("conflict", "part.too_little", "The first part has too little.");
    const second = new AppError("conflict", "part.too_little", "The second part has too little.");
    const hits = count(ctx, "thing", null);
    const misses = q.update(itemTable).set({ name: "x" }).where(sql`tenant_id = ${ctx.tenant.id} and id = -1`);
    const parts = [{ writes: [hits, must(first)] }, { writes: [misses, must(second)] }];
    const audit = { action: "x", entity: "item", id: 1 };
    expect(await thrownBy(commit(ctx, { parts, audit, result: null }))).toBe(second);
    expect(await thrownBy(commit(ctx, { parts: parts.toReversed(), audit, result: null }))).toBe(second);
  });
});

describe("a fact beside the answer", () => {
  it("is written, and stored under no Idempotency-Key", async () => {
    const [idempotency, sku] = [{ key: randomUUID() }, randomUUID()];
    const ctx = ctxOf(business, { idempotency });
    await record(ctx, { parts: [count(ctx, "thing", null)], audit: { action: "x", entity: "thing", id: 1 } });
    await addItem(ctx, sku);
    expect(await traces(business, sku)).toEqual({ ...once, keys: 1 });
  });
});

describe("a business that is being moved", () => {
  it("can be read and not written, and nothing that was begun before is written after", async () => {
    const moving = await newBusiness();
    const setState = (state: string) =>
      runBatch(moving.shard, [
        { sql: "update tenant_state set state = ? where tenant_id = ?", params: [state, moving.tenantId] },
      ]);
    const begun = ctxOf(moving);
    await load(begun, { id: items.nextId(begun) });
    await setState("moving");

    const probe = ctxOf(moving);
    const all = q.select().from(itemTable).where(eq(itemTable.tenantId, moving.tenantId));
    expect(await read(probe, { all })).toEqual({ all: [] });
    expect(await thrownBy(load(probe, { id: items.nextId(probe) }))).toMatchObject({
      reason: "tenant.moving",
      retryAfter: 2,
    });
    const late = commit(begun, {
      parts: [count(begun, "item", null)],
      audit: { action: "x", entity: "item", id: 1 },
      result: null,
    });
    expect(await thrownBy(late)).toMatchObject({ kind: "unavailable", reason: "tenant.moving" });

    await setState("moved");
    expect(await thrownBy(read(probe, { id: items.nextId(probe) }))).toMatchObject({ reason: "tenant.moving" });
    const left = await runBatch(moving.shard, [
      { sql: "select count(*) n from counters where tenant_id = ? and entity = 'item'", params: [moving.tenantId] },
    ]);
    expect(left[0]?.results).toEqual([{ n: 0 }]);
  });
});
