import { afterAll, describe, expect, it } from "vitest";
import { cron, enqueue, errandsOf, sql } from "../support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, newItem, newTechnician, quiet } from "../support/client.ts";
import { insertWaiting } from "../support/lanes.ts";
import { openReceiver, type Receiver, type Reply, verified } from "../support/receiver.ts";
import { stoppedSignUp } from "../support/template.ts";

const MINUTE = "* * * * *";
const HOURLY = "17 * * * *";
const PAST = "2020-01-01T00:00:00.000Z";
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

type Listener = Business & { receiver: Receiver; endpointId: number; secret: string };
const open: Receiver[] = [];
afterAll(() => {
  for (const receiver of open) receiver.close();
});

/** A business whose receiver listens to its sales. */
async function newListener(reply?: () => Reply): Promise<Listener> {
  const business = await newBusiness();
  const receiver = await openReceiver(reply);
  open.push(receiver);
  const made = await business.api.post("/admin/webhooks", { url: receiver.url, events: ["sale.created"] });
  return { ...business, receiver, endpointId: made.data.id, secret: made.data.secret };
}

/** Events as a Worker leaves them that died right after its commit: nobody was told. */
async function commitInSilence({ shard, tenantId }: Business, n = 1): Promise<void> {
  const events = Array.from({ length: n }, (_, i) => ({ id: `evt_${crypto.randomUUID()}`, i: i + 1 }));
  const bumped = await sql<{ last_id: number }>(
    shard,
    `insert into sequences values (?, 'event', ?) on conflict do update set last_id = last_id + ? returning last_id`,
    tenantId,
    n,
    n,
  );
  await sql(
    shard,
    `insert into outbox (tenant_id, seq, id, type, data, occurred_at) select ?, ? + (value ->> 'i'), value ->> 'id', 'sale.created', '{"id":7}', ? from json_each(?)`,
    tenantId,
    (bumped[0]?.last_id ?? 0) - n,
    ago(0),
    JSON.stringify(events),
  );
}

/** A delivery that waits for its attempt, due since `dueAt`; with attempts made, that is when the lease of the last one ends. */
async function waitingDelivery({ shard, tenantId, endpointId }: Listener, dueAt: string, attempts = 0) {
  const deliveryId = await insertWaiting({ shard, tenantId }, endpointId, dueAt, attempts);
  return { job: "webhook.attempt", tenantId, id: deliveryId };
}

const log = async ({ api, endpointId }: Listener): Promise<Json> =>
  (await api.get(`/admin/webhooks/${endpointId}/deliveries?limit=200`)).data;

describe("the sweep of each minute", () => {
  it("delivers what a lost nudge did not deliver, page after page", async () => {
    const business = await newListener();
    await commitInSilence(business, 60); // from here on whichever test's cron comes first finds them
    await cron(MINUTE);
    await eventually(async () => business.receiver.posts.length >= 60, "all 60 events arrive");
    const sequences = business.receiver.posts.map((post) => verified(business.secret, post).sequence);
    expect(sequences.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(await log(business)).toMatchObject({ total: 60 });
  });

  it("rings for a delivery whose alarm got lost, or whose worker died, but not for one under way", async () => {
    const [lost, died, underWay] = await Promise.all([newListener(), newListener(), newListener()]);
    await waitingDelivery(lost, ago(60));
    await waitingDelivery(died, ago(60), 1);
    const message = await waitingDelivery(underWay, ago(-60), 1);
    await Promise.all([cron(MINUTE), enqueue("WEBHOOKS", message)]);
    for (const [business, attempt] of [
      [lost, 1],
      [died, 2],
    ] as const) {
      const [row] = await eventually(async () => {
        const { items } = await log(business);
        return items[0]?.status === "delivered" && items;
      }, "it is delivered");
      expect(row.attempts).toMatchObject([{ attempt, response_status: 204 }]);
      expect(business.receiver.posts).toHaveLength(1);
    }
    await quiet(underWay);
    expect(underWay.receiver.posts).toEqual([]);
  });

  it("leaves a suspended business alone", async () => {
    const business = await newListener();
    await sql(business.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", business.tenantId);
    await waitingDelivery(business, ago(60));
    await cron(MINUTE);
    await quiet(business);
    expect(business.receiver.posts).toEqual([]);
  });
});

describe("the repair of each minute", () => {
  it("completes a sign-up that stopped before its last step, and undoes one that never reached its shard", async () => {
    const stopped = await newBusiness();
    const resolved = async () => (await stopped.api.get(`/tenants/resolve/${stopped.code}`)).status;
    await sql("CONTROL", "update tenants set status = 'pending' where id = ?", stopped.tenantId);
    expect(await resolved()).toBe(404);
    // from here on whichever test's cron comes first finds it
    await sql("CONTROL", "update tenants set created_at = ? where id = ?", ago(600), stopped.tenantId);
    const [lost, young] = await Promise.all([stoppedSignUp(ago(600)), stoppedSignUp(ago(1))]);

    await cron(MINUTE);
    expect(await resolved()).toBe(200);
    const left = await sql<{ id: string }>("CONTROL", "select id from tenants where id in (?, ?)", lost, young);
    expect(left).toEqual([{ id: young }]);
  });
});

describe("messages that come more than once", () => {
  it("send a delivery once, also beside two crons at the same moment", async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const business = await newListener(() => ({ status: 204, after: held }));
    const message = await waitingDelivery(business, ago(60));
    await Promise.all([
      enqueue("WEBHOOKS", message, message, message),
      cron(MINUTE),
      cron(MINUTE),
      enqueue("WEBHOOKS", message),
    ]);
    const { posts } = business.receiver;
    await eventually(
      async () => posts.length > 0 && (await errandsOf(business.tenantId)).length === posts.length,
      "nothing is under way but what the receiver holds",
    );
    answer();
    await eventually(async () => (await log(business)).items[0]?.status === "delivered", "it is delivered");
    await enqueue("WEBHOOKS", message);
    await quiet(business);
    expect(business.receiver.posts).toHaveLength(1);
    expect((await log(business)).items[0].attempt_count).toBe(1);
  });

  it("make one delivery of each event, without waiting for the cron, when many sales are recorded at once", async () => {
    const business = await newListener();
    const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
    const sale = { technician_id: technician.id, item_id: item.id, sale_price_cents: 5000, customer_name: "John Doe" };
    await Promise.all(Array.from({ length: 30 }, () => business.api.post("/sales", { ...sale, payment_type: "cash" })));
    await eventually(async () => business.receiver.posts.length >= 30, "all sales arrive");
    await Promise.all(Array.from({ length: 5 }, () => enqueue("EVENTS", { tenantId: business.tenantId })));
    await quiet(business);
    expect(new Set(business.receiver.posts.map(({ body }) => body.data.id)).size).toBe(30);
    expect(business.receiver.posts).toHaveLength(30);
    expect(await log(business)).toMatchObject({ total: 30 });
  });
});

it("a poisoned message goes to the dead letters alone, and its neighbours are done at the first try", async () => {
  const [one, two] = await Promise.all([newListener(), newListener()]);
  await Promise.all([commitInSilence(one), commitInSilence(two)]);
  const poison = { tenant: `poison ${crypto.randomUUID()}` };
  await enqueue("EVENTS", { tenantId: one.tenantId }, poison, { tenantId: two.tenantId });
  await eventually(
    async () => one.receiver.posts.length === 1 && two.receiver.posts.length === 1,
    "neighbours are done",
  );
  const letters = await eventually(async () => {
    const rows = await sql("CONTROL", "select queue, body from dead_letters where body like '%poison%'");
    return rows.some((row) => row.body === JSON.stringify(poison)) && rows;
  }, "it is a dead letter");
  expect(letters).toContainEqual({ queue: "events", body: JSON.stringify(poison) });
  expect(letters.some((row) => String(row.body).includes(one.tenantId))).toBe(false);
});

it("messages of a business that does not exist are dropped", async () => {
  await enqueue("EVENTS", { tenantId: "nobody" });
  await enqueue("WEBHOOKS", { job: "webhook.attempt", tenantId: "nobody", id: "dlv_none" });
  await quiet({ tenantId: "nobody" });
  expect(await sql("CONTROL", "select * from dead_letters where body like '%nobody%'")).toEqual([]);
});

describe("the outbox", () => {
  it("forgets events after a week, once every consumer has read them", async () => {
    const [read, unread] = await Promise.all([newListener(), newListener()]);
    await sql(unread.shard, "insert into outbox_cursors values (?, 'another', 0)", unread.tenantId);
    for (const business of [read, unread]) {
      await commitInSilence(business, 2);
      await sql(
        business.shard,
        "update outbox set occurred_at = ? where tenant_id = ?",
        ago(8 * 86_400),
        business.tenantId,
      );
      await enqueue("EVENTS", { tenantId: business.tenantId });
      await eventually(async () => business.receiver.posts.length === 2, "old events are delivered first");
      await quiet(business); // the other consumers have read them too
      await commitInSilence(business, 1);
      await enqueue("EVENTS", { tenantId: business.tenantId });
      await eventually(async () => business.receiver.posts.length === 3, "the new event is delivered");
      await quiet(business);
    }
    const kept = (business: Business) =>
      sql<{ seq: number }>(
        business.shard,
        "select seq from outbox where tenant_id = ? order by seq",
        business.tenantId,
      );
    expect(await kept(read)).toEqual([{ seq: 3 }]);
    expect(await kept(unread)).toHaveLength(3);
    expect(
      await sql(unread.shard, "select consumer, seq from outbox_cursors where tenant_id = ?", unread.tenantId),
    ).toEqual([
      { consumer: "another", seq: 0 },
      { consumer: "reactions", seq: 3 },
      { consumer: "referrals", seq: 3 },
      { consumer: "webhooks", seq: 3 },
    ]);
  });
});

describe("the cron of each hour", () => {
  it("forgets idempotency keys whose day is over, and no others", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const item = (sku: string) => ({ name: "Maintenance", sku, list_price_cents: 1000 });
    await api.post("/admin/items", item("old"), { "idempotency-key": "old" });
    await api.post("/admin/items", item("new"), { "idempotency-key": "new" });
    await sql(shard, "update idempotency_keys set expires_at = ? where tenant_id = ? and key = 'old'", PAST, tenantId);
    await cron(HOURLY);
    const keys = await sql(shard, "select key from idempotency_keys where tenant_id = ?", tenantId);
    expect(keys).toEqual([{ key: "new" }]);
  });

  it("forgets deliveries after 30 days, but none that is still to be sent, and counts them out", async () => {
    const business = await newListener();
    await commitInSilence(business, 3);
    await cron(MINUTE);
    const isDelivered = ({ status }: Json) => status === "delivered";
    await eventually(async () => (await log(business)).items.filter(isDelivered).length === 3, "three deliveries end");
    const age = "update webhook_deliveries set created_at = ? where tenant_id = ? and sequence in (1, 2)";
    await sql(business.shard, age, ago(31 * 86_400), business.tenantId);
    const wait = "update webhook_deliveries set status = 'pending' where tenant_id = ? and sequence = 1";
    await sql(business.shard, wait, business.tenantId);
    await Promise.all([cron(HOURLY), cron(HOURLY)]);
    const left = await log(business);
    expect(left.items.map(({ sequence }: Json) => sequence)).toEqual([3, 1]);
    expect(left.total).toBe(2);
  });
});
