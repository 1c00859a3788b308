import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { sql } from "./back-door.ts";
import type { Business, Json } from "./client.ts";
import { inventoryRules } from "./invariants-inventory.ts";

// A business with a part, a warehouse and a job, for tests of stock.

type Fields = Record<string, unknown>;

/** Posts something that must succeed. */
export async function posted({ api }: Business, path: string, body: Fields): Promise<Json> {
  const answer = await api.post(path, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.data;
}

export const newPart = (business: Business, more: Fields = {}): Promise<Json> =>
  posted(business, "/admin/parts", { name: "Capacitor", sku: randomUUID(), ...more });
export const newLocation = (business: Business, more: Fields = {}): Promise<Json> =>
  posted(business, "/admin/stock-locations", { name: `Warehouse ${randomUUID()}`, ...more });
export const newJob = (business: Business, more: Fields = {}): Promise<Json> =>
  posted(business, "/admin/dispatch", { title: "No cooling", priority: "high", customer_name: "John Doe", ...more });

/** `receive`, `issue` ...: a request that must succeed, after which the stock must agree with its moves. */
export async function move(business: Business, kind: string, body: Fields): Promise<Json> {
  const made = await posted(business, `/admin/inventory/${kind}`, body);
  await stockAgrees(business);
  return made;
}

/** Stock, value, reservations and pieces are the sums of what has moved them. */
export async function stockAgrees({ shard, tenantId }: Business): Promise<void> {
  for (const { broken, sql: text } of inventoryRules) expect(await sql(shard, text, tenantId), broken).toEqual([]);
}

/** What there is of a part. */
export async function stockOf({ api }: Business, partId: number): Promise<Json> {
  const { items } = (await api.get(`/admin/inventory/stock?part_id=${partId}`)).data;
  return items[0];
}

/** The moves of a part, oldest first. */
export async function movesOf({ api }: Business, partId: number): Promise<Json[]> {
  return (await api.get(`/admin/inventory/moves?part_id=${partId}&limit=200`)).data.items.toReversed();
}

/** Sends requests at the same moment, without the budget of trips: one that another was faster than decides again. */
export async function atOnce(business: Business, path: string, bodies: readonly Fields[]): Promise<[number, Json][]> {
  return await Promise.all(
    bodies.map(async (body): Promise<[number, Json]> => {
      const response = await business.api.open(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      return [response.status, await response.json()];
    }),
  );
}

/** How often a business was told that a part is low. */
export const lowStockEvents = async ({ shard, tenantId }: Business): Promise<Json[]> =>
  (
    await sql<{ data: string }>(
      shard,
      "select data from outbox where tenant_id = ? and type = 'inventory.low-stock' order by seq",
      tenantId,
    )
  ).map(({ data }) => JSON.parse(data));
