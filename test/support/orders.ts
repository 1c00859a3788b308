import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { sql } from "./back-door.ts";
import { type Business, type Json, newBusiness } from "./client.ts";

/** What one posts, made; fails where it is refused. */
export const made = async ({ api }: Pick<Business, "api">, path: string, body: object, status = 201): Promise<Json> => {
  const answer = await api.post(path, body);
  expect(answer.status, answer.text).toBe(status);
  return answer.data;
};

/** A business with a supplier and a warehouse. */
export async function newBuyer(settings: object = {}) {
  const business = await newBusiness();
  if (Object.keys(settings).length > 0) {
    const set = await business.api.patch("/admin/organization", settings);
    expect(set.status, set.text).toBe(200);
  }
  const email = `orders-${randomUUID().slice(0, 8)}@gulfhvac.example`;
  const supplier = await made(business, "/admin/suppliers", { name: "Gulf HVAC Supply", email, lead_time_days: 3 });
  const warehouse = await made(business, "/admin/stock-locations", { name: "Main warehouse", kind: "warehouse" });
  return { ...business, supplier, warehouse };
}
export type Buyer = Awaited<ReturnType<typeof newBuyer>>;

export const newPart = (business: Pick<Business, "api">, body: object = {}): Promise<Json> =>
  made(business, "/admin/parts", { name: "Capacitor 35/5 MFD", sku: `CAP-${randomUUID().slice(0, 8)}`, ...body });

const steps = ["submit", "approve", "send"] as const;

/** An order of these lines, as far as it is asked for. */
export async function newOrder(
  buyer: Buyer,
  items: readonly object[],
  as: "draft" | "submitted" | "approved" | "sent" = "sent",
  more: object = {},
): Promise<Json> {
  let order = await made(buyer, "/admin/purchase-orders", { supplier_id: buyer.supplier.id, items, ...more });
  for (const step of steps.slice(0, ["draft", "submitted", "approved", "sent"].indexOf(as)))
    order = await take(buyer, order.id, step, step === "send" ? { mail: false } : undefined);
  expect(order.status).toBe(as);
  return order;
}

/** A step of an order that its state allows. */
export async function take({ api }: Pick<Business, "api">, id: number, step: string, body?: object): Promise<Json> {
  const answer = await api.post(`/admin/purchase-orders/${id}/${step}`, body);
  expect([200, 201], answer.text).toContain(answer.status);
  return answer.data;
}

type Level = { on_hand: number; on_order: number; value: number };
/** What of a part is there and on order in all, in its unit, and what it is worth in cents. */
export async function stockOf({ shard, tenantId }: Business, partId: number): Promise<Level> {
  const [row] = await sql<Level>(
    shard,
    `select total(on_hand_milli) / 1000 as on_hand, total(on_order_milli) / 1000 as on_order, total(value_cents) as value
     from stock_levels where tenant_id = ? and part_id = ?`,
    tenantId,
    partId,
  );
  return row as Level;
}

/** The types of a thing's events, in their order. */
export const typesOf = async ({ shard, tenantId }: Business, entity: string, id: number): Promise<string[]> => {
  const text = "select type from outbox where tenant_id = ? and entity = ? and entity_id = ? order by seq";
  return (await sql<{ type: string }>(shard, text, tenantId, entity, String(id))).map(({ type }) => type);
};

export const reasonOf = ({ status, error }: { status: number; error: Json }) => [status, error?.reason];
