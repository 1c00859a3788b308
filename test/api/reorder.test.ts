import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, eventually, type Json, quiet } from "../support/client.ts";
import { type Buyer, made, newBuyer, newOrder, newPart, stockOf, take } from "../support/orders.ts";

const ordersOf = async ({ api }: Buyer, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/purchase-orders?limit=50${query}`)).data.items;
const lowEvents = async ({ shard, tenantId }: Business): Promise<number> =>
  (await sql(shard, "select 1 from outbox where tenant_id = ? and type = 'inventory.low-stock'", tenantId)).length;
const stock = (of: Buyer, part: Json, quantity: number) =>
  made(of, "/admin/inventory/receive", { part_id: part.id, location_id: of.warehouse.id, quantity });
const adjust = (of: Buyer, part: Json, quantity: number) =>
  made(of, "/admin/inventory/adjust", { part_id: part.id, location_id: of.warehouse.id, quantity, reason: "Lost" });
const firstDraft = (of: Buyer) => eventually(async () => (await ordersOf(of))[0], "a draft of a reorder");

/** A business that reorders, and a part of its supplier with this much in stock. */
async function lowBuyer(quantity: number, more: object) {
  const buyer = await newBuyer({ auto_reorder: true });
  const preferred_supplier_id = buyer.supplier.id;
  const part = await newPart(buyer, { preferred_supplier_id, cost_cents: 100, min_stock: 10, ...more });
  await stock(buyer, part, quantity);
  return { buyer, part };
}

describe("a part that runs low", () => {
  it("is told of once and reordered once, although 20 technicians take of it at the same moment", async () => {
    const { buyer, part } = await lowBuyer(25, { target_stock: 40 });
    const job = await made(buyer, "/admin/dispatch", { customer_name: "Pat Doe", title: "AC repair" });
    const body = JSON.stringify({ part_id: part.id, location_id: buyer.warehouse.id, job_id: job.id, quantity: 1 });
    const headers = { "content-type": "application/json" };
    // one that others were faster than too often sends it again
    const issue = async (): Promise<void> => {
      const answer = await buyer.api.open("/admin/inventory/issue", { method: "POST", headers, body });
      await answer.text();
      if (answer.status === 409) return await issue();
      expect(answer.status).toBe(201);
    };
    await Promise.all(Array.from({ length: 20 }, issue));
    await firstDraft(buyer);
    await quiet(buyer);
    expect(await lowEvents(buyer)).toBe(1);
    const orders = await ordersOf(buyer);
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({ number: "PO-1", status: "draft", is_auto: true, supplier_id: buyer.supplier.id });
    expect((await stockOf(buyer, part.id)).on_hand).toBe(5);
    // what was there when the reorder looked decides: at most down to 5
    expect(orders[0].items[0].quantity).toBeGreaterThanOrEqual(31);
    expect(orders[0].items[0].quantity).toBeLessThanOrEqual(35);
  });

  it("is bought in whole packs: 600 ft that are missing are 3 rolls of 250 ft", async () => {
    const { buyer } = await lowBuyer(1000, {
      min_stock: 600,
      unit: "ft",
      purchase_unit: "roll",
      pack_size: 250,
      cost_cents: 40,
    });
    const [part] = (await buyer.api.get("/admin/parts")).data.items;
    await adjust(buyer, part, -1000);
    const draft = await firstDraft(buyer);
    expect(draft.items).toMatchObject([{ quantity: 3, stock_quantity: 750, unit_cost_cents: 10_000 }]);
  });

  it("joins the one draft of its supplier, until that is submitted", async () => {
    const { buyer, part } = await lowBuyer(10, { reorder_quantity: 24, pack_size: 12 });
    const other = await newPart(buyer, { preferred_supplier_id: buyer.supplier.id, cost_cents: 50, min_stock: 4 });
    await stock(buyer, other, 4);
    await adjust(buyer, part, -1);
    const draft = await firstDraft(buyer);
    expect(draft.items).toMatchObject([{ part_id: part.id, quantity: 2, unit_cost_cents: 1200 }]);
    await adjust(buyer, other, -4);
    const joined = await eventually(async () => {
      const [order] = await ordersOf(buyer);
      return order.items.length === 2 && order;
    }, "the second part joins the draft");
    expect(joined).toMatchObject({ id: draft.id, total_cents: 2600, items: [{ line: 1 }, { line: 2, quantity: 4 }] });
    await take(buyer, draft.id, "submit");
    const third = await newPart(buyer, { preferred_supplier_id: buyer.supplier.id, cost_cents: 50, min_stock: 2 });
    await stock(buyer, third, 2);
    await adjust(buyer, third, -1);
    const next = await eventually(async () => (await ordersOf(buyer, "&status=draft"))[0], "another draft");
    expect(next.items).toMatchObject([{ part_id: third.id, quantity: 1 }]);
  });

  it("is not ordered where it is on order, where a person's draft brings it, or where the business does not want it", async () => {
    const { buyer, part } = await lowBuyer(10, { target_stock: 20 });
    await newOrder(buyer, [{ part_id: part.id, quantity: 6 }], "submitted");
    await adjust(buyer, part, -4);
    await newOrder(buyer, [{ part_id: part.id, quantity: 30 }], "draft");
    await adjust(buyer, part, -6);
    await quiet(buyer);
    expect(await ordersOf(buyer, "&is_auto=true")).toEqual([]);

    const { buyer: quietOne, part: low } = await lowBuyer(10, {});
    await quietOne.api.patch("/admin/organization", { auto_reorder: false });
    await adjust(quietOne, low, -1);
    await quiet(quietOne);
    expect([await lowEvents(quietOne), await ordersOf(quietOne)]).toEqual([1, []]);
  });

  it("is ordered again after a cancelled order would have brought it", async () => {
    const { buyer, part } = await lowBuyer(10, {});
    const { id } = await newOrder(buyer, [{ part_id: part.id, quantity: 6 }]);
    await adjust(buyer, part, -5);
    await quiet(buyer);
    expect(await lowEvents(buyer)).toBe(0);
    await take(buyer, id, "cancel", {});
    const draft = await eventually(async () => (await ordersOf(buyer, "&is_auto=true"))[0], "a reorder");
    expect(draft.items).toMatchObject([{ part_id: part.id, quantity: 5 }]);
  });
});
