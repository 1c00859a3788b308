import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import {
  type Answer,
  type Business,
  client,
  eventually,
  newBusiness,
  newItem,
  newTechnician,
  PASSWORD,
  quiet,
} from "../support/client.ts";
import { makeOverdue } from "../support/lanes.ts";
import { newPlatformAdmin, type PlatformAdmin } from "../support/platform.ts";
import { openReceiver } from "../support/receiver.ts";
import { watch } from "../support/stream.ts";

const outcome = ({ status, error }: Answer) => (status < 400 ? `${status}` : `${status} ${error.reason}`);

let admin: PlatformAdmin;
beforeAll(async () => {
  admin = await newPlatformAdmin();
});
const suspend = ({ tenantId }: Business, reason = "Unpaid since January") =>
  admin.api.post(`/platform/tenants/${tenantId}/suspend`, { reason });
const resume = ({ tenantId }: Business) => admin.api.post(`/platform/tenants/${tenantId}/resume`);

describe("a platform administrator", () => {
  it("signs in with their address in any case; a wrong password and an unknown address get one answer", async () => {
    const { email, password } = await newPlatformAdmin();
    const logIn = (body: unknown) => client().post("/platform/auth/login", body);
    expect((await logIn({ email: email.toUpperCase(), password })).data.admin.email).toBe(email);
    const refused = [
      await logIn({ email, password: `${password}x` }),
      await logIn({ email, password: "" }),
      await logIn({ email: "nobody@truckroll.example", password }),
    ];
    expect(refused.map(outcome)).toEqual(Array(3).fill("401 platform.wrong_credentials"));
    expect(new Set(refused.map(({ error }) => error.message)).size).toBe(1);
  });

  it("is kept waiting after five attempts to sign in within a minute", async () => {
    const api = client();
    const attempt = () => api.post("/platform/auth/login", { email: "nobody@truckroll.example", password: "x" });
    for (let i = 0; i < 5; i++) expect((await attempt()).status).toBe(401);
    expect(outcome(await attempt())).toBe("429 rate_limit.auth");
  });

  it("signs out, and their access token is refused at once", async () => {
    const { api } = await newPlatformAdmin();
    expect(outcome(await api.get("/platform/tenants?limit=1"))).toBe("200");
    expect((await api.post("/platform/auth/logout")).data).toEqual({ signed_out: true });
    expect(outcome(await api.get("/platform/tenants?limit=1"))).toBe("401 auth.invalid_token");
  });

  it("keeps no password in the database, only what cannot be turned back", async () => {
    const { id, password } = await newPlatformAdmin();
    const rows = await sql("CONTROL", "select * from platform_admins where id = ?", id);
    expect(JSON.stringify(rows)).not.toContain(password);
  });
});

describe("businesses", () => {
  it("are listed by code, status and shard, page by page", async () => {
    const business = await newBusiness();
    const one = await admin.api.get(`/platform/tenants?code=${business.code.toLowerCase()}`);
    expect(one.data).toMatchObject({ total: 1, page: 1, total_pages: 1, next_cursor: null });
    expect(one.data.items).toMatchObject([
      { id: business.tenantId, business_code: business.code, shard: business.shard, status: "active", move: null },
    ]);
    const elsewhere = business.shard === "SHARD_00" ? "SHARD_01" : "SHARD_00";
    for (const [filter, total] of [
      [`shard=${business.shard}`, 1],
      [`shard=${elsewhere}`, 0],
      ["status=active", 1],
      ["status=suspended", 0],
    ])
      expect((await admin.api.get(`/platform/tenants?code=${business.code}&${filter}`)).data.total, `${filter}`).toBe(
        total,
      );
    await newBusiness();
    const idOnPage = async (page: number) =>
      (await admin.api.get(`/platform/tenants?limit=1&page=${page}`)).data.items[0].id;
    // other tests open businesses meanwhile: two pages are of one list when the first has not changed
    await eventually(async () => {
      const [first, second, stillFirst] = [await idOnPage(1), await idOnPage(2), await idOnPage(1)];
      if (first === stillFirst) expect(first).not.toBe(second);
      return first === stillFirst;
    }, "two pages of one list");
    expect(outcome(await admin.api.get("/platform/tenants?shard=SHARD_9"))).toBe("400 request.invalid");
  });

  it("do not move to a shard that there is not", async () => {
    const { tenantId } = await newBusiness();
    const move = (shard: string) => admin.api.post(`/platform/tenants/${tenantId}/move`, { shard });
    expect(outcome(await move("SHARD_99"))).toBe("422 platform.no_such_shard");
    expect(outcome(await move("CONTROL"))).toBe("422 request.invalid");
  });

  it("that do not exist are 404, whatever the request", async () => {
    const path = `/platform/tenants/${randomUUID()}`;
    const answers = [
      await admin.api.get(path),
      await admin.api.post(`${path}/suspend`, { reason: "x" }),
      await admin.api.post(`${path}/resume`),
      await admin.api.post(`${path}/move`, { shard: "SHARD_01" }),
      await admin.api.post(`${path}/move/cancel`),
    ];
    expect(answers.map(outcome)).toEqual(Array(5).fill("404 tenant.not_found"));
    expect(outcome(await admin.api.get("/platform/tenants/7"))).toBe("400 request.invalid");
  });
});

describe("a suspended business", () => {
  it("gets 403 everywhere at once, and everything back when it is resumed", async () => {
    const business = await newBusiness();
    const { api, tenantId, username, refreshToken } = business;
    const technician = await newTechnician(business, true);
    const item = await newItem(business);
    const key = await api.post("/admin/api-keys", { name: "machine", scopes: ["items:read"] });
    const machine = client({ authorization: `Bearer ${key.data.key}` });
    const sale = { technician_id: technician.id, item_id: item.id, sale_price_cents: 1, customer_name: "A" };
    const doors: Record<string, () => Promise<Answer>> = {
      "reads of its people": () => api.get("/admin/items"),
      "reads of its machines": () => machine.get("/admin/items"),
      writes: () => api.post("/sales", { ...sale, payment_type: "cash" }),
      "a log-in": () => client({ "x-tenant-id": tenantId }).post("/auth/login", { username, password: PASSWORD }),
      "a refresh": () => client({ "x-tenant-id": tenantId }).post("/auth/refresh", { refresh_token: refreshToken }),
      "a position": () => technician.api.post("/tech/dispatch/location", { latitude: 27.9, longitude: -82.4 }),
      "a stream ticket": () => api.post("/admin/dispatch/stream-ticket"),
    };
    const knock = async () =>
      await Promise.all(Object.entries(doors).map(async ([door, open]) => `${door}: ${outcome(await open())}`));
    const open = await knock();
    expect(open.filter((line) => !/: 20[01]$/.test(line))).toEqual([]);
    const stream = await watch(api);

    const answer = await suspend(business);
    expect(answer.data).toMatchObject({
      status: "suspended",
      history: [{ admin_id: admin.id, action: "suspended", details: { reason: "Unpaid since January" } }],
    });
    await stream.ended;
    expect(await knock()).toEqual(Object.keys(doors).map((door) => `${door}: 403 tenant.suspended`));
    const watching = await api.open("/admin/dispatch/stream");
    expect([watching.status, await watching.text()]).toEqual([403, expect.stringContaining("tenant.suspended")]);
    // its people learn of it when they sign in, not by a code that no longer exists
    expect((await client().get(`/tenants/resolve/${business.code}`)).data.tenantId).toBe(tenantId);

    expect((await resume(business)).data).toMatchObject({ status: "active" });
    expect(await knock()).toEqual(open);
    await (await watch(api)).close();
    const audit = await sql(
      business.shard,
      "select action, actor, details from audit_log where tenant_id = ? and entity = 'tenant' order by id",
      tenantId,
    );
    expect(audit).toMatchObject([
      { action: "register" },
      { action: "suspend", actor: "system:platform", details: '{"reason":"Unpaid since January"}' },
      { action: "resume" },
    ]);
  });

  it("keeps its webhooks waiting, and sends them when it is resumed", async () => {
    const business = await newBusiness();
    const receiver = await openReceiver((n) => ({ status: n === 1 ? 500 : 204 }));
    await business.api.post("/admin/webhooks", { url: receiver.url, events: ["sale.created"] });
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    const sold = await business.api.post("/sales", {
      technician_id: technician.id,
      item_id: item.id,
      sale_price_cents: 1,
      customer_name: "A",
      payment_type: "cash",
    });
    expect(sold.status, sold.text).toBe(201);
    await eventually(async () => receiver.posts.length > 0, "the first attempt, which fails");
    await suspend(business);
    const overdue = () => makeOverdue(business);
    await quiet(business); // the last attempt has written its outcome or found the door closed, and its alarm has rung
    const attempts = receiver.posts.length;
    await overdue();
    await cron("* * * * *");
    await quiet(business);
    expect(receiver.posts).toHaveLength(attempts);

    await resume(business);
    await overdue();
    await cron("* * * * *");
    // on a busy machine the second attempt may have come before the suspension
    await eventually(async () => receiver.posts.length === 2, "the second attempt");
    receiver.close();
  });

  it("may be suspended and resumed twice, and a call that broke off half-way is completed by the next", async () => {
    const business = await newBusiness();
    await sql("CONTROL", "update tenants set status = 'suspended' where id = ?", business.tenantId);
    expect(outcome(await business.api.get("/admin/items"))).toBe("200"); // the shard has not heard of it
    expect(outcome(await suspend(business))).toBe("200");
    expect(outcome(await suspend(business))).toBe("200");
    expect(outcome(await business.api.get("/admin/items"))).toBe("403 tenant.suspended");

    await sql("CONTROL", "update tenants set status = 'active' where id = ?", business.tenantId);
    expect(outcome(await business.api.get("/admin/items"))).toBe("403 tenant.suspended");
    expect(outcome(await resume(business))).toBe("200");
    expect(outcome(await resume(business))).toBe("200");
    expect(outcome(await business.api.get("/admin/items"))).toBe("200");
  });

  it("was an active one, is not moved, and needs a reason", async () => {
    const business = await newBusiness();
    expect(outcome(await suspend(business, " "))).toBe("422 request.invalid");
    await sql("CONTROL", "update tenants set status = 'pending' where id = ?", business.tenantId);
    expect(outcome(await suspend(business))).toBe("409 platform.tenant_not_active");
    expect(outcome(await resume(business))).toBe("409 platform.tenant_not_suspended");
    await sql("CONTROL", "update tenants set status = 'active' where id = ?", business.tenantId);
    await suspend(business);
    const shard = business.shard === "SHARD_02" ? "SHARD_03" : "SHARD_02";
    const moved = await admin.api.post(`/platform/tenants/${business.tenantId}/move`, { shard });
    expect(outcome(moved)).toBe("409 platform.tenant_not_active");
  });
});
