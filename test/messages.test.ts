import { randomInt } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Ctx, systemCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { attemptMessage } from "#/domains/communications/actions/attempt-message.ts";
import { leaveMarketing } from "#/domains/communications/actions/leave-marketing.ts";
import { type Category, queueMessage } from "#/domains/communications/index.ts";
import { leaveToken } from "#/domains/communications/leave-token.ts";
import { localDateOf, localTime, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { cron, sql } from "./support/back-door.ts";
import { type Business, client, eventually, type Json, newBusiness, quiet } from "./support/client.ts";
import { atTime, moveClock, releaseClock, runJob } from "./support/clock.ts";
import { ctxOf } from "./support/ctx.ts";
import { inAnotherIsolate } from "./support/deadly.ts";
import { linkIn, mailTo } from "./support/mails.ts";
import { newPlatformAdmin } from "./support/platform.ts";
import { testSecrets } from "./support/settings.ts";
import { shardNames } from "./support/shards.ts";
import { testWorker } from "./support/test-worker.ts";

const PATH = "/admin/customer-communications";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
afterEach(() => vi.unstubAllGlobals());

async function newCustomer(more: object = {}) {
  const phone = `+1813${randomInt(200, 999)}${randomInt(1000, 9999)}`;
  const made = await business.api.post("/admin/customers", { name: "Jane", phones: [{ number: phone }], ...more });
  expect(made.status, made.text).toBe(201);
  const consents = ["transactional", "marketing"].map((category) => ({
    ...{ channel: "sms", category, state: "granted", source: "web form" },
  }));
  await business.api.put(`${PATH}/consents/${made.data.id}`, { consents });
  return { id: made.data.id as number, phone, phones: made.data.phones, emails: [] };
}

describe("at night", () => {
  const send = async (customer: { id: number }, category: string): Promise<Json> => {
    const body = { customer_id: customer.id, channel: "sms", category, body: "Half price this week" };
    const sent = await business.api.post(`${PATH}/send`, body);
    expect(sent.status, sent.text).toBe(201);
    return sent.data;
  };
  const get = async (id: string): Promise<Json> => (await business.api.get(`${PATH}/${id}`)).data;
  /** The message once it was judged: sent, suppressed, or put off. */
  const judged = (id: string) =>
    eventually(async () => {
      const row = await get(id);
      const isLeased = row.status === "queued" && Date.parse(row.sends_at) - Date.parse(row.created_at) < 300_000;
      return !isLeased && row;
    }, `message ${id} is judged`);

  it("B56: texts at night. An offer to a customer in Honolulu waits until eight there; what they need to know goes at once", async () => {
    const customer = await newCustomer({ billing_zip: "96813" });
    try {
      await moveClock("2026-03-10T15:00:00Z"); // 05:00 in Honolulu
      const [early, needed] = [await send(customer, "marketing"), await send(customer, "transactional")];
      expect(await judged(needed.id)).toMatchObject({ status: "sent" });
      expect(await judged(early.id)).toMatchObject({ status: "queued", sends_at: "2026-03-10T18:00:00.000Z" });
      await moveClock("2026-03-10T17:59:00Z");
      await runJob("message.attempt", business);
      expect((await get(early.id)).status).toBe("queued");
      await moveClock("2026-03-10T18:00:00Z");
      await runJob("message.attempt", business);
      expect(await judged(early.id)).toMatchObject({
        status: "sent",
        sent_at: expect.stringMatching(/^2026-03-10T18:0/),
      });

      await moveClock("2026-03-11T07:30:00Z"); // 21:30 there
      const late = await send(customer, "marketing");
      expect(await judged(late.id)).toMatchObject({ status: "queued", sends_at: "2026-03-11T18:00:00.000Z" });
      // while it waits, they stop it
      const { tenantId: tenant } = business;
      const stop = await business.api.post("/dev/messages", { tenant, from: customer.phone, body: "STOP" });
      expect(stop.status, stop.text).toBe(200);
      await moveClock("2026-03-11T18:00:00Z");
      await runJob("message.attempt", business);
      expect(await judged(late.id)).toMatchObject({ status: "suppressed", reason: "stop", sent_at: null });
    } finally {
      await releaseClock();
    }
  });

  it("the link in an offer ends offers by mail, and only these", async () => {
    const { email, id, offer } = await newReader();
    const mail = await atTime("2026-03-10T15:00:00Z", async () => {
      expect((await business.api.post(`${PATH}/send`, offer)).status).toBe(201);
      return await mailTo(email, /Half price/);
    });
    const token = linkIn(mail).split("#")[1];
    expect((await client().post("/leave", { token: `${token}x` })).status).toBe(404);
    for (let turn = 0; turn < 2; turn++) expect((await client().post("/leave", { token })).data.left).toBe(true);
    const { consents: after } = (await business.api.get(`${PATH}/consents/${id}`)).data;
    const states = after.map((one: Json) => [`${one.channel} ${one.category}`, one.state]);
    expect(Object.fromEntries(states)).toEqual({
      ...{ "email marketing": "revoked", "sms marketing": "granted", "sms transactional": "granted" },
    });
  });

  it("an offer has the headers by which a mail program ends offers in one click; opening their address changes nothing", async () => {
    const { email, id, offer } = await newReader();
    const [mail, needed] = await atTime("2026-03-10T15:00:00Z", async () => {
      await business.api.post(`${PATH}/send`, offer);
      await business.api.post(`${PATH}/send`, { ...offer, category: "transactional", subject: "Your part has come" });
      return [await mailTo(email, /Half price/), await mailTo(email, /part has come/)];
    });
    expect(needed.headers).toBeUndefined();
    expect(mail.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const [, address = ""] = /^<(https:\S+)>$/.exec(mail.headers?.["List-Unsubscribe"] ?? "") ?? [];
    const url = `${testWorker().url}${new URL(address).pathname}`;
    const stateOf = async () =>
      (await business.api.get(`${PATH}/consents/${id}`)).data.consents.find((one: Json) => one.channel === "email")
        .state;

    const opened = await fetch(url, { redirect: "manual" });
    expect([opened.status, opened.headers.get("location")]).toEqual([303, linkIn(mail)]);
    await opened.body?.cancel();
    expect((await client().get("/leave/nobody")).error.reason).toBe("communication.bad_link");
    expect(await stateOf()).toBe("granted");
    // as mail programs post it
    const press = async (to: string) => {
      const answer = await fetch(to, {
        method: "POST",
        body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      });
      return { status: answer.status, body: (await answer.json()) as Json };
    };
    expect((await press(`${url}x`)).body.error.reason).toBe("communication.bad_link");
    for (let turn = 0; turn < 2; turn++) expect(await press(url)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await stateOf()).toBe("revoked");
  });

  it("the one click holds for all customers who have the address of the offer, and for no other", async () => {
    const address = `office-${randomInt(1e9)}@example.com`;
    const consents = [{ channel: "email", category: "marketing", state: "granted", source: "web form" }];
    const newOne = async (emails: string[], name: string): Promise<number> => {
      const body = { name, emails: emails.map((one) => ({ address: one })), allow_duplicate: true };
      const made = await business.api.post("/admin/customers", body);
      expect(made.status, made.text).toBe(201);
      await business.api.put(`${PATH}/consents/${made.data.id}`, { consents });
      return made.data.id;
    };
    const [named, sharing, other] = [
      await newOne([`own-${address}`, address], "Jane"),
      await newOne([address.toUpperCase()], "Jim"),
      await newOne([`own-${address}`], "Joan"),
    ];
    const token = await leaveToken(
      { ...ctxOf(business), env: { ...ctxOf(business).env, ...testSecrets } },
      { customerId: named, to: address },
    );
    for (let turn = 0; turn < 2; turn++) expect((await client().post(`/leave/${token}`)).status).toBe(200);
    const states = [named, sharing, other].map(
      async (id) => (await business.api.get(`${PATH}/consents/${id}`)).data.consents[0].state,
    );
    expect(await Promise.all(states)).toEqual(["revoked", "revoked", "granted"]);
    const told = await sql(
      business.shard,
      "select entity_id from outbox where tenant_id = ? and type = 'consent.changed' and json_extract(data, '$.state') = 'revoked' and entity_id in (?, ?)",
      business.tenantId,
      `${named}`,
      `${sharing}`,
    );
    expect(told).toHaveLength(2);
  });

  it("the one click and a STOP count while the business is suspended, and nothing is sent until it is resumed", async () => {
    const [own, admin] = await Promise.all([newBusiness(), newPlatformAdmin()]);
    const ctx = { ...ctxOf(own), env: { ...ctxOf(own).env, ...testSecrets } };
    const made = await own.api.post("/admin/customers", { name: "Jane", phones: [{ number: "+18135550142" }] });
    const consents = ["email", "sms"].map((channel) => ({
      ...{ channel, category: "marketing", state: "granted", source: "web form" },
    }));
    await own.api.put(`${PATH}/consents/${made.data.id}`, { consents });
    const url = `/leave/${await leaveToken(ctx, { customerId: made.data.id, to: null })}`;
    await admin.api.post(`/platform/tenants/${own.tenantId}/suspend`, { reason: "Unpaid" });
    const opened = await fetch(`${testWorker().url}/api/v1${url}`, { redirect: "manual" });
    expect(opened.status).toBe(303);
    await opened.body?.cancel();
    for (let turn = 0; turn < 2; turn++) expect(await client().post(url)).toMatchObject({ status: 200 });
    const stop = { tenant: own.tenantId, from: "+18135550142", body: "Stop texting me - Jane" };
    expect(await client().post("/dev/messages", stop)).toMatchObject({ status: 200 });
    expect((await own.api.get(`${PATH}?channel=sms`)).error.reason).toBe("tenant.suspended");
    await cron("* * * * *");
    await quiet(own);
    const answers = () =>
      sql(own.shard, "select status from communications where tenant_id = ? and direction = 'out'", own.tenantId);
    expect(await answers()).toEqual([{ status: "queued" }]);

    await admin.api.post(`/platform/tenants/${own.tenantId}/resume`);
    const { consents: after } = (await own.api.get(`${PATH}/consents/${made.data.id}`)).data;
    expect(after.map((one: Json) => `${one.channel} ${one.category} ${one.state}`)).toEqual([
      "email marketing revoked",
      "sms marketing revoked",
      "sms transactional revoked",
    ]);
    await eventually(async () => (await answers())[0]?.status === "sent", "the answer to STOP goes out");
  });

  it("the one click counts where the business has moved to another database", async () => {
    const [own, admin] = await Promise.all([newBusiness(), newPlatformAdmin()]);
    const { id } = (await own.api.post("/admin/customers", { name: "Jane" })).data;
    const elsewhere = inAnotherIsolate();
    const open = { ...elsewhere, env: { ...elsewhere.env, ...testSecrets } };
    const before = await systemCtx(open, own.tenantId, "test"); // this isolate knows where it was
    expect(before?.tenant.shard).toBe(own.shard);
    const to = shardNames.find((name) => name !== own.shard) ?? "";
    await eventually(async () => {
      const moved = await admin.api.post(`/platform/tenants/${own.tenantId}/move`, { shard: to });
      return moved.data?.step === "done";
    }, `arrives on ${to}`);
    const token = await leaveToken({ env: open.env, tenant: { id: own.tenantId } }, { customerId: id, to: null });
    expect(await leaveMarketing(open, token)).toMatchObject({ left: true });
    expect(await sql(to, "select state from communication_consents where tenant_id = ?", own.tenantId)).toEqual([
      { state: "revoked" },
    ]);
  });

  it("a text about today that has waited for more than a day is no longer sent", async () => {
    const customer = await newCustomer();
    const id = await queued(workerAt("2026-03-10T15:00:00Z").ctx, customer);
    await atTime("2026-03-12T15:00:00Z", () => runJob("message.attempt", business));
    expect(await get(id)).toMatchObject({ status: "failed", reason: "too_late" });
  });
});

/** A customer who has agreed to offers by mail, and one for them. */
async function newReader() {
  const email = `jane-${randomInt(1e9)}@example.com`;
  const { id } = await newCustomer({ emails: [{ address: email }], billing_zip: "33602" });
  const consents = [{ channel: "email", category: "marketing", state: "granted", source: "web form" }];
  await business.api.put(`${PATH}/consents/${id}`, { consents });
  const offer = { customer_id: id, channel: "email", category: "marketing", subject: "Half price", body: "Soon." };
  return { email, id, offer };
}

/** A worker in this process, on the real database, whose texts go to Twilio as `answer` has it. */
function workerAt(
  now: string,
  answer: () => Promise<Response> = async () => Response.json({ sid: `SM${randomInt(1e9)}` }),
) {
  const posts: string[] = [];
  const at = (seconds: number): Ctx => {
    const ctx = ctxOf(business, { now: plusSeconds(toInstant(now), seconds) });
    const rings = { send: async () => undefined };
    const env = {
      ...ctx.env,
      ...testSecrets,
      PUBLIC_URL: "https://api.example",
      TWILIO_API_URL: "https://twilio.example",
      ASSETS: { fetch: async (url: string) => await realFetch(`${testWorker().url}${new URL(url).pathname}`) },
    };
    return { ...ctx, env: { ...env, TASKS: rings } as unknown as Cloudflare.Env }; // the part of the environment that texts use
  };
  vi.stubGlobal("fetch", async (url: string | URL, init?: RequestInit) => {
    if (!String(url).startsWith("https://twilio.example")) return await realFetch(url, init);
    posts.push(await new Response(init?.body ?? null).text());
    return await answer();
  });
  return { posts, at, ctx: at(0) };
}
const realFetch = globalThis.fetch;

async function queued(
  ctx: Ctx,
  customer: Awaited<ReturnType<typeof newCustomer>>,
  category: Category = "transactional",
): Promise<string> {
  const part = await queueMessage(ctx, {
    customer,
    ...{ channel: "sms", category, subject: null, body: "On the way", template: null, dedupe: null },
  });
  await commit(ctx, { parts: [part], audit: { action: "send", of: part }, result: null });
  return part.row.id;
}

describe("a text goes to the provider once", () => {
  // ahead of the clock: what is due then is not due for the crons of other tests
  const soon = plusSeconds(toInstant(Date.now()), 3600);
  const statusOf = async (id: string) => {
    const [row] = await sql<Json>(
      business.shard,
      "select status, reason, error_code, attempts, next_attempt_at from communications where tenant_id = ? and id = ?",
      business.tenantId,
      id,
    );
    return row;
  };
  const attempt = async (ctx: Ctx, id: string) => (await attemptMessage(ctx, id))?.();

  beforeAll(async () => {
    const body = { account: `AC${"a".repeat(32)}`, auth_token: "token", sender: "+18135550100" };
    expect((await business.api.post("/admin/integrations/messages", body)).status).toBe(201);
  });

  it("however often the queue repeats it, at once and later", async () => {
    const { ctx, at, posts } = workerAt(soon);
    const id = await queued(ctx, await newCustomer());
    await Promise.all([1, 2, 3, 4].map(() => attempt(ctx, id)));
    await attempt(at(120), id);
    expect(posts).toHaveLength(1);
    expect(await statusOf(id)).toMatchObject({ status: "sent", attempts: 1 });
  });

  it("when the worker dies before it is handed over it is tried again, and is sent", async () => {
    const { ctx, at, posts } = workerAt(soon);
    const id = await queued(ctx, await newCustomer());
    await attemptMessage(ctx, id); // has claimed it, and goes no further
    await attempt(at(30), id);
    expect(posts).toHaveLength(0); // the lease lasts
    await attempt(at(61), id);
    await attempt(at(600), id);
    expect(posts).toHaveLength(1);
    expect(await statusOf(id)).toMatchObject({ status: "sent", attempts: 2, next_attempt_at: null });
  });

  it("when the worker dies while it is handed over nobody knows whether it was sent, which is told, and it is not sent again", async () => {
    let hasCome = () => {};
    const handedOver = new Promise<void>((resolve) => {
      hasCome = resolve;
    });
    const { ctx, at, posts } = workerAt(soon, () => {
      hasCome();
      return new Promise(() => undefined); // the worker does not live to see the answer
    });
    const id = await queued(ctx, await newCustomer());
    void attempt(ctx, id);
    await handedOver;
    await attempt(at(30), id);
    expect(await statusOf(id)).toMatchObject({ status: "queued" }); // the lease lasts
    await attempt(at(61), id);
    await attempt(at(600), id);
    expect(posts).toHaveLength(1);
    expect(await statusOf(id)).toMatchObject({ status: "unknown", reason: "outcome_unknown", next_attempt_at: null });
    const rows = await sql(
      business.shard,
      "select type from outbox where tenant_id = ? and entity_id = ?",
      business.tenantId,
      id,
    );
    expect(rows).toEqual([{ type: "communication.failed" }]);
  });

  it("when its answer comes after the lease, that the number accepts no texts holds all the same", async () => {
    const { ctx, at } = workerAt(soon, async () => {
      await attempt(at(61), id);
      return Response.json({ code: 21610 }, { status: 400 });
    });
    const customer = await newCustomer();
    const id = await queued(ctx, customer);
    await attempt(ctx, id);
    expect(await statusOf(id)).toMatchObject({ status: "unknown" });
    const [stopped] = await sql(
      business.shard,
      "select reason from communication_suppressions where tenant_id = ? and phone = ?",
      business.tenantId,
      customer.phone,
    );
    expect(stopped).toEqual({ reason: "stop" });
  });

  describe("an offer whose work throws", () => {
    /** One that needs the time zone of its customer, by a file of ZIP codes that fails. */
    const broken = (ctx: Ctx): Ctx => ({
      ...ctx,
      env: new Proxy(ctx.env, {
        get(env, name) {
          if (name === "ASSETS") throw new Error("no assets today");
          return Reflect.get(env, name);
        },
      }),
    });
    const noon = localTime(plusDays(localDateOf(soon, "America/New_York"), 1), "12:00", "America/New_York");
    const offer = async (ctx: Ctx) => await queued(ctx, await newCustomer({ billing_zip: "33602" }), "marketing");

    it("before it is handed over is tried again, and sent once that is possible", async () => {
      const { ctx, at, posts } = workerAt(noon);
      const id = await offer(ctx);
      await attempt(broken(ctx), id);
      expect(posts).toHaveLength(0);
      expect(await statusOf(id)).toMatchObject({ status: "queued", attempts: 1, reason: null });
      await attempt(at(60), id);
      await attempt(at(600), id);
      expect(posts).toHaveLength(1);
      expect(await statusOf(id)).toMatchObject({ status: "sent", attempts: 2 });
    });

    it("each time fails with its reason after five attempts", async () => {
      const { ctx, at, posts } = workerAt(noon);
      const id = await offer(ctx);
      for (const minutes of [0, 1, 5, 20, 60, 120]) await attempt(broken(at(60 * minutes)), id);
      expect(posts).toHaveLength(0);
      expect(await statusOf(id)).toMatchObject({ status: "failed", reason: "broken", attempts: 5 });
    });

    it("after it was handed over ends as unknown", async () => {
      let isAway = false;
      const { ctx, at, posts } = workerAt(noon, async () => {
        isAway = true;
        return Response.json({ sid: "SM1" });
      });
      const id = await offer(ctx);
      const away = ctxOf(business, {
        now: noon,
        faults: {
          before: () => {
            if (isAway) throw new Error("database is away");
          },
        },
      });
      await expect(attempt({ ...away, env: ctx.env }, id)).rejects.toThrow();
      expect(posts).toHaveLength(1);
      await attempt(at(61), id);
      expect(posts).toHaveLength(1);
      expect(await statusOf(id)).toMatchObject({ status: "unknown", reason: "outcome_unknown" });
    });
  });

  it("an answer that is lost is not asked for again; where the provider was too busy it is tried again", async () => {
    const lost = workerAt(soon, () => Promise.reject(new Error("connection lost")));
    const first = await queued(lost.ctx, await newCustomer());
    for (const seconds of [0, 120, 900]) await attempt(lost.at(seconds), first);
    expect(lost.posts).toHaveLength(1);
    expect(await statusOf(first)).toMatchObject({ status: "unknown", error_code: "no_answer" });

    const busy = workerAt(soon, async () => Response.json({ code: 20429 }, { status: 429 }));
    const second = await queued(busy.ctx, await newCustomer());
    await attempt(busy.ctx, second);
    expect(await statusOf(second)).toMatchObject({ status: "queued", error_code: "20429" });
    const calm = workerAt(soon);
    await attempt(calm.at(3600), second);
    expect(await statusOf(second)).toMatchObject({ status: "sent", error_code: null });
  });
});
