import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { freePort } from "#/tools/ready.mjs";
import { eventually, PASSWORD } from "./support/client.ts";
import { type KillableServer, migrate, startKillable, withDatabases } from "./support/killable-server.ts";
import { openReceiver } from "./support/receiver.ts";

// Reliability.md 6.3: the server is killed hard under a load of sales, started again on the same data, and everything is sent again.
// Nothing may be lost and nothing doubled: not a sale, not an event, not a number.

const KEYS = 60;
const AT_ONCE = 8;
const KILL_AFTER = 20;

const state = mkdtempSync(join(tmpdir(), "truckroll-crash-"));
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.kill();
  rmSync(state, { recursive: true, force: true });
});

type Reply = { status: number; text: string };

it("a server that is killed in the middle loses no sale and doubles none, and delivers every event", async () => {
  const port = (await freePort()) ?? 0;
  const receiver = await openReceiver();
  await migrate(state);
  server = await startKillable(state, port);

  const headers: Record<string, string> = { "content-type": "application/json" };
  const post = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<Reply> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: "POST",
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const make = async (path: string, body: unknown) => {
    const { status, text } = await post(path, body);
    expect(status, text).toBe(201);
    return (JSON.parse(text) as { data: { id: number; tenant_id: string; access_token: string } }).data;
  };
  const business = await make("/auth/register", {
    email: "jane@smithhvac.example",
    username: "mycompany",
    password: PASSWORD,
    first_name: "Jane",
    last_name: "Smith",
    company_name: "Smith HVAC",
  });
  headers.authorization = `Bearer ${business.access_token}`;
  const technician = await make("/admin/technicians", { name: "Mike", pay_type: "hourly", base_pay_cents: 2500 });
  const item = await make("/admin/items", { name: "Filter", sku: "F-1", list_price_cents: 1999 });
  const webhook = await make("/admin/webhooks", {
    url: `${receiver.url}/hook`,
    events: ["sale.created", "commission.calculated"],
  });

  const keys = Array.from({ length: KEYS }, () => randomUUID());
  const answers = new Map<string, Reply[]>(keys.map((key) => [key, []]));
  const answered = () => [...answers.values()].filter((replies) => replies.length > 0).length;
  const sell = async (key: string) => {
    const sale = {
      technician_id: technician.id,
      item_id: item.id,
      sale_price_cents: 1999,
      customer_name: key,
      payment_type: "cash",
    };
    const reply = await post("/sales", sale, { "idempotency-key": key }).catch(() => null); // the server died under it
    if (reply) answers.get(key)?.push(reply);
  };
  /** All keys, a few at a time; after `stopAt` answers the rest is not even sent. */
  const sellAll = async (stopAt = Number.POSITIVE_INFINITY) => {
    const queue = [...keys];
    const next = async (): Promise<void> => {
      const key = queue.shift();
      if (!key || answered() >= stopAt) return;
      await sell(key);
      return await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  };

  const load = sellAll(KILL_AFTER + 15);
  while (answered() < KILL_AFTER) await new Promise(setImmediate);
  await server.kill();
  await load;
  expect(answered()).toBeLessThan(KEYS);

  // as if it had stayed down for an hour: leases have run out, and what was due is overdue
  await withDatabases(state, async (databases) => {
    const overdue = "set next_attempt_at = '2026-01-01T00:00:00.000Z' where next_attempt_at is not null";
    for (const table of ["webhook_deliveries", "webhook_lanes"])
      await databases.SHARD_00?.prepare(`update ${table} ${overdue}`).run();
  });
  server = await startKillable(state, port);
  await sellAll();
  await sellAll();

  for (const [key, replies] of answers) {
    expect(replies.length, key).toBeGreaterThanOrEqual(2);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size, key).toBe(1);
    expect(replies[0]?.status).toBe(201);
  }

  // by the log, since a delivery is written down after its answer
  const delivered = async () => {
    const log = `http://127.0.0.1:${port}/api/v1/admin/webhooks/${webhook.id}/deliveries?status=delivered&limit=200`;
    const answer = (await (await fetch(log, { headers })).json()) as { data: { items: unknown[] } };
    return answer.data.items.length;
  };
  await eventually(async () => {
    const minute = `http://127.0.0.1:${port}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`;
    await fetch(minute).then((answer) => answer.text());
    return (await delivered()) === 2 * KEYS;
  }, "every event is delivered");
  await server.kill();
  receiver.close();

  const events = 2 * KEYS + 1; // the first one tells of the item, before anybody asked for events
  await withDatabases(state, async (databases) => {
    const rows = async (text: string) =>
      (await databases.SHARD_00?.prepare(text).bind(business.tenant_id).all())?.results;
    expect(
      await rows("select count(*) n, count(distinct customer_name) customers from sales where tenant_id = ?"),
    ).toEqual([{ n: KEYS, customers: KEYS }]);
    expect(await rows("select n from counters where tenant_id = ? and entity = 'sale' and bucket = 'all'")).toEqual([
      { n: KEYS },
    ]);
    expect(
      await rows(
        "select min(seq) low, max(seq) high, count(*) n, count(distinct id) ids from outbox where tenant_id = ?",
      ),
    ).toEqual([{ low: 1, high: events, n: events, ids: events }]);
    expect(
      await rows(
        "select type, count(*) n, count(distinct coalesce(data ->> 'sale_id', data ->> 'id')) sales from outbox where tenant_id = ? group by type order by type",
      ),
    ).toEqual([
      { type: "commission.calculated", n: KEYS, sales: KEYS },
      { type: "item.created", n: 1, sales: 1 },
      { type: "sale.created", n: KEYS, sales: KEYS },
    ]);
    const stored = (await rows("select id from outbox where tenant_id = ? and seq > 1")) as { id: string }[];
    const received = new Set(receiver.posts.map(({ headers: sent }) => sent["webhook-id"]));
    expect(stored.filter(({ id }) => !received.has(id))).toEqual([]);
    expect(
      await rows("select count(*) n from webhook_deliveries where tenant_id = ? and status <> 'delivered'"),
    ).toEqual([{ n: 0 }]);
  });
});
