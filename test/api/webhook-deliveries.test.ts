import { afterAll, describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import {
  type Answer,
  type Business,
  eventually,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
} from "../support/client.ts";
import { openReceiver, type Receiver, type Reply, verified } from "../support/receiver.ts";

const open: Receiver[] = [];
afterAll(() => {
  for (const receiver of open) receiver.close();
});

async function receiver(reply?: (n: number) => Reply): Promise<Receiver> {
  const made = await openReceiver(reply);
  open.push(made);
  return made;
}

const subscribe = async ({ api }: Business, url: string, events: string[]): Promise<Json> => {
  const made = await api.post("/admin/webhooks", { url, events });
  expect(made.status, made.text).toBe(201);
  return made.data;
};

async function makeSale(business: Business): Promise<Json> {
  const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
  const made = await business.api.post("/sales", {
    technician_id: technician.id,
    item_id: item.id,
    sale_price_cents: 150_000,
    customer_name: "John Doe",
    payment_type: "cash",
  });
  expect(made.status, made.text).toBe(201);
  return made.data;
}

const deliveries = async ({ api }: Business, id: number, query = ""): Promise<Answer["data"]> =>
  (await api.get(`/admin/webhooks/${id}/deliveries${query}`)).data;

/** The endpoint's newest delivery, once it has got to `status`. */
const settled = (business: Business, id: number, status: string): Promise<Json> =>
  eventually(async () => {
    const [newest] = (await deliveries(business, id)).items;
    return newest?.status === status && newest;
  }, `delivery is ${status}`);

describe("a sale", () => {
  it("reaches its subscribers, signed, with the whole sale and its commission in it", async () => {
    const business = await newBusiness();
    const all = await receiver();
    const { id, secret } = await subscribe(business, `${all.url}/hook`, ["sale.created", "commission.calculated"]);
    const other = await subscribe(business, all.url, ["dispatch.completed"]);
    const sale = await makeSale(business);

    await eventually(async () => all.posts.length >= 2, "both events arrive");
    const bodies = all.posts.map((post) => verified(secret, post)).toSorted((a, b) => a.sequence - b.sequence);
    const [created, calculated] = bodies;
    expect(created).toMatchObject({
      type: "sale.created",
      tenant_id: business.tenantId,
      api_version: "v1",
      data: sale,
    });
    expect(calculated).toMatchObject({ type: "commission.calculated", data: { sale_id: sale.id } });
    expect(calculated.sequence).toBe(created.sequence + 1);
    const [{ headers, path } = { headers: {}, path: "" }] = all.posts;
    expect(headers).toMatchObject({ "content-type": "application/json", "user-agent": "Truckroll-Webhooks/1" });
    expect(path).toBe("/hook");

    await settled(business, id, "delivered");
    const log = await deliveries(business, id);
    expect(log).toMatchObject({ total: 2, page: 1 });
    expect(
      log.items.map((row: Json) => [row.event_type, row.attempts.length, row.attempts[0].response_status]),
    ).toEqual([
      ["commission.calculated", 1, 204],
      ["sale.created", 1, 204],
    ]);
    const first = await deliveries(business, id, "?limit=1");
    const second = await deliveries(business, id, `?limit=1&cursor=${first.next_cursor}`);
    expect(second.items).toEqual([log.items[1]]);
    expect((await deliveries(business, id, "?status=failed")).items).toEqual([]);
    expect((await deliveries(business, other.id)).items).toEqual([]);
  });

  it("is sent again under the same id when the receiver answers 500 twice, and the log shows three attempts", async () => {
    const business = await newBusiness();
    const shaky = await receiver((n) => (n < 3 ? { status: 500, body: "upstream is down" } : { status: 200 }));
    const { id, secret } = await subscribe(business, shaky.url, ["sale.created"]);
    await makeSale(business);

    const delivery = await settled(business, id, "delivered");
    expect(new Set(shaky.posts.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([delivery.event_id]));
    expect(new Set(shaky.posts.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(3);
    expect(new Set(shaky.posts.map(({ text }) => text)).size).toBe(1);
    for (const post of shaky.posts) expect(verified(secret, post).id).toBe(delivery.event_id);
    expect(delivery.attempt_count).toBe(3);
    const lines = delivery.attempts.map((line: Json) => [
      line.attempt,
      line.response_status,
      line.error,
      line.response_excerpt,
    ]);
    expect(lines).toEqual([
      [1, 500, "status", "upstream is down"],
      [2, 500, "status", "upstream is down"],
      [3, 200, null, null],
    ]);
    expect(delivery.attempts[0].next_attempt_at > delivery.attempts[0].at).toBe(true);
    expect(delivery.attempts[2].next_attempt_at).toBeNull();
  });

  it("is given up when the last attempt of the schedule fails", async () => {
    const business = await newBusiness();
    const broken = await receiver(() => ({ status: 503, headers: { "retry-after": "0" }, body: "x".repeat(100_000) }));
    const { id } = await subscribe(business, broken.url, ["sale.created"]);
    await makeSale(business);
    const delivery = await settled(business, id, "failed");
    expect(broken.posts).toHaveLength(5); // WEBHOOK_RETRY_SECONDS of the tests names four retries
    expect(delivery).toMatchObject({ attempt_count: 5, next_attempt_at: null, delivered_at: null });
    expect(delivery.attempts[0].response_excerpt).toBe("x".repeat(4096));
  });
});

describe("a receiver", () => {
  it("that answers 410 is disabled at once, and its further events are skipped", async () => {
    const business = await newBusiness();
    const gone = await receiver(() => ({ status: 410 }));
    const { id } = await subscribe(business, gone.url, ["sale.created"]);
    await makeSale(business);
    await settled(business, id, "failed");
    const endpoint = (await business.api.get(`/admin/webhooks/${id}`)).data;
    expect(endpoint).toMatchObject({ status: "disabled", disabled_reason: "gone", version: 2 });
    const audit = "select actor from audit_log where tenant_id = ? and action = 'disable' and entity_id = ?";
    expect(await sql(business.shard, audit, business.tenantId, String(id))).toEqual([
      { actor: "system:webhook.attempt" },
    ]);

    await makeSale(business);
    const skipped = await settled(business, id, "skipped");
    expect(skipped).toMatchObject({ attempts: [], next_attempt_at: null });
    expect(gone.posts).toHaveLength(1);
  });

  it("that redirects is not followed", async () => {
    const business = await newBusiness();
    const target = await receiver();
    const redirecting = await receiver(() => ({ status: 308, headers: { location: `${target.url}/secret` } }));
    const { id } = await subscribe(business, redirecting.url, ["sale.created"]);
    await makeSale(business);
    const delivery = await eventually(async () => {
      const [newest] = (await deliveries(business, id)).items;
      return newest?.attempts.length > 0 && newest;
    }, "first attempt is logged");
    expect(delivery.attempts[0].error).toBe("redirect");
    expect(target.posts).toEqual([]);
  });

  it("that was disabled while a delivery waited gets no further attempt", async () => {
    const business = await newBusiness();
    const failing = await receiver(() => ({ status: 500 }));
    const { id } = await subscribe(business, failing.url, ["sale.created"]);
    await makeSale(business);
    await eventually(async () => failing.posts.length > 0, "first attempt");
    await business.api.patch(`/admin/webhooks/${id}`, { status: "disabled" });
    const delivery = await settled(business, id, "skipped");
    expect(delivery.attempts).toHaveLength(failing.posts.length);
  });

  it("that is slow holds up nobody else's deliveries", async () => {
    const [slowOne, quickOne] = await Promise.all([newBusiness(), newBusiness()]);
    let answerSlowly: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answerSlowly = resolve;
    });
    const slow = await receiver(() => ({ status: 204, after: held }));
    const quick = await receiver();
    const { id } = await subscribe(slowOne, slow.url, ["sale.created"]);
    await subscribe(quickOne, quick.url, ["sale.created"]);
    await makeSale(slowOne);
    await eventually(async () => slow.posts.length > 0, "slow receiver is asked");
    await makeSale(quickOne);
    await eventually(async () => quick.posts.length > 0, "quick receiver gets its event meanwhile");
    await makeSale(slowOne);
    await eventually(async () => slow.posts.length > 1, "slow receiver gets its next event before it has answered");
    expect((await deliveries(slowOne, id)).items.map(({ delivered_at }: Json) => delivered_at)).toEqual([null, null]);
    answerSlowly();
    await settled(slowOne, id, "delivered");
  });

  it("gets nothing of another business", async () => {
    const [mine, other] = await Promise.all([newBusiness(), newBusiness()]);
    const ours = await receiver();
    const theirs = await receiver();
    const { id } = await subscribe(mine, ours.url, ["sale.created"]);
    await subscribe(other, theirs.url, ["sale.created"]);
    await Promise.all([makeSale(mine), makeSale(other)]);
    await eventually(async () => ours.posts.length > 0 && theirs.posts.length > 0, "each gets its own");
    expect(ours.posts.map(({ body }) => body.tenant_id)).toEqual([mine.tenantId]);
    expect(theirs.posts.map(({ body }) => body.tenant_id)).toEqual([other.tenantId]);
    const peeking = await other.api.get(`/admin/webhooks/${id}/deliveries`);
    expect([peeking.status, peeking.error.reason]).toEqual([404, "webhook_endpoint.not_found"]);
    expect((await other.api.get(`/admin/webhooks/${id}`)).status).toBe(404);
    expect((await other.api.patch(`/admin/webhooks/${id}`, { status: "disabled" })).status).toBe(404);
  });
});

describe("a removed endpoint", () => {
  it("is gone with its log, frees its place, and gets nothing more, what waited included", async () => {
    const business = await newBusiness();
    const { api, shard, tenantId } = business;
    const never = await receiver(() => ({ status: 500 }));
    const { id } = await subscribe(business, never.url, ["sale.created"]);
    await makeSale(business);
    await eventually(
      async () => (await deliveries(business, id)).items[0]?.attempts.length > 0,
      "the first attempt fails",
    );
    await sql(
      shard,
      "update webhook_deliveries set status = 'pending', next_attempt_at = '2199-01-01T00:00:00.000Z' where tenant_id = ?",
      tenantId,
    );

    const stale = await api.request("DELETE", `/admin/webhooks/${id}`, undefined, { "if-match": '"9"' });
    expect([stale.status, stale.error.reason]).toEqual([412, "webhook_endpoint.version_mismatch"]);
    const removed = await api.request("DELETE", `/admin/webhooks/${id}`);
    expect([removed.status, removed.data.id, removed.text.includes("secret")]).toEqual([200, id, false]);
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["GET", "/deliveries"],
    ] as const) {
      const body = method === "PATCH" ? { status: "active" } : undefined;
      const gone = await api.request(method, `/admin/webhooks/${id}${path}`, body);
      expect([gone.status, gone.error.reason]).toEqual([404, "webhook_endpoint.not_found"]);
    }
    expect((await api.get("/admin/webhooks")).data.total).toBe(0);
    const { items } = (await api.get(`/admin/audit-log?entity=webhook_endpoint&entity_id=${id}`)).data;
    expect(items[0].action).toBe("remove");
    const rows = await sql(shard, "select id from webhook_endpoints where tenant_id = ?", tenantId);
    expect(rows).toEqual([]);

    const before = never.posts.length;
    await sql(
      shard,
      "update webhook_deliveries set next_attempt_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?",
      tenantId,
    );
    await cron("* * * * *");
    await eventually(async () => {
      const [delivery] = await sql<{ status: string }>(
        shard,
        "select status from webhook_deliveries where tenant_id = ?",
        tenantId,
      );
      return delivery?.status === "skipped";
    }, "the delivery that waited is dropped");
    expect(never.posts.length).toBe(before);
  });

  it("is removed once by two at the same moment, and a sale made meanwhile harms nobody", async () => {
    const business = await newBusiness();
    const { id } = await subscribe(business, "https://your-server.com/hook", ["sale.created"]);
    const answers = await Promise.all([1, 2, 3].map(() => business.api.request("DELETE", `/admin/webhooks/${id}`)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toEqual([200]);
    expect(statuses.every((status) => [200, 404, 409].includes(status))).toBe(true);
    expect((await business.api.get("/admin/webhooks")).data.total).toBe(0);
    await makeSale(business);
  });
});
