import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { systemCtx } from "#/ctx.ts";
import { movedTables } from "#/db/move.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { advanceMove, undoMove } from "#/domains/platform/actions/advance-move.ts";
import { batch, cron, sql } from "./support/back-door.ts";
import {
  type Answer,
  type Business,
  eventually,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
  quiet,
  signIn,
} from "./support/client.ts";
import { deadlyWorker, inAnotherIsolate } from "./support/deadly.ts";
import { things } from "./support/fixture.ts";
import { newPlatformAdmin, type PlatformAdmin } from "./support/platform.ts";
import { shardNames } from "./support/shards.ts";
import { ofType, watch } from "./support/stream.ts";
import { tenantTables } from "./support/tables.ts";
import { furnish } from "./support/world.ts";

// Architecture.md 6: a business moves to another shard. Nothing may be lost, nothing doubled, nothing remains on the old shard, however often the
// move breaks off.

const outcome = ({ status, error }: Answer) => (status < 400 ? `${status}` : `${status} ${error.reason}`);
const otherShard = (shard: string) => shardNames.find((name) => name !== shard) ?? "";

const move = ({ api }: PlatformAdmin, { tenantId }: Business, shard: string) =>
  api.post(`/platform/tenants/${tenantId}/move`, { shard });

/** As the command line does: a piece after the other, until it is done. */
async function moveAll(admin: PlatformAdmin, business: Business, shard: string): Promise<void> {
  await eventually(async () => {
    const answer = await move(admin, business, shard);
    expect([200, 503], answer.text).toContain(answer.status);
    return answer.data?.step === "done";
  }, `arrives on ${shard}`);
}

const states = async ({ tenantId }: Business): Promise<Record<string, string>> => {
  const found = await Promise.all(
    shardNames.map((shard) =>
      sql<{ state: string }>(shard, "select state from tenant_state where tenant_id = ?", tenantId),
    ),
  );
  return Object.fromEntries(found.flatMap(([row], i) => (row ? [[shardNames[i] ?? "", row.state]] : [])));
};
const shardOf = async ({ tenantId }: Business) =>
  (await sql<{ shard: string }>("CONTROL", "select shard from tenants where id = ?", tenantId))[0]?.shard;
const everyTable = tenantTables.map(({ name }) => name).filter((name) => !["tenant_state", "must"].includes(name));
const rowsLeft = async ({ tenantId }: Business, shard: string, tables = everyTable): Promise<number> => {
  const counts = tables.map((name) => ({
    sql: `select count(*) n from ${name} where tenant_id = ?`,
    params: [tenantId],
  }));
  return (await batch(shard, counts)).reduce(
    (sum, { results }) => sum + ((results[0] as { n: number } | undefined)?.n ?? 0),
    0,
  );
};
/** All rows but the state, read at one moment. */
const contents = async ({ tenantId }: Business, shard: string, tables = everyTable): Promise<string> => {
  const all = tables.map((name) => ({ sql: `select * from ${name} where tenant_id = ?`, params: [tenantId] }));
  return JSON.stringify((await batch(shard, all)).map(({ results }, i) => [tables[i], results]));
};
/** When queues and cursors have come to rest. */
const atRest = async (business: Business, shard: string): Promise<string> => {
  await quiet(business);
  return await contents(business, shard);
};

it("every table of a shard is moved, whatever step it came with", async () => {
  const columns = await sql<{ table_name: string; name: string; type: string }>(
    "SHARD_00",
    // D1 has tables of its own, of which it tells nothing
    `select m.name table_name, c.name, c.type from sqlite_master m cross join pragma_table_info(m.name) c
      where m.type = 'table' and m.name not glob '_cf_*'`,
  );
  const owned = columns.filter(({ name }) => name === "tenant_id").map(({ table_name }) => table_name);
  const moved = await movedTables(inAnotherIsolate(), "SHARD_00");
  expect([...moved.map(({ name }) => name), "tenant_state"].toSorted()).toEqual(owned.toSorted());
  expect(moved.map(({ name }) => name).toSorted()).toEqual(everyTable.toSorted());
  for (const { name, key, columns: named } of moved) {
    const real = columns.filter(({ table_name }) => table_name === name);
    expect(named.toSorted(), name).toEqual(real.map((column) => column.name).toSorted());
    expect(key[0], name).toBe("tenant_id");
    expect(
      real.filter(({ type }) => /blob/i.test(type)),
      "JSON carries no bytes",
    ).toEqual([]);
  }
});

describe("a business that is moved", () => {
  it("has every row on its new shard and none on the old, and works there at once", async () => {
    const [admin, business, ...others] = await Promise.all([
      newPlatformAdmin(),
      newBusiness(),
      newBusiness(),
      newBusiness(),
    ]);
    const mark = `m${randomUUID().slice(0, 8)}`;
    const { ids } = await furnish(business, mark, things.keys());
    const technician = await newTechnician(business, true);
    await sql(
      business.shard,
      "insert into technician_positions (tenant_id, technician_id, latitude, longitude, speed, at) values (?, ?, ?, ?, 27, '2026-03-28T12:00:00.000Z')",
      ...[business.tenantId, technician.id, Math.PI * 9, -Math.E * 30],
    );
    const [from, to] = [business.shard, otherShard(business.shard)];
    const many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 700)";
    await sql(
      from,
      `${many} insert into audit_log (tenant_id, id, at, actor, action, entity, entity_id, request_id, changes) select ?, 'aud_0' || (1000 + i), '2026-01-01', 'x', 'x', 'x', 'x', 'x', json_object('quote', '"\\' || i, 'text', 'Łukasz 日本 🔧')  from n`,
      business.tenantId,
    );
    const stream = await watch(business.api);
    await stream.until(ofType("snapshot"));
    const before = await atRest(business, from);
    const neighbours = await Promise.all(others.map((other) => atRest(other, other.shard)));

    await moveAll(admin, business, to);

    expect(await contents(business, to)).toBe(before);
    expect(await rowsLeft(business, from)).toBe(0);
    expect(await states(business)).toEqual({ [from]: "moved", [to]: "active" });
    expect(await shardOf(business)).toBe(to);
    expect(await Promise.all(others.map((other) => contents(other, other.shard)))).toEqual(neighbours);
    const differ = "select (select sum(tenant_count) from shards) - (select count(*) from tenants) as missing";
    expect(await sql("CONTROL", differ)).toEqual([{ missing: 0 }]);

    const job = await business.api.post("/admin/dispatch", { title: "After", priority: "high", customer_name: "A" });
    expect(job.status, job.text).toBe(201);
    await stream.until(({ data }) => data.type === "dispatch.created" && data.data.id === job.data.id);
    await stream.close();
    // the full-text index of the new shard has its words, and that of the old one has none left
    const { items } = (await business.api.get(`/admin/customers?search=${mark}`)).data;
    expect(items.map(({ id }: { id: number }) => id)).toContain(ids.customer);
    const words = `"${business.tenantId.replaceAll("-", "")}"*`;
    expect(await sql(from, "select rowid from customer_words where customer_words match ?", words)).toEqual([]);
    const details = await admin.api.get(`/platform/tenants/${business.tenantId}`);
    expect(details.data).toMatchObject({ shard: to, move: null, history: [{ action: "moved", admin_id: admin.id }] });
    expect(details.data.history[0].details.rows_copied).toBeGreaterThan(700);

    await moveAll(admin, business, from); // where its tombstone stands
    expect(await states(business)).toEqual({ [from]: "active", [to]: "moved" });
    expect((await business.api.get(`/admin/dispatch/${job.data.id}`)).data.title).toBe("After");
  });

  it("can be read and not written while it is copied, and says when to come back", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const item = await newItem(business);
    const to = otherShard(business.shard);
    const begun = await move(admin, business, to);
    expect(begun.data).toMatchObject({ from_shard: business.shard, to_shard: to, step: "copying", rows_copied: 0 });

    expect((await business.api.get(`/admin/items/${item.id}`)).status).toBe(200);
    const last = () =>
      sql(business.shard, "select * from sequences where tenant_id = ? order by entity", business.tenantId);
    const sequences = await last();
    const refused = await business.api.post("/admin/items", { name: "New", sku: "N-1", list_price_cents: 1 });
    expect([outcome(refused), refused.headers.get("retry-after")]).toEqual(["503 tenant.moving", "2"]);
    expect(await last()).toEqual(sequences); // not even a number was handed out

    const path = `/platform/tenants/${business.tenantId}`;
    expect(outcome(await admin.api.post(`${path}/suspend`, { reason: "x" }))).toBe("409 platform.move_under_way");
    const elsewhere = shardNames.find((name) => name !== to && name !== business.shard) ?? "";
    expect(outcome(await move(admin, business, elsewhere))).toBe("409 platform.move_under_way");
    await moveAll(admin, business, to);
    expect((await move(admin, business, to)).data.step).toBe("done");
    expect((await business.api.post("/admin/items", { name: "New", sku: "N-1", list_price_cents: 1 })).status).toBe(
      201,
    );
  });

  it("loses no sale and makes none twice while people go on selling", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    const [from, to] = [business.shard, otherShard(business.shard)];
    const [row] = await sql<{ last_id: number }>(
      from,
      "select last_id from sequences where tenant_id = ? and entity = 'event'",
      business.tenantId,
    );
    const keys: string[] = [];
    let [refusals, reads, arrived] = [0, 0, false];
    const pieces = new EventEmitter();
    /** The move in its pieces; whoever waits for the next one goes on beside it. */
    const movePiece = async () => {
      pieces.emit("begin");
      const answer = await move(admin, business, to);
      expect([200, 503], answer.text).toContain(answer.status);
      return answer.data?.step === "done";
    };

    const patiently = async (send: () => Promise<Answer>): Promise<Answer> => {
      for (;;) {
        const answer = await send();
        if (answer.status !== 503) return answer;
        expect(outcome(answer)).toBe("503 tenant.moving");
        refusals += 1;
        if (!arrived) await once(pieces, "begin");
      }
    };
    const sell = (key: string) =>
      patiently(() =>
        business.api.post(
          "/sales",
          {
            technician_id: technician.id,
            item_id: item.id,
            sale_price_cents: 1999,
            customer_name: key,
            payment_type: "cash",
          },
          { "idempotency-key": key },
        ),
      );
    /** Sells on and on, until the business has arrived and a little longer. */
    const seller = async (): Promise<Json[]> => {
      const sold: Json[] = [];
      for (let after = 0; after < 5; after += Number(arrived)) {
        const key = randomUUID();
        keys.push(key);
        sold.push((await sell(key)).data);
      }
      return sold;
    };
    const reader = async () => {
      while (!arrived) {
        const answer = await business.api.get(`/admin/items/${item.id}`);
        if (answer.status !== 503) expect(outcome(answer)).toBe("200");
        reads += 1;
        if (!arrived) await once(pieces, "begin");
      }
    };
    const people = Promise.all([seller(), seller(), reader()]);
    await eventually(async () => keys.length > 5 && reads > 0, "people are at work");
    await movePiece();
    await eventually(async () => refusals > 0, "the move meets writes");
    await eventually(movePiece, `arrives on ${to}`);
    arrived = true;
    pieces.emit("begin");
    const [one, two] = await people;
    const sold = [...one, ...two];

    expect(new Set(sold.map(({ id }) => id)).size).toBe(keys.length);
    expect(reads, "reads meet the move").toBeGreaterThan(2);
    const again = await Promise.all(keys.slice(0, 5).map(sell));
    expect(again.map(({ headers }) => headers.get("idempotent-replayed"))).toEqual(Array(5).fill("true"));
    const [sales] = await sql(
      to,
      "select count(*) n, count(distinct customer_name) keys from sales where tenant_id = ?",
      business.tenantId,
    );
    expect(sales).toEqual({ n: keys.length, keys: keys.length });
    const low = (row?.last_id ?? 0) + 1;
    const [log] = await sql(
      to,
      "select min(seq) low, max(seq) high, count(*) n, count(distinct id) ids from outbox where tenant_id = ? and seq >= ?",
      business.tenantId,
      low,
    );
    const n = 2 * keys.length; // sale.created and commission.calculated
    expect(log).toEqual({ low, high: low + n - 1, n, ids: n });
    expect(await rowsLeft(business, from)).toBe(0);
  });

  it("is found on its new shard at the second try by an isolate that has not heard of it", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const [from, to] = [business.shard, otherShard(business.shard)];
    const knock = async () => {
      const ctx = await systemCtx(inAnotherIsolate(), business.tenantId, "test");
      if (!ctx) throw new Error("no such business");
      const refusal = await checkCaller(ctx).then(
        () => undefined,
        (error: unknown) => error,
      );
      return { shard: ctx.tenant.shard, refusal };
    };
    expect(await knock()).toEqual({ shard: from, refusal: undefined });
    await moveAll(admin, business, to);
    expect(await knock()).toMatchObject({ shard: from, refusal: { reason: "tenant.moving", retryAfter: 2 } });
    expect(await knock()).toEqual({ shard: to, refusal: undefined });
  });

  it("does not get back what crons cleared away meanwhile, and does not stumble over it", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const [from, to] = [business.shard, otherShard(business.shard)];
    const key = (name: string) =>
      sql(
        from,
        "insert into idempotency_keys values (?, 'user:1', ?, 'f', 201, '{}', '2099-01-01')",
        business.tenantId,
        name,
      );
    await Promise.all(["a", "b", "c"].map(key));
    await eventually(async () => (await move(admin, business, to)).data?.step === "comparing", "it is copied");
    await sql(from, "delete from idempotency_keys where tenant_id = ? and key = 'b'", business.tenantId);
    await sql(to, "delete from idempotency_keys where tenant_id = ? and key = 'c'", business.tenantId);
    await moveAll(admin, business, to);
    const kept = await sql(to, "select key from idempotency_keys where tenant_id = ? order by key", business.tenantId);
    expect(kept).toEqual([{ key: "a" }, { key: "c" }]);
  });
});

describe("a move that is cancelled", () => {
  it("leaves the business where it was, able to write, and nothing on the other shard", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const [from, to] = [business.shard, otherShard(business.shard)];
    const cancel = () => admin.api.post(`/platform/tenants/${business.tenantId}/move/cancel`);
    expect(outcome(await cancel())).toBe("409 platform.no_move");
    await eventually(async () => (await move(admin, business, to)).data?.step === "comparing", "it is copied");
    expect(await rowsLeft(business, to)).toBeGreaterThan(0);

    const first = await cancel();
    expect(first.data).toMatchObject({ step: "undoing" });
    expect(outcome(await move(admin, business, to))).toBe("409 platform.move_being_cancelled");
    await eventually(async () => (await cancel()).data?.step === "done", "it is undone");
    expect(await rowsLeft(business, to)).toBe(0);
    expect(await states(business)).toEqual({ [from]: "active", [to]: "moved" });
    expect((await business.api.post("/admin/items", { name: "New", sku: "N-1", list_price_cents: 1 })).status).toBe(
      201,
    );
    await moveAll(admin, business, to);
    expect(await shardOf(business)).toBe(to);
  });

  it("is refused once the business lives on its new shard", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    await eventually(
      async () => (await move(admin, business, otherShard(business.shard))).data?.step === "clearing",
      "",
    );
    const answer = await admin.api.post(`/platform/tenants/${business.tenantId}/move/cancel`);
    expect(outcome(answer)).toBe("409 platform.move_too_far");
    await moveAll(admin, business, otherShard(business.shard));
  });
});

describe("a move whose worker dies", () => {
  const dueAgain = ({ tenantId }: Business) =>
    sql("CONTROL", "update tenant_moves set lease_until = '2026-01-01T00:00:00.000Z' where tenant_id = ?", tenantId);
  const noteOf = async ({ tenantId }: Business) =>
    (await sql<{ step: string }>("CONTROL", "select step from tenant_moves where tenant_id = ?", tenantId))[0]?.step;

  it("is nobody else's until a minute has passed; then a cron carries it on", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
    const to = otherShard(business.shard);
    await move(admin, business, to);
    await sql(
      "CONTROL",
      "update tenant_moves set lease_until = '2099-01-01T00:00:00.000Z' where tenant_id = ?",
      business.tenantId,
    );
    expect(outcome(await move(admin, business, to))).toBe("503 platform.move_busy");
    await dueAgain(business);
    await cron("* * * * *");
    await eventually(async () => (await noteOf(business)) === undefined, "the cron has carried it on");
    expect([await shardOf(business), await rowsLeft(business, business.shard)]).toEqual([to, 0]);
  });

  const filled = ["items", "sessions", "users"];
  /** A business with rows in three small tables: how a move goes on does not depend on how many there are. The first test moves all. */
  async function smallBusiness(): Promise<Business> {
    const business = await newBusiness();
    await Promise.all([newItem(business), newItem(business)]);
    await quiet(business);
    const others = everyTable.filter((name) => !filled.includes(name));
    await batch(
      business.shard,
      others.map((name) => ({ sql: `delete from ${name} where tenant_id = ?`, params: [business.tenantId] })),
    );
    return business;
  }

  it("at any database trip: it goes on from there, without a loss and without a copy", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), smallBusiness()]);
    const before = await contents(business, business.shard, filled);
    const everything = await contents(business, business.shard);
    let from = business.shard;
    const worker = deadlyWorker(business, filled);
    let deaths = 0;
    for (let died = true; died; deaths++) {
      const to = otherShard(from);
      expect((await move(admin, business, to)).data?.step).toBe("copying");
      died = await worker.runUntil(deaths, advanceMove);
      const [where = "", now] = await Promise.all([shardOf(business), states(business)]);
      expect(
        Object.values(now).filter((state) => state === "active").length,
        "never two that can be written to",
      ).toBeLessThan(2);
      expect(["moving", "active"], "the directory names a shard that can be read").toContain(now[where]);
      expect((await business.api.get("/admin/items")).status).toBeLessThan(504);
      await dueAgain(business);
      if (died) await worker.runUntil(Number.POSITIVE_INFINITY, advanceMove);
      expect(await contents(business, to, filled), `died after ${deaths} trips`).toBe(before);
      expect([await rowsLeft(business, from, filled), await shardOf(business)]).toEqual([0, to]);
      from = to;
    }
    expect(await contents(business, from)).toBe(everything);
    expect(deaths, "trips of a move over three tables").toBeGreaterThan(20);
  });

  it("while it is being cancelled: the cancellation goes on from there", async () => {
    const [admin, business] = await Promise.all([newPlatformAdmin(), smallBusiness()]);
    const before = await contents(business, business.shard, filled);
    const to = otherShard(business.shard);
    const worker = deadlyWorker(business, filled);
    const copy: typeof advanceMove = async (open, tenant) => {
      const now = await advanceMove(open, tenant);
      return now?.step === "comparing" ? undefined : now;
    };
    let deaths = 0;
    for (let died = true; died; deaths++) {
      await move(admin, business, to);
      await worker.runUntil(Number.POSITIVE_INFINITY, copy);
      expect([await noteOf(business), await rowsLeft(business, to)]).toEqual(["comparing", 4]);
      died = await worker.runUntil(deaths, undoMove);
      await dueAgain(business);
      // whoever comes next, and whatever they want: a cron goes on backwards, an administrator may have to ask again
      if ((await noteOf(business)) === "undoing") await cron("* * * * *");
      else await admin.api.post(`/platform/tenants/${business.tenantId}/move/cancel`);
      await eventually(async () => {
        await cron("* * * * *");
        return (await noteOf(business)) === undefined;
      }, "it is over");
      expect(await shardOf(business)).toBe(business.shard);
      expect(await contents(business, business.shard, filled)).toBe(before);
      expect(await rowsLeft(business, to)).toBe(0);
    }
    expect(deaths).toBeGreaterThan(4);
  });
});

it("a business that has moved lets its people sign in as ever", async () => {
  const [admin, business] = await Promise.all([newPlatformAdmin(), newBusiness()]);
  await moveAll(admin, business, otherShard(business.shard));
  const api = await signIn(business, business.username);
  expect((await api.get("/admin/items")).status).toBe(200);
  expect((await business.api.post("/auth/refresh", { refresh_token: business.refreshToken })).status).toBe(200);
});
