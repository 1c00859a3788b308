import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { sql } from "../support/back-door.ts";
import { type Business, type Json, newBusiness } from "../support/client.ts";
import { testWorker } from "../support/test-worker.ts";

const HOOK = "https://your-server.com/webhooks/truckroll";

const subscribe = async ({ api }: Business, url: string, events: string[]): Promise<Json> => {
  const made = await api.post("/admin/webhooks", { url, events });
  expect(made.status, made.text).toBe(201);
  return made.data;
};

describe("a webhook endpoint", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("shows its secret once, and keeps it nowhere in clear, the idempotency record included", async () => {
    const { api, shard, tenantId } = business;
    const key = { "idempotency-key": crypto.randomUUID() };
    const body = { url: HOOK, events: ["sale.created", "dispatch.completed", "inventory.low-stock"] };
    const made = await api.post("/admin/webhooks", body, key);
    expect(made.data).toMatchObject({ ...body, status: "active", secret: expect.stringMatching(/^whsec_.{44}$/) });

    const again = await api.post("/admin/webhooks", body, key);
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([made.text, "true"]);
    const read = await api.get(`/admin/webhooks/${made.data.id}`);
    expect(read.data).toEqual({ ...made.data, secret: undefined });

    const secret = made.data.secret.slice("whsec_".length);
    for (const table of ["webhook_endpoints", "idempotency_keys", "audit_log", "outbox"]) {
      const rows = JSON.stringify(await sql(shard, `select * from ${table} where tenant_id = ?`, tenantId));
      expect(rows, table).not.toContain(secret);
    }
  });

  it("is listed, changed, disabled and enabled, and minds the version that If-Match names", async () => {
    const { api } = business;
    const { id } = await subscribe(business, HOOK, ["sale.created"]);
    const changed = await api.patch(`/admin/webhooks/${id}`, { events: ["sale.approved"], description: "Accounting" });
    expect(changed.data).toMatchObject({ events: ["sale.approved"], description: "Accounting", version: 2 });
    const stale = await api.patch(`/admin/webhooks/${id}`, { status: "disabled" }, { "if-match": '"1"' });
    expect([stale.status, stale.error.reason]).toEqual([412, "webhook_endpoint.version_mismatch"]);

    const disabled = await api.patch(`/admin/webhooks/${id}`, { status: "disabled" }, { "if-match": '"2"' });
    expect(disabled.data).toMatchObject({ status: "disabled", disabled_reason: "requested" });
    const listed = await api.get("/admin/webhooks?status=disabled");
    expect(listed.data.items.map((row: Json) => row.id)).toContain(id);
    const enabled = await api.patch(`/admin/webhooks/${id}`, { status: "active" });
    expect(enabled.data).toMatchObject({ status: "active", disabled_reason: null });
    expect((await api.get("/admin/webhooks")).data.total).toBeGreaterThan(0);
  });

  it("may subscribe to every event of the catalogue, and to no other", async () => {
    const { api } = business;
    const { items } = (await api.get("/admin/webhooks/events")).data;
    expect(items).toContainEqual(
      expect.objectContaining({ type: "inventory.low-stock", description: "Stock fell below minimum threshold" }),
    );
    const all = items.map(({ type }: { type: string }) => type);
    expect((await subscribe(business, HOOK, all)).events).toEqual(all);
    const wrong = await api.post("/admin/webhooks", { url: HOOK, events: ["sale.created", "sale.eaten"] });
    expect([wrong.status, wrong.error.fields]).toEqual([
      422,
      { "events.1": expect.stringContaining("is not an event") },
    ]);
    const wild = await subscribe(business, HOOK, ["dispatch.*", "inventory.*", "*"]);
    expect(wild.events).toEqual(["dispatch.*", "inventory.*", "*"]);
    for (const events of [["invoices.*"], ["sale*"], ["sale.created", "sal.*"]]) {
      const nothing = await api.post("/admin/webhooks", { url: HOOK, events });
      expect([nothing.status, nothing.error.reason]).toEqual([422, "webhook.unknown_event"]);
    }
    const none = await api.post("/admin/webhooks", { url: HOOK, events: [] });
    expect([none.status, none.error.fields]).toEqual([422, { events: "name at least one event" }]);
  });

  it("is told of each event what data it has, with an example that the schema accepts", async () => {
    const { api } = business;
    const { items } = (await api.get("/admin/webhooks/events?types=sale.*,skill.expired")).data;
    expect(items.map(({ type }: Json) => type)).toEqual(
      expect.arrayContaining(["sale.created", "sale.voided", "skill.expired"]),
    );
    expect(items.every(({ type }: Json) => /^sale\.|^skill\.expired$/.test(type))).toBe(true);
    for (const { type, entity, permission, data_schema: schema, data_example: example } of items) {
      expect(z.fromJSONSchema(schema).safeParse(example).error, type).toBeUndefined();
      expect(z.fromJSONSchema(schema).safeParse({}).success, type).toBe(false);
      expect([entity, permission], type).toEqual(
        type === "skill.expired" ? ["technician", "technicians:read"] : ["sale", "sales:read"],
      );
    }
    const file = await fetch(`${testWorker().url}/api/events.json`);
    expect(await file.json()).toEqual(expect.arrayContaining(items));
    const unknown = await api.get("/admin/webhooks/events?types=sale.*,sale.eaten");
    expect([unknown.status, unknown.error.reason, unknown.error.fields]).toEqual([
      400,
      "event.unknown_type",
      { types: expect.stringContaining("sale.eaten") },
    ]);
  });

  it("must not point into a private network, neither at first nor later", async () => {
    const { api } = business;
    const refusal = [422, "webhook.url_refused", { url: expect.stringContaining("public host") }];
    const url = "https://169.254.169.254/latest/meta-data";
    const added = await api.post("/admin/webhooks", { url, events: ["sale.created"] });
    expect([added.status, added.error.reason, added.error.fields]).toEqual(refusal);
    const { id } = await subscribe(business, HOOK, ["sale.created"]);
    const changed = await api.patch(`/admin/webhooks/${id}`, { url });
    expect([changed.status, changed.error.reason, changed.error.fields]).toEqual(refusal);
  });

  it("is one of at most 20", async () => {
    const { api, shard, tenantId } = await newBusiness();
    await sql(shard, "insert into counters values (?, 'webhook_endpoint', 'all', 20)", tenantId);
    const refused = await api.post("/admin/webhooks", { url: HOOK, events: ["sale.created"] });
    expect([refused.status, refused.error.reason]).toEqual([409, "webhook.too_many_endpoints"]);
  });
});
