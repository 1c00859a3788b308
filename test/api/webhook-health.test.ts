import { Webhook as SvixWebhook } from "svix";
import { afterAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, newItem, quiet } from "../support/client.ts";
import { makeOverdue } from "../support/lanes.ts";
import { openReceiver, type Post, type Receiver, type Reply, verified } from "../support/receiver.ts";

const open: Receiver[] = [];
afterAll(() => {
  for (const receiver of open) receiver.close();
});

async function receiver(reply?: (n: number, post: Post) => Reply): Promise<Receiver> {
  const made = await openReceiver(reply);
  open.push(made);
  return made;
}

const subscribe = async ({ api }: Business, settings: Json): Promise<Json> => {
  const made = await api.post("/admin/webhooks", { events: ["item.*"], ...settings });
  expect(made.status, made.text).toBe(201);
  return made.data;
};

const deliveries = async ({ api }: Business, id: number, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/webhooks/${id}/deliveries${query}`)).data.items;

/** Items are made, by SQL for many: their events are in the outbox, and one more item makes the system look. */
async function addItems(business: Business, n: number): Promise<void> {
  for (let made = 0; made < n; made += 10)
    await Promise.all(Array.from({ length: Math.min(10, n - made) }, () => newItem(business)));
}

describe("a receiver that fails again and again", () => {
  it("gets one probe at a time while the others wait without an attempt, then all of them; the business is told of both", async () => {
    const business = await newBusiness();
    let works = false;
    const shaky = await receiver(() => ({ status: works ? 204 : 500, body: "down" }));
    const watcher = await receiver();
    const { id, secret } = await subscribe(business, { url: shaky.url });
    await subscribe(business, { url: watcher.url, events: ["webhook.*"] });
    await addItems(business, 12);
    const failing = await eventually(async () => watcher.posts[0]?.body, "the business hears of it");
    expect(failing).toMatchObject({
      type: "webhook.failing",
      data: {
        endpoint_id: id,
        last_failure: { event_type: "item.created", response_status: 500, error: "status" },
      },
    });
    expect(failing.data.failures).toBeGreaterThanOrEqual(5);
    const health = async () => (await business.api.get(`/admin/webhooks/${id}/health`)).data;
    expect((await health()).circuit).not.toBe("closed");
    const waiting = await deliveries(business, id, "?status=pending");
    expect(waiting.some(({ attempt_count }) => attempt_count === 0)).toBe(true);

    works = true;
    await eventually(async () => (await deliveries(business, id, "?status=delivered")).length === 12, "all arrive");
    expect(new Set(shaky.posts.map((post) => verified(secret, post).id)).size).toBe(12);
    const recovered = await eventually(async () => watcher.posts[1]?.body, "the business hears of that too");
    expect(recovered).toMatchObject({ type: "webhook.recovered", data: { endpoint_id: id, failures: 0 } });
    await quiet(business);
    expect(watcher.posts.map(({ body }) => body.type)).toEqual(["webhook.failing", "webhook.recovered"]);
    expect(await health()).toMatchObject({ circuit: "closed", failures: 0, failing_since: null, next_probe_at: null });
  });

  it("for five days is disabled: an event and a mail say so, and a resumption begins afresh", async () => {
    const business = await newBusiness();
    const { shard, tenantId, api } = business;
    const broken = await receiver(() => ({ status: 500 }));
    const watcher = await receiver();
    const { id } = await subscribe(business, { url: broken.url });
    await subscribe(business, { url: watcher.url, events: ["webhook.disabled"] });
    await addItems(business, 1);
    await eventually(async () => (await deliveries(business, id, "?status=failed")).length === 1, "it is given up");
    const since = new Date(Date.now() - 6 * 86_400_000).toISOString();
    await sql(
      shard,
      "update webhook_lanes set failures = 9, failing_since = ? where tenant_id = ? and id = ?",
      since,
      tenantId,
      id,
    );
    await addItems(business, 1);
    await makeOverdue(business);
    const told = await eventually(async () => watcher.posts[0]?.body, "the business hears of it");
    expect(told).toMatchObject({ type: "webhook.disabled", data: { endpoint_id: id, reason: "failing" } });
    const endpoint = (await api.get(`/admin/webhooks/${id}`)).data;
    expect(endpoint).toMatchObject({ status: "disabled", disabled_reason: "failing" });
    const mails = await sql(
      shard,
      "select 1 from mails where tenant_id = ? and template = 'webhook-disabled'",
      tenantId,
    );
    expect(mails).toHaveLength(1);
    await eventually(
      async () => (await deliveries(business, id, "?status=skipped")).length === 1,
      "the rest is skipped",
    );

    const resumed = await api.post(`/admin/webhooks/${id}/resume`);
    expect(resumed.data).toMatchObject({ status: "active", disabled_reason: null });
    expect((await api.get(`/admin/webhooks/${id}/health`)).data).toMatchObject({ circuit: "closed", failures: 0 });
  });
});

describe("an endpoint that asks for the order of each entity", () => {
  it("never gets an event before the one that happened to the same thing earlier, however often that fails", async () => {
    const business = await newBusiness();
    const seen = new Map<string, number>();
    const arrived: { entity: number; sequence: number }[] = [];
    const flaky = await receiver((_, { body }) => {
      const tries = (seen.get(body.id) ?? 0) + 1;
      seen.set(body.id, tries);
      if (body.sequence % 3 === 0 && tries === 1) return { status: 500 };
      arrived.push({ entity: body.data.id, sequence: body.sequence });
      return { status: 204 };
    });
    const { id } = await subscribe(business, { url: flaky.url, ordering: "entity" });
    const items = await Promise.all(Array.from({ length: 4 }, () => newItem(business)));
    for (let change = 0; change < 4; change++)
      await Promise.all(
        items.map((item) => business.api.patch(`/admin/items/${item.id}`, { name: `Filter ${change}` })),
      );
    await eventually(async () => (await deliveries(business, id, "?status=delivered")).length === 20, "all arrive");
    for (const [entity, events] of Map.groupBy(arrived, (one) => one.entity)) {
      const order = events.map(({ sequence }) => sequence);
      expect(order, String(entity)).toEqual(order.toSorted((a, b) => a - b));
    }
  });
});

describe("receivers of a thousand events", () => {
  it("verify each by the packages standardwebhooks and svix, and get each at least once, never more than five at a time", async () => {
    const business = await newBusiness();
    let [now, most] = [0, 0];
    const target = await receiver(() => {
      most = Math.max(most, ++now);
      return { status: 204, after: new Promise((resolve) => setTimeout(resolve, 2)).then(() => now--) };
    });
    const { id, secret } = await subscribe(business, { url: target.url });
    await addItems(business, 10);
    // the rest by SQL, as if it had waited while the endpoint was closed
    await sql(
      business.shard,
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 990)
       insert into webhook_deliveries (tenant_id, id, endpoint_id, sequence, event_id, event_type, body, status, attempt_count, attempts,
         next_attempt_at, created_at, updated_at)
       select ?1, 'dlv_many' || i, ?2, 10000 + i, 'evt_many' || i, 'item.created', '{"n":' || i || '}', 'pending', 0, '[]', ?3, ?3, ?3 from n`,
      business.tenantId,
      id,
      "2026-01-01T00:00:00.000Z",
    );
    await addItems(business, 1);
    const missing = async () => {
      const ids = new Set(target.posts.map(({ headers }) => headers["webhook-id"]));
      return ids.size >= 1001;
    };
    await eventually(missing, "all arrive");
    const svix = new SvixWebhook(secret);
    for (const post of target.posts) {
      verified(secret, post);
      svix.verify(post.text, post.headers as Record<string, string>);
    }
    expect(most).toBeLessThanOrEqual(5);
    await quiet(business);
    expect(target.posts).toHaveLength(1001);
  });
});
