import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import { client, eventually, newBusiness } from "../support/client.ts";

it("a business is found by its code in any case, with its name and branding and nothing more", async () => {
  const business = await newBusiness();
  const answer = await client().get(`/tenants/resolve/${business.code.toLowerCase()}`);
  expect(Object.keys(answer.data).toSorted()).toEqual([
    "apiUrl",
    "branding",
    "businessCode",
    "businessName",
    "tenantId",
  ]);
  expect(answer.data).toMatchObject({ businessCode: business.code, tenantId: business.tenantId });
});

it.each([
  ["NOSUCHBUSINESS", 404, "tenant.not_found"],
  ["a", 400, "request.invalid"],
  ["x".repeat(33), 400, "request.invalid"],
  ["%27%20or%201=1", 400, "request.invalid"],
  ["%ff", 400, "request.invalid"],
])("the code %s is answered with %i", async (code, status, reason) => {
  const answer = await client().get(`/tenants/resolve/${code}`);
  expect([answer.status, answer.error.reason]).toEqual([status, reason]);
});

it("a sign-up that stopped between the two databases is completed or undone by cron", async () => {
  const [done, half] = [await newBusiness(), randomUUID()];
  const long = "2020-01-01T00:00:00.000Z";
  await sql("CONTROL", "update tenants set status = 'pending', created_at = ? where id = ?", long, done.tenantId);
  await sql(
    "CONTROL",
    "insert into tenants values (?, ?, 'Half', 'SHARD_00', 'pending', 'America/New_York', '{}', ?, 0)",
    half,
    `HALF${half.slice(0, 8).toUpperCase()}`,
    long,
  );
  expect((await client().get(`/tenants/resolve/${done.code}`)).status).toBe(404);
  await cron("17 * * * *");
  await eventually(async () => (await client().get(`/tenants/resolve/${done.code}`)).status === 200, "completed");
  expect(await sql("CONTROL", "select id from tenants where id = ?", half)).toEqual([]);
});
