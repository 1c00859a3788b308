import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import type { Json } from "../support/client.ts";
import { brokenRules } from "../support/invariants.ts";
import { type Buyer, made, newBuyer, newOrder, newPart, reasonOf, stockOf, take, typesOf } from "../support/orders.ts";

let buyer: Buyer;
beforeAll(async () => {
  buyer = await newBuyer();
});
afterAll(async () => {
  expect(await brokenRules((text, id) => sql(buyer.shard, text, id), buyer.tenantId)).toEqual([]);
});
const receive = (id: number, body: object = {}, of: Buyer = buyer) =>
  of.api.post(`/admin/purchase-orders/${id}/receive`, body);
const line = (part: Json, quantity: number, unit_cost_cents = 100) => ({ part_id: part.id, quantity, unit_cost_cents });

describe("a delivery", () => {
  it("of more than was ordered closes no order whose other lines are still to come (erpnext#31535)", async () => {
    const parts = await Promise.all([newPart(buyer), newPart(buyer), newPart(buyer)]);
    const { id } = await newOrder(
      buyer,
      parts.map((part) => line(part, 1)),
    );
    const refused = await receive(id, { items: [{ line: 1, quantity: 3 }] });
    expect(reasonOf(refused)).toEqual([422, "purchase_order.over_receipt"]);
    expect(refused.error.fields).toEqual({ "items.0.quantity": "must be at most 1" });
    const split = await receive(id, { items: [1, 2].map(() => ({ line: 1, quantity: 1 })) });
    expect(reasonOf(split)).toEqual([422, "purchase_order.over_receipt"]);
    expect((await stockOf(buyer, parts[0].id)).on_hand).toBe(0);
    const { order } = (await receive(id, { items: [{ line: 1, quantity: 1 }] })).data;
    expect(order).toMatchObject({ status: "partially_received", received_at: null });
    expect(order.items.map((one: Json) => one.outstanding_quantity)).toEqual([0, 1, 1]);
    expect(reasonOf(await receive(id, { items: [{ line: 1, quantity: 1 }] }))).toEqual([
      ...[422, "purchase_order.over_receipt"],
    ]);
    expect((await receive(id)).data.order).toMatchObject({ status: "received", next_steps: ["close"] });
  });

  it("may bring a little more than was ordered, where the business tolerates that", async () => {
    const own = await newBuyer({ over_receipt_tolerance_bps: 500 });
    const part = await newPart(own);
    const { id } = await newOrder(own, [line(part, 100)]);
    expect(reasonOf(await receive(id, { items: [{ line: 1, quantity: 105.001 }] }, own))).toEqual([
      ...[422, "purchase_order.over_receipt"],
    ]);
    await take(own, id, "receive", { items: [{ line: 1, quantity: 60 }] });
    const { order } = await take(own, id, "receive", { items: [{ line: 1, quantity: 45 }] });
    expect(order).toMatchObject({ status: "received", items: [{ received_quantity: 105, outstanding_quantity: 0 }] });
    expect(await stockOf(own, part.id)).toEqual({ on_hand: 105, on_order: 0, value: 10_500 });
  });

  it("of rolls is counted in feet, at the cost of a foot (erpnext#37164)", async () => {
    const part = await newPart(buyer, { unit: "ft", purchase_unit: "roll", pack_size: 250, cost_cents: 40 });
    const { id, items } = await newOrder(buyer, [{ part_id: part.id, quantity: 3 }]);
    expect(items).toMatchObject([{ quantity: 3, pack_size: 250, stock_quantity: 750, unit_cost_cents: 10_000 }]);
    expect((await stockOf(buyer, part.id)).on_order).toBe(750);
    expect(reasonOf(await receive(id, { items: [{ line: 1, quantity: 0.5 }] }))).toEqual([
      ...[422, "purchase_order.pack_opened"],
    ]);
    const { receipt } = await take(buyer, id, "receive", {});
    expect(receipt.items).toMatchObject([{ quantity: 3, stock_quantity: 750, cost_cents: 30_000 }]);
    expect(await stockOf(buyer, part.id)).toEqual({ on_hand: 750, on_order: 0, value: 30_000 });
  });

  it("is worth what was paid for it, not what an average rounds it to (erpnext#59099)", async () => {
    const part = await newPart(buyer);
    const { id } = await newOrder(buyer, [line(part, 3)]);
    for (const unit_cost_cents of [100, 101, 101])
      await take(buyer, id, "receive", { items: [{ part_id: part.id, quantity: 1, unit_cost_cents }] });
    expect(await stockOf(buyer, part.id)).toEqual({ on_hand: 3, on_order: 0, value: 302 });
    const other = await newPart(buyer);
    const more = await newOrder(buyer, [line(other, 10, 1200), line(other, 5, 1301)]);
    expect(reasonOf(await receive(more.id, { items: [{ part_id: other.id, quantity: 1 }] }))).toEqual([
      ...[422, "purchase_order.part_on_many_lines"],
    ]);
    await take(buyer, more.id, "receive", {});
    expect(await stockOf(buyer, other.id)).toEqual({ on_hand: 15, on_order: 0, value: 18_505 });
  });

  it("bears its freight and duty to the last cent, and keeps what it cost more than ordered", async () => {
    const parts = await Promise.all([newPart(buyer), newPart(buyer), newPart(buyer)]);
    const { id } = await newOrder(
      buyer,
      parts.map((part) => line(part, 2, 1000)),
    );
    const body = {
      items: parts.map((part, i) => ({ part_id: part.id, quantity: 1, unit_cost_cents: 1000 + 50 * i })),
      landed_costs: [
        { kind: "freight", amount_cents: 81 },
        { kind: "duty", amount_cents: 20, note: "Port of Tampa" },
      ],
      supplier_document: "DN-88213",
    };
    const { order, receipt } = await take(buyer, id, "receive", body);
    expect(receipt.items.map((one: Json) => [one.cost_cents, one.landed_cents, one.variance_cents])).toEqual([
      ...[
        [1000, 32, 0],
        [1050, 34, 50],
        [1100, 35, 100],
      ],
    ]);
    expect(receipt).toMatchObject({ goods_cents: 3150, landed_cents: 101, total_cents: 3251, variance_cents: 150 });
    expect(order).toMatchObject({ received_cents: 3150, landed_cents: 101, variance_cents: 150, total_cents: 6000 });
    const values = await Promise.all(parts.map(async (part) => (await stockOf(buyer, part.id)).value));
    expect(values).toEqual([1032, 1084, 1135]);
    const second = await take(buyer, id, "receive", {
      landed_costs: [{ kind: "other", amount_cents: 10 }],
      allocate_by: "quantity",
    });
    expect(second.receipt.items.map((one: Json) => one.landed_cents)).toEqual([4, 3, 3]);
    const list = (await buyer.api.get(`/admin/purchase-orders/${id}/receipts`)).data.items;
    expect(list).toEqual([receipt, second.receipt]);
    expect(await typesOf(buyer, "purchase_order_receipt", receipt.id)).toEqual(["purchase_order_receipt.created"]);
  });

  it("goes where it is put, and is on order no longer where it was to arrive", async () => {
    const part = await newPart(buyer);
    const { id: truck } = await made(buyer, "/admin/stock-locations", { name: "Truck 7", kind: "truck" });
    const { id } = await newOrder(buyer, [line(part, 5)]);
    await take(buyer, id, "receive", {
      items: [
        { line: 1, quantity: 2, location_id: truck },
        { line: 1, quantity: 1 },
      ],
    });
    const levels = await sql(
      buyer.shard,
      "select location_id, on_hand_milli, on_order_milli from stock_levels where tenant_id = ? and part_id = ? order by location_id",
      buyer.tenantId,
      part.id,
    );
    expect(levels).toEqual([
      { location_id: buyer.warehouse.id, on_hand_milli: 1000, on_order_milli: 2000 },
      { location_id: truck, on_hand_milli: 2000, on_order_milli: 0 },
    ]);
  });

  it("happens once, however often it is sent and whatever else moves the stock at that moment", async () => {
    const part = await newPart(buyer);
    const { id } = await newOrder(buyer, [line(part, 8)]);
    const headers = { "content-type": "application/json", "idempotency-key": `delivery-${id}` };
    const post = async (more: object) => {
      const init = { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify({}) };
      const answer = await buyer.api.open(`/admin/purchase-orders/${id}/receive`, init);
      await answer.text();
      return answer.status;
    };
    const statuses = await Promise.all(
      ["a", "a", "b", "c"].map((key) => post({ "idempotency-key": `delivery-${id}-${key}` })),
    );
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => [201, 409].includes(status))).toBe(true);
    expect(await stockOf(buyer, part.id)).toEqual({ on_hand: 8, on_order: 0, value: 800 });
    const moves = await sql<{ n: number }>(
      buyer.shard,
      "select count(*) as n from stock_moves where tenant_id = ? and part_id = ?",
      buyer.tenantId,
      part.id,
    );
    expect(moves).toEqual([{ n: 1 }]);
  });

  it("names each piece that has a serial number", async () => {
    const part = await newPart(buyer, { tracks_serials: true });
    const { id } = await newOrder(buyer, [line(part, 2)]);
    const without = await receive(id);
    expect([reasonOf(without), Object.keys(without.error.fields)]).toEqual([
      [422, "inventory.serials_needed"],
      ["items.0.serials"],
    ]);
    await take(buyer, id, "receive", { items: [{ line: 1, quantity: 2, serials: ["SN-1", "SN-2"] }] });
    const plain = await newOrder(buyer, [line(await newPart(buyer), 1)]);
    expect(reasonOf(await receive(plain.id, { items: [{ line: 1, quantity: 1, serials: ["SN-1"] }] }))).toEqual([
      ...[422, "inventory.serials_unwanted"],
    ]);
  });

  it("is refused where it cannot be, naming the field", async () => {
    const part = await newPart(buyer);
    const { id } = await newOrder(buyer, [line(part, 5)]);
    const told = async (body: object) => {
      const { status, error } = await receive(id, body);
      return [status, error.reason, ...Object.keys(error.fields ?? {})];
    };
    const one = { line: 1, quantity: 1 };
    expect(await told({ items: [{ ...one, line: 2 }] })).toEqual([422, "purchase_order.line_unknown", "items.0.line"]);
    expect(await told({ items: [{ part_id: 999, quantity: 1 }] })).toEqual([
      ...[404, "purchase_order.part_not_ordered", "items.0.part_id"],
    ]);
    expect(await told({ items: [{ quantity: 1 }] })).toEqual([422, "request.invalid", "items.0.line"]);
    expect(await told({ items: [{ ...one, location_id: 999 }] })).toEqual([
      ...[404, "stock_location.not_found", "items.0.location_id"],
    ]);
    expect(await told({ received_on: "2199-01-01" })).toEqual([
      ...[422, "purchase_order.received_in_future", "received_on"],
    ]);
    const dear = { items: [one], landed_costs: [{ kind: "freight", amount_cents: 100_000_000_000 }] };
    expect(await told(dear)).toEqual([422, "purchase_order.too_large", "items.0.quantity"]);
    const { id: closed } = await made(buyer, "/admin/stock-locations", { name: "Old shed", kind: "warehouse" });
    expect((await buyer.api.patch(`/admin/stock-locations/${closed}`, { is_active: false })).status).toBe(200);
    expect(await told({ location_id: closed })).toEqual([409, "stock_location.inactive", "location_id"]);
    expect((await receive(999_999)).status).toBe(404);
  });
});
