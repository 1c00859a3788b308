import { expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import { client, newBusiness } from "../support/client.ts";
import { stoppedSignUp } from "../support/template.ts";

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
  const long = "2020-01-01T00:00:00.000Z";
  const [done, half] = [await newBusiness(), await stoppedSignUp(long)];
  await sql("CONTROL", "update tenants set status = 'pending' where id = ?", done.tenantId);
  expect((await client().get(`/tenants/resolve/${done.code}`)).status).toBe(404);
  await sql("CONTROL", "update tenants set created_at = ? where id = ?", long, done.tenantId);
  await cron("* * * * *");
  expect((await client().get(`/tenants/resolve/${done.code}`)).status).toBe(200);
  expect(await sql("CONTROL", "select id from tenants where id = ?", half)).toEqual([]);
});
