import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { newBusiness } from "../support/client.ts";

// Requests side by side all see the count from before any of them: only the commit can judge it.

it.each([
  [
    "20 webhook endpoints",
    "webhook_endpoint",
    20,
    "webhook_endpoints",
    "/admin/webhooks",
    "webhook.too_many_endpoints",
  ],
  ["100 roles", "role", 100, "custom_roles", "/admin/roles", "role.too_many"],
])("%s are the most, however many requests race", async (_, entity, most, table, path, reason) => {
  const { api, shard, tenantId } = await newBusiness();
  const free = 3;
  await sql(shard, "insert into counters values (?, ?, 'all', ?)", tenantId, entity, most - free);
  const bodyOf = (i: number) =>
    entity === "role"
      ? { name: `role-${i}`, permissions: ["sales:read"] }
      : { url: `https://hooks.example.com/${i}`, events: ["sale.created"] };
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => api.post(path, bodyOf(i))));
  const outcomes = answers.map(({ status, error }) => (status === 201 ? "made" : error.reason));
  expect(outcomes.filter((outcome) => outcome === "made")).toHaveLength(free);
  expect(outcomes.filter((outcome) => outcome === reason)).toHaveLength(12 - free);
  expect(await sql(shard, `select count(*) n from ${table} where tenant_id = ?`, tenantId)).toEqual([{ n: free }]);
});
