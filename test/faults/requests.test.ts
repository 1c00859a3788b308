import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { findTenant, forgetTenant } from "#/db/directory.ts";
import { servesBuild } from "#/db/migrations.ts";
import { batch, sql } from "../support/back-door.ts";
import { type Business, client, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { transient } from "../support/ctx.ts";
import { envOf } from "../support/deadly.ts";
import { answeredWith } from "../support/in-process.ts";
import { brokenRules } from "../support/invariants.ts";

// Rows 2, 5 and 6 of the fault matrix (matrix.ts), over HTTP.

let business: Business;
let sale: Record<string, unknown>;
beforeAll(async () => {
  business = await newBusiness();
  const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
  sale = { technician_id: technician.id, item_id: item.id, sale_price_cents: 5000, payment_type: "cash" };
});
const left = async (name: string) => {
  const [row] = await sql<{ sales: number; entries: number; events: number }>(
    business.shard,
    `select count(*) sales, (select count(*) from commission_entries e join sales s on s.tenant_id = ?1 and s.id = e.sale_id
        where e.tenant_id = ?1 and s.customer_name = ?2) entries,
      (select count(*) from outbox where tenant_id = ?1 and type = 'sale.created' and data ->> 'customer_name' = ?2) events
      from sales where tenant_id = ?1 and customer_name = ?2`,
    ...[business.tenantId, name],
  );
  return row;
};
const isWhole = async () =>
  expect(await brokenRules((text, tenantId) => sql(business.shard, text, tenantId), business.tenantId)).toEqual([]);

it("fifty requests with one Idempotency-Key at the same moment make one sale; each gets its answer, or 409 and then its answer", async () => {
  const [key, name] = [randomUUID(), `Customer ${randomUUID()}`];
  const send = () => business.api.post("/sales", { ...sale, customer_name: name }, { "idempotency-key": key });
  const answers = await Promise.all(Array.from({ length: 50 }, send));
  const final = await Promise.all(
    answers.map(async (answer) => {
      if (answer.status !== 409) return answer;
      expect(answer.error.reason).toBe("idempotency.in_progress");
      return await send();
    }),
  );
  expect(new Set(final.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(final[0]?.status).toBe(201);
  expect(await left(name)).toEqual({ sales: 1, entries: 1, events: 1 });
  await isWhole();
});

describe("a database that is out for good", () => {
  /** The API with a database that fails from now on. */
  const without = (database: string) => {
    for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
    const env = envOf(async (name, statements) => {
      if (name === database) throw transient();
      return await batch(name, statements);
    });
    return client(business.api.headers, answeredWith(env));
  };

  it.each([
    ["the directory", () => "CONTROL"],
    ["the business' shard", () => business.shard],
  ])("%s: reads and writes are 503 with Retry-After, and nothing is written", async (_, database) => {
    const api = without(database());
    const name = `Customer ${randomUUID()}`;
    forgetTenant(business.tenantId); // an isolate that does not know the business yet
    const read = await api.get("/sales");
    forgetTenant(business.tenantId);
    const write = await api.post("/sales", { ...sale, customer_name: name }, { "idempotency-key": randomUUID() });
    for (const { status, error, headers } of [read, write])
      expect([status, error.reason, headers.get("retry-after")]).toEqual([503, "database.unavailable", "5"]);
    expect(await left(name)).toEqual({ sales: 0, entries: 0, events: 0 });
    await isWhole();
  });
});

it("a request that is broken off while it asks holds up no other: who comes next asks again", async () => {
  const never = new Promise<D1Result[]>(() => undefined);
  let isFirst = true;
  const env = envOf(async (name, statements) => {
    if (!isFirst) return await batch(name, statements);
    isFirst = false;
    return await never;
  });
  forgetTenant(business.tenantId);
  const access = { control: env.CONTROL, background: () => undefined, cost: { trips: 0 } };
  void findTenant(access, business.tenantId);
  expect(await findTenant(access, business.tenantId)).toMatchObject({ id: business.tenantId });
  isFirst = true;
  void servesBuild("SHARD_98" as "SHARD_00", env.SHARD_00); // a shard that this process has not asked yet
  await servesBuild("SHARD_98" as "SHARD_00", env.SHARD_00);
});
