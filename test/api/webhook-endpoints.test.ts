import { createPublicKey, verify } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import {
  type Business,
  client,
  eventually,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
} from "../support/client.ts";
import { openReceiver, type Post, type Receiver, type Reply, verified } from "../support/receiver.ts";
import { testWorker } from "../support/test-worker.ts";

const API = `${testWorker().url}/api/v1`;
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

/** An item is made: one event, `item.created`. */
const addItem = (business: Business) => newItem(business);

const rename = async ({ api }: Business, id: number, name: string): Promise<void> => {
  const changed = await api.patch(`/admin/items/${id}`, { name });
  expect(changed.status, changed.text).toBe(200);
};

const deliveries = async ({ api }: Business, id: number, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/webhooks/${id}/deliveries${query}`)).data.items;

const reach = (business: Business, id: number, status: string, n = 1): Promise<Json[]> =>
  eventually(async () => {
    const found = await deliveries(business, id, `?status=${status}`);
    return found.length >= n && found;
  }, `${n} deliveries are ${status}`);

describe("an endpoint that is paused", () => {
  it("gets nothing; what it missed is skipped, and a replay sends it in full after the resumption", async () => {
    const business = await newBusiness();
    const { api } = business;
    const target = await receiver();
    const { id, secret } = await subscribe(business, { url: target.url });
    const early = await api.post(`/admin/webhooks/${id}/resume`);
    expect([early.status, early.error.reason]).toEqual([409, "webhook.already_active"]);
    const paused = await api.post(`/admin/webhooks/${id}/pause`);
    expect(paused.data).toMatchObject({ status: "paused", disabled_reason: null, version: 2 });
    const twice = await api.post(`/admin/webhooks/${id}/pause`);
    expect([twice.status, twice.error.reason]).toEqual([409, "webhook.not_active"]);

    const since = new Date(Date.now() - 60_000).toISOString();
    await Promise.all([addItem(business), addItem(business), addItem(business)]);
    const skipped = await reach(business, id, "skipped", 3);
    const refused = await api.post(`/admin/webhooks/${id}/replay`, { since });
    expect([refused.status, refused.error.reason]).toEqual([409, "webhook.endpoint_inactive"]);
    const alone = await api.post(`/admin/webhook-deliveries/${skipped[0]?.id}/redeliver`);
    expect([alone.status, alone.error.reason]).toEqual([409, "webhook.endpoint_inactive"]);
    expect(target.posts).toEqual([]);

    expect((await api.post(`/admin/webhooks/${id}/resume`)).data).toMatchObject({ status: "active", version: 3 });
    const other = await api.post(`/admin/webhooks/${id}/replay`, { since, events: ["sale.*"] });
    const replay = await api.post(`/admin/webhooks/${id}/replay`, { since });
    expect([replay.status, replay.data.endpoint_id, replay.data.statuses]).toEqual([202, id, ["failed", "skipped"]]);
    await eventually(async () => target.posts.length === 3, "all three arrive");
    expect(new Set(target.posts.map((post) => verified(secret, post).id))).toEqual(
      new Set(skipped.map(({ event_id }) => event_id)),
    );
    const ended = (replayId: string) =>
      eventually(async () => {
        const { data } = await api.get(`/admin/webhook-replays/${replayId}`);
        return data.status === "done" && data;
      }, "the replay is over");
    expect((await ended(replay.data.id)).queued).toBe(3);
    expect((await ended(other.data.id)).queued).toBe(0);
  });

  it("is replayed neither from before the 30 days that deliveries are kept, nor for a range that ends before it begins", async () => {
    const business = await newBusiness();
    const { id } = await subscribe(business, { url: "https://your-server.com/hook" });
    const ask = async (body: Json) => {
      const { status, error } = await business.api.post(`/admin/webhooks/${id}/replay`, body);
      return [status, error.reason, Object.keys(error.fields)];
    };
    const long = new Date(Date.now() - 31 * 86_400_000).toISOString();
    expect(await ask({ since: long })).toEqual([422, "webhook.replay_too_old", ["since"]]);
    const now = new Date().toISOString();
    expect(await ask({ since: now, until: now })).toEqual([422, "webhook.replay_empty_range", ["until"]]);
    const unknown = await business.api.get("/admin/webhook-replays/rpl_none");
    expect([unknown.status, unknown.error.reason]).toEqual([404, "webhook_replay.not_found"]);
  });
});

describe("a test of an endpoint", () => {
  it("sends one signed event at once and tells what the receiver answered, also while the endpoint is paused", async () => {
    const business = await newBusiness();
    const target = await receiver((n) => (n === 1 ? { status: 204 } : { status: 503, body: "closed" }));
    const { id, secret } = await subscribe(business, { url: target.url });
    const good = await business.api.post(`/admin/webhooks/${id}/test`);
    expect([good.status, good.data]).toEqual([
      200,
      { ...good.data, delivered: true, response_status: 204, error: null, response_excerpt: null },
    ]);
    const [post] = target.posts;
    expect(post && verified(secret, post)).toMatchObject({ id: good.data.event_id, type: "webhook.test" });
    await business.api.post(`/admin/webhooks/${id}/pause`);
    const bad = await business.api.post(`/admin/webhooks/${id}/test`);
    expect(bad.data).toMatchObject({
      delivered: false,
      response_status: 503,
      error: "status",
      response_excerpt: "closed",
    });
    expect(await deliveries(business, id)).toEqual([]);
  });
});

/** Whether one of the `v1a` signatures of a post is by this key. */
function signedBy(publicKey: string, { headers, text }: Post): boolean {
  const raw = Buffer.from(publicKey.replace("whpk_", ""), "base64");
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") },
    format: "jwk",
  });
  const [id, at] = [String(headers["webhook-id"]), String(headers["webhook-timestamp"])];
  const content = Buffer.from(`${id}.${at}.${text}`);
  const signatures = String(headers["webhook-signature"]).split(" ");
  return signatures.some((one) => {
    const [version, signature = ""] = one.split(",");
    return version === "v1a" && verify(null, content, key, Buffer.from(signature, "base64"));
  });
}

describe("secrets and keys", () => {
  it("of before and after a rotation both sign, and never more than two", async () => {
    const business = await newBusiness();
    const { api } = business;
    const target = await receiver();
    const first = await subscribe(business, { url: target.url });
    const rotate = async () => (await api.post(`/admin/webhooks/${first.id}/rotate-secret`)).data;
    const second = await rotate();
    expect(second.secret).not.toBe(first.secret);
    expect(Date.parse(second.rotation_ends_at) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const one = async () => {
      const n = target.posts.length;
      await api.post(`/admin/webhooks/${first.id}/test`);
      return target.posts[n] as Post;
    };
    const post = await one();
    for (const { secret, public_key } of [first, second]) {
      expect(verified(secret, post).type).toBe("webhook.test");
      expect(signedBy(public_key, post)).toBe(true);
    }
    const third = await rotate();
    const later = await one();
    expect(() => verified(first.secret, later)).toThrow();
    expect([signedBy(first.public_key, later), signedBy(second.public_key, later)]).toEqual([false, true]);
    expect(verified(third.secret, later).type).toBe("webhook.test");
    expect(String(later.headers["webhook-signature"]).split(" ")).toHaveLength(4);

    await sql(
      business.shard,
      "update webhook_endpoints set previous_until = '2026-01-01T00:00:00.000Z' where tenant_id = ? and id = ?",
      business.tenantId,
      first.id,
    );
    const last = await one();
    expect(() => verified(second.secret, last)).toThrow();
    expect(verified(third.secret, last).type).toBe("webhook.test");
    expect((await api.get(`/admin/webhooks/${first.id}`)).data.rotation_ends_at).toBeNull();
  });

  it("are published as a key set, which shows the keys of one business and tells nobody whether there is another", async () => {
    const [business, other] = await Promise.all([newBusiness(), newBusiness()]);
    const { id, public_key } = await subscribe(business, { url: "https://your-server.com/hook" });
    await subscribe(other, { url: "https://your-server.com/hook" });
    await business.api.post(`/admin/webhooks/${id}/rotate-secret`);
    const keySet = async (path: string) => {
      const answer = await fetch(path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/jwk-set+json"]);
      return (await answer.json()) as { keys: Json[] };
    };
    const url = `${API}/.well-known/webhooks-jwks.json?tenant_id=${business.tenantId}`;
    const { keys } = await keySet(url);
    expect(keys.map(({ kid }) => kid)).toEqual([`webhook-${id}`, `webhook-${id}-previous`]);
    const raw = Buffer.from(public_key.replace("whpk_", ""), "base64").toString("base64url");
    expect(keys[1]).toMatchObject({ kty: "OKP", crv: "Ed25519", x: raw });
    expect(await keySet(url.replace("/api/v1", ""))).toEqual({ keys });
    expect(await keySet(`${API}/.well-known/webhooks-jwks.json?tenant_id=${crypto.randomUUID()}`)).toEqual({
      keys: [],
    });
    const unnamed = await client().get("/.well-known/webhooks-jwks.json");
    expect(unnamed.status).toBe(400);
  });
});

describe("what an endpoint asks for", () => {
  it("are events by wildcards, its own headers, and a thin payload", async () => {
    const business = await newBusiness();
    const { api, shard, tenantId } = business;
    const target = await receiver();
    const headers = { Authorization: "Bearer of-the-gateway", "X-Tenant": "smith" };
    const made = await subscribe(business, { url: target.url, events: ["item.*"], payload: "thin", headers });
    expect([made.header_names, made.payload]).toEqual([["Authorization", "X-Tenant"], "thin"]);
    const item = await addItem(business);
    await newTechnician(business); // no item
    await eventually(async () => target.posts.length === 1, "the item arrives");
    const [post] = target.posts as [Post];
    expect(post.headers).toMatchObject({ authorization: headers.Authorization, "x-tenant": "smith" });
    const data = verified(made.secret, post).data;
    expect(data).toMatchObject({ id: item.id });
    expect(Object.keys(data).every((name) => name === "version" || /^id$|_id$/.test(name))).toBe(true);

    const rows = await sql(shard, "select * from webhook_endpoints where tenant_id = ?", tenantId);
    expect(JSON.stringify(rows)).not.toContain("of-the-gateway");
    const changed = await api.patch(`/admin/webhooks/${made.id}`, { headers: {}, payload: "full" });
    expect(changed.data).toMatchObject({ header_names: [], payload: "full" });
    await rename(business, item.id, "Filter, large");
    await eventually(async () => target.posts.length === 2, "the change arrives");
    expect(target.posts[1]?.headers.authorization).toBeUndefined();
    expect(target.posts[1]?.body.data).toMatchObject({ name: "Filter, large" });
  });

  it("must not be our own headers, nor those of the way, nor what no header can hold", async () => {
    const { api } = await newBusiness();
    const refused = async (headers: Json) => {
      const answer = await api.post("/admin/webhooks", { url: "https://a.example/", events: ["item.*"], headers });
      expect([answer.status, answer.error.reason]).toEqual([422, "webhook.headers_refused"]);
      return Object.keys(answer.error.fields);
    };
    for (const name of ["Webhook-Signature", "content-type", "Host", "Transfer-Encoding", "X-Forwarded-For", "a b"])
      expect(await refused({ [name]: "1" })).toEqual([`headers.${name}`]);
    expect(await refused({ "X-A": "line\r\nbreak" })).toEqual(["headers.X-A"]);
    expect(await refused({ "X-A": "1", "x-a": "2" })).toEqual(["headers.x-a"]);
    expect(await refused(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`X-${i}`, "1"])))).toEqual([
      "headers",
    ]);
  });

  it("may be to poll: nothing is pushed, and messages are read by a cursor, each once", async () => {
    const business = await newBusiness();
    const { api } = business;
    const bare = await api.post("/admin/webhooks", { events: ["item.*"] });
    expect([bare.status, bare.error.reason]).toEqual([422, "webhook.url_required"]);
    const { id, url } = await subscribe(business, { delivery: "poll" });
    expect(url).toBeNull();
    const made = [await addItem(business), await addItem(business), await addItem(business)];
    await reach(business, id, "stored", 3);
    const page = async (after: number | string) =>
      (await api.get(`/admin/webhooks/${id}/messages?limit=2&after=${after}`)).data;
    const first = await page(0);
    const second = await page(first.next_after);
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    const all = [...first.items, ...second.items];
    expect(all.map(({ type, data }) => [type, data.id])).toEqual(made.map((item) => ["item.created", item.id]));
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).toSorted((a, b) => a - b));
    expect(await page(second.next_after)).toEqual({ items: [], next_after: second.next_after, has_more: false });

    for (const [action, body] of [
      ["test", undefined],
      ["replay", { since: new Date(Date.now() - 1000).toISOString() }],
    ] as const) {
      const refused = await api.post(`/admin/webhooks/${id}/${action}`, body);
      expect([refused.status, refused.error.reason]).toEqual([409, "webhook.not_pushed"]);
    }
    const pushed = await api.patch(`/admin/webhooks/${id}`, { delivery: "push" });
    expect([pushed.status, pushed.error.reason]).toEqual([422, "webhook.url_required"]);
  });
});

describe("the log", () => {
  it("is searched by status, type, thing and time, of one endpoint or of all", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [good, bad] = [await receiver(), await receiver(() => ({ status: 410 }))];
    const one = await subscribe(business, { url: good.url });
    const two = await subscribe(business, { url: bad.url });
    const item = await addItem(business);
    await reach(business, one.id, "delivered");
    await reach(business, two.id, "failed");
    const between = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await rename(business, item.id, "Other");
    await reach(business, one.id, "delivered", 2);
    await reach(business, two.id, "skipped");

    const search = async (query: string) =>
      (await api.get(`/admin/webhook-deliveries${query}`)).data.items.map((row: Json) => [
        row.endpoint_id,
        row.event_type,
        row.status,
      ]);
    const made = (id: number, status: string) => [id, "item.created", status];
    const changed = (id: number, status: string) => [id, "item.updated", status];
    const all = [
      changed(two.id, "skipped"),
      changed(one.id, "delivered"),
      made(two.id, "failed"),
      made(one.id, "delivered"),
    ];
    expect(await search("")).toEqual(all);
    expect(await search("?status=failed")).toEqual([made(two.id, "failed")]);
    expect(await search("?event_type=item.updated")).toEqual(all.slice(0, 2));
    expect(await search(`?entity=item:${item.id}`)).toEqual(all);
    expect(await search("?entity=item:999")).toEqual([]);
    expect(await search(`?created_from=${between}`)).toEqual(all.slice(0, 2));
    expect(await search(`?created_to=${between}`)).toEqual(all.slice(2));
    expect(await search(`?created_to=${between}&status=delivered`)).toEqual(all.slice(3));
    expect(await search("?created_from=2199-01-01T00:00:00Z")).toEqual([]);
    expect(await deliveries(business, two.id, `?created_from=${between}`)).toHaveLength(1);

    const [failed] = await deliveries(business, two.id, "?status=failed");
    expect((await api.get(`/admin/webhook-deliveries/${failed?.id}`)).data).toEqual(failed);
    const missing = await api.get("/admin/webhook-deliveries/dlv_none");
    expect([missing.status, missing.error.reason]).toEqual([404, "webhook_delivery.not_found"]);
  });

  it("lets a delivery be sent once more, under its id, with the whole schedule before it", async () => {
    const business = await newBusiness();
    const { api } = business;
    const target = await receiver((n) => ({ status: [1, 2].includes(n) ? 200 : n === 3 ? 500 : 204 }));
    const { id } = await subscribe(business, { url: target.url });
    await addItem(business);
    const [delivery] = await reach(business, id, "delivered");
    for (const attempts of [2, 4]) {
      const again = await api.post(`/admin/webhook-deliveries/${delivery?.id}/redeliver`);
      expect([again.status, again.data.status]).toEqual([202, "pending"]);
      const after = await eventually(async () => {
        const { data } = await api.get(`/admin/webhook-deliveries/${delivery?.id}`);
        return data.status === "delivered" && data.attempts.length === attempts && data;
      }, `${attempts} attempts`);
      expect(after.attempt_count).toBe(attempts);
    }
    expect(new Set(target.posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const { items } = (await api.get(`/admin/audit-log?entity=webhook_delivery&entity_id=${delivery?.id}`)).data;
    expect(items.map(({ action }: Json) => action)).toEqual(["redeliver", "redeliver"]);
  });
});
