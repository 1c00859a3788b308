import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { app } from "#/app.ts";
import { client, eventually, newBusiness, newItem, newTechnician, PASSWORD, quiet, signIn } from "./support/client.ts";
import { atTime, moveClock, releaseClock, runJob } from "./support/clock.ts";
import { insertWaiting } from "./support/lanes.ts";
import { openReceiver, type Receiver, verified } from "./support/receiver.ts";

// The clock of a developer's server. Everybody else has the real one.

const MONTH_MS = 31 * 86_400_000;
const nextMonth = () => new Date(Date.now() + MONTH_MS).toISOString();
const APRIL = "2026-04-01T04:00:00Z";
const inApril = expect.stringMatching(/^2026-04-01T04:0/);

const receivers: Receiver[] = [];
afterAll(() => {
  for (const receiver of receivers) receiver.close();
});
const newReceiver = async (...reply: Parameters<typeof openReceiver>): Promise<Receiver> => {
  const receiver = await openReceiver(...reply);
  receivers.push(receiver);
  return receiver;
};

describe("a moved clock", () => {
  it("goes on ticking from there, until it is let go", async () => {
    const moved = await moveClock(APRIL);
    expect(moved).toEqual({ now: inApril, real_now: expect.any(String), is_moved: true });
    expect(Math.abs(Date.parse(moved.real_now) - Date.now())).toBeLessThan(60_000);
    const later = await eventually(async () => {
      const { data } = await client().get("/dev/clock");
      return data.now > moved.now && data;
    }, "the clock ticks");
    expect(later.now).toEqual(inApril);
    expect((await client().get("/health")).data.time).toEqual(inApril);

    expect(await releaseClock()).toMatchObject({ is_moved: false });
    const { data } = await client().get("/dev/clock");
    expect(data.now).toBe(data.real_now);
  });

  it("stamps what is recorded: rows, the audit log, events, and positions on the live board", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    await atTime(APRIL, async () => {
      const item = await newItem(business);
      expect((await business.api.get(`/admin/items/${item.id}`)).data.created_at).toEqual(inApril);
      const { items: log } = (await business.api.get("/admin/audit-log?entity=item")).data;
      expect(log).toEqual([expect.objectContaining({ at: inApril })]);
      const sale = await business.api.post("/sales", {
        technician_id: mike.id,
        item_id: item.id,
        sale_price_cents: 1000,
        customer_name: "Ann",
        payment_type: "cash",
      });
      expect(sale.data.sale_date).toBe("2026-04-01"); // midnight in New York
      const spot = { latitude: 27.9506, longitude: -82.4572 };
      expect((await mike.api.post("/tech/dispatch/location", spot)).data.at).toEqual(inApril);
    });
  });

  it("leaves everybody signed in who was, for a month and more, and lets them sign in", async () => {
    const business = await newBusiness();
    const key = await business.api.post("/admin/api-keys", { name: "machine", scopes: ["items:read"] });
    const machine = client({ authorization: `Bearer ${key.data.key}` });
    for (const time of [nextMonth(), "2029-01-01T00:00:00Z", "2025-01-01T00:00:00Z"])
      await atTime(time, async () => {
        expect((await business.api.get("/admin/items")).status).toBe(200);
        expect((await machine.get("/admin/items")).status).toBe(200);
        const refreshed = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
          refresh_token: business.refreshToken,
        });
        expect(refreshed.status).toBe(200);
        const again = client({
          authorization: `Bearer ${refreshed.data.access_token}`,
          "x-tenant-id": business.tenantId,
        });
        expect((await again.get("/admin/items")).status).toBe(200);
        const api = await signIn(business, business.username, PASSWORD);
        expect((await api.get("/auth/me")).status).toBe(200);
      });
    expect((await business.api.get("/admin/items")).status).toBe(200);
  });

  it("holds in the queues, and signs webhooks at the real time, which receivers judge", async () => {
    const business = await newBusiness();
    const receiver = await newReceiver();
    const target = await business.api.post("/admin/webhooks", { url: receiver.url, events: ["sale.created"] });
    const mike = await newTechnician(business);
    const item = await newItem(business);
    await atTime(nextMonth(), async () => {
      await business.api.post("/sales", {
        technician_id: mike.id,
        item_id: item.id,
        sale_price_cents: 1000,
        customer_name: "Ann",
        payment_type: "cash",
      });
      await eventually(async () => receiver.posts.length > 0, "the event is delivered");
      await quiet(business);
    });
    const [post] = receiver.posts;
    expect(post && verified(target.data.secret, post).type).toBe("sale.created");
    const [delivery] = (await business.api.get(`/admin/webhooks/${target.data.id}/deliveries`)).data.items;
    expect(Date.parse(delivery.attempts[0].at)).toBeGreaterThan(Date.now() + MONTH_MS - 600_000);
  });
});

describe("a job that a developer runs", () => {
  it("does what the moved clock has made due", async () => {
    const business = await newBusiness();
    const receiver = await newReceiver();
    const target = await business.api.post("/admin/webhooks", { url: receiver.url, events: ["sale.created"] });
    const dueAt = new Date(Date.now() + MONTH_MS / 2).toISOString();
    await insertWaiting(business, target.data.id, dueAt);
    const early = await runJob("webhook.attempt", business);
    expect(early.data).toEqual({ name: "webhook.attempt", kind: "due", done: { attempts: 0, failed: 0 } });
    const run = await atTime(nextMonth(), () => runJob("webhook.attempt", business));
    expect(run.data.done).toEqual({ attempts: 1, failed: 0 });
    expect(receiver.posts).toHaveLength(1);
  });

  it("may be one of each minute or hour", async () => {
    for (const [name, kind] of [
      ["sweep", "minutely"],
      ["prune idempotency keys", "hourly"],
    ] as const) {
      const { data } = await runJob(name);
      expect([data.name, data.kind]).toEqual([name, kind]);
    }
  });

  it("is refused when it does not exist, with the names of those that do", async () => {
    const { status, error } = await runJob("make coffee");
    expect([status, error.reason]).toEqual([404, "job.not_found"]);
    for (const name of ["sweep", "prune sessions", "webhook.attempt", "mail.attempt"])
      expect(error.message).toContain(name);
  });

  it("is refused for a business that does not exist, and for one business where it works on whole databases", async () => {
    const nobody = await runJob("webhook.attempt", { tenantId: randomUUID() });
    expect([nobody.status, nobody.error.reason, nobody.error.fields]).toEqual([
      404,
      "tenant.not_found",
      { tenant_id: "names no business" },
    ]);
    const whole = await runJob("prune sessions", await newBusiness());
    expect([whole.status, whole.error.reason]).toEqual([422, "job.not_of_one_business"]);
  });
});

describe("outside development", () => {
  it.each(["production", "Development", "staging", ""])(
    "nobody finds a clock to move or a job to run: ENVIRONMENT=%s",
    async (ENVIRONMENT) => {
      const env = { ENVIRONMENT, RATE_LIMITS: "off", LOG_REQUESTS: "off" };
      const json = { "content-type": "application/json" };
      for (const [method, path, body] of [
        ["GET", "/dev/clock"],
        ["POST", "/dev/clock", { now: APRIL }],
        ["DELETE", "/dev/clock"],
        ["POST", "/dev/jobs/sweep", {}],
      ] as const) {
        const init = { method, ...(body && { body: JSON.stringify(body), headers: json }) };
        const answer = await app.request(`/api/v1${path}`, init, env);
        expect([answer.status, await answer.json()]).toMatchObject([
          404,
          { error: { reason: "request.no_such_path" } },
        ]);
      }
    },
  );
});
