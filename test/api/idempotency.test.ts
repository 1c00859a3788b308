import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import { client, newBusiness, newTechnician, PASSWORD } from "../support/client.ts";

// Idempotency-Keys where no session is: public writes, and writes that change nothing. What every other write does is in http.test.ts.

const newKey = () => ({ "idempotency-key": randomUUID() });
const registration = () => ({
  email: "jane@smithhvac.example",
  username: `jane-${randomUUID().slice(0, 8)}`,
  password: PASSWORD,
  first_name: "Jane",
  last_name: "Smith",
  company_name: `Smith HVAC ${randomUUID().slice(0, 8)}`,
});
type Directory = { id: string; shard: string; status: string };
const businessesOf = ({ company_name }: { company_name: string }) =>
  sql<Directory>("CONTROL", "select id, shard, status from tenants where business_name = ?", company_name);
const replayed = (answer: { headers: Headers }) => answer.headers.get("idempotent-replayed");

describe("a sign-up under a key", () => {
  it("sent twice makes one business, and gets the same answer byte for byte", async () => {
    const [body, key] = [registration(), newKey()];
    const first = await client().post("/auth/register", body, key);
    const again = await client().post("/auth/register", body, key);
    expect([first.status, again.status, again.text, replayed(again)]).toEqual([201, 201, first.text, "true"]);
    expect(await businessesOf(body)).toHaveLength(1);
    const without = await client().post("/auth/register", body);
    expect(without.data.tenant_id).not.toBe(first.data.tenant_id);
  });

  it("keeps its answer sealed: the database holds no token", async () => {
    const [body, key] = [registration(), newKey()];
    const { data } = await client().post("/auth/register", body, key);
    const [business] = await businessesOf(body);
    const kept = await sql(
      business?.shard ?? "",
      "select * from idempotency_keys where tenant_id = ?",
      business?.id ?? "",
    );
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(data.refresh_token);
  });

  it("sent for something else is 422", async () => {
    const [body, key] = [registration(), newKey()];
    await client().post("/auth/register", body, key);
    const other = await client().post("/auth/register", { ...body, first_name: "Joan" }, key);
    expect([other.status, other.error.reason]).toEqual([422, "idempotency.key_reused"]);
  });

  it("sent five times at the same moment makes one business; others are asked to repeat", async () => {
    const [body, key] = [registration(), newKey()];
    const all = await Promise.all(Array.from({ length: 5 }, () => client().post("/auth/register", body, key)));
    const outcomes = all.map(({ status, error }) => `${status} ${error?.reason}`);
    expect(outcomes.filter((one) => one !== "201 undefined" && one !== "409 idempotency.in_progress")).toEqual([]);
    expect(outcomes).toContain("201 undefined");
    expect(await businessesOf(body)).toHaveLength(1);
    expect((await client().post("/auth/register", body, key)).status).toBe(201);
  });

  it("whose Worker died behind the shard's rows is completed by the next request", async () => {
    const [body, key] = [registration(), newKey()];
    const first = await client().post("/auth/register", body, key);
    await sql("CONTROL", "update tenants set status = 'pending' where id = ?", first.data.tenant_id);
    expect((await client().post("/auth/register", body, key)).text).toBe(first.text);
    expect((await businessesOf(body)).map(({ status }) => status)).toEqual(["active"]);
  });

  it("whose Worker died before them is 409, until the repair frees the key", async () => {
    const [body, key] = [registration(), newKey()];
    const { data } = await client().post("/auth/register", body, key);
    const [business] = await businessesOf(body);
    await sql(business?.shard ?? "", "delete from tenant_state where tenant_id = ?", data.tenant_id);
    await sql("CONTROL", "update tenants set status = 'pending' where id = ?", data.tenant_id);
    const early = await client().post("/auth/register", body, key);
    expect([early.status, early.error.reason, early.headers.get("retry-after")]).toEqual([
      409,
      "idempotency.in_progress",
      "1",
    ]);
    await sql("CONTROL", "update tenants set created_at = '2020-01-01T00:00:00.000Z' where id = ?", data.tenant_id);
    await cron("* * * * *");
    const late = await client().post("/auth/register", body, key);
    expect([late.status, late.data.tenant_id === data.tenant_id]).toEqual([201, false]);
  });

  it("is forgotten after 24 hours", async () => {
    const [body, key] = [registration(), newKey()];
    const first = await client().post("/auth/register", body, key);
    const expire = "update sign_up_keys set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?";
    await sql("CONTROL", expire, first.data.tenant_id);
    const next = await client().post("/auth/register", body, key);
    expect([next.status, next.data.tenant_id === first.data.tenant_id]).toEqual([201, false]);
    await sql("CONTROL", expire, next.data.tenant_id);
    await cron("17 * * * *");
    expect(await sql("CONTROL", "select * from sign_up_keys where tenant_id = ?", next.data.tenant_id)).toEqual([]);
  });
});

describe("a log-in and a refresh under a key", () => {
  it("give the same tokens again", async () => {
    const business = await newBusiness();
    const api = client({ "x-tenant-id": business.tenantId });
    const [logIn, refresh] = [newKey(), newKey()];
    const body = { username: business.username, password: PASSWORD };
    const first = await api.post("/auth/login", body, logIn);
    const again = await api.post("/auth/login", body, logIn);
    expect([again.status, again.text, replayed(again)]).toEqual([200, first.text, "true"]);
    const rotate = { refresh_token: first.data.refresh_token, rotate: true };
    const next = await api.post("/auth/refresh", rotate, refresh);
    const repeated = await api.post("/auth/refresh", rotate, refresh);
    expect([repeated.status, repeated.text]).toEqual([200, next.text]);
  });
});

describe("a wrong old password under a key", () => {
  it("is refused and counted each time, and leaves the key free for the right one", async () => {
    const business = await newBusiness();
    const key = newKey();
    const change = (old: string) =>
      business.api.post(
        "/auth/password/change",
        { old_password: old, new_password: "three trucks leave at dawn" },
        key,
      );
    for (const attempt of [1, 2]) {
      const wrong = await change("wrong");
      expect([wrong.status, wrong.error.reason]).toEqual([403, "auth.wrong_old_password"]);
      const count = "select failures from failed_attempts where tenant_id = ?";
      expect(await sql(business.shard, count, business.tenantId)).toEqual([{ failures: attempt }]);
    }
    expect((await change(PASSWORD)).status).toBe(200);
  });
});

describe("a write that changes nothing", () => {
  it("is remembered under its key too", async () => {
    const business = await newBusiness();
    const { id: technician } = await newTechnician(business);
    const { data: job } = await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "Jo" });
    const assign = (key: Record<string, string>, to = technician) =>
      business.api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: to }, key);
    await assign(newKey());
    const key = newKey();
    const first = await assign(key); // the same technician again
    const { id: other } = await newTechnician(business);
    await assign(newKey(), other);
    const again = await assign(key);
    expect([again.status, again.text, replayed(again)]).toEqual([200, first.text, "true"]);
    const reused = await assign(key, other);
    expect([reused.status, reused.error.reason]).toEqual([422, "idempotency.key_reused"]);
  });
});
