import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { batch, sql } from "../support/back-door.ts";
import { client, type Json } from "../support/client.ts";
import { runJob } from "../support/clock.ts";
import { envOf } from "../support/deadly.ts";
import { answeredWith } from "../support/in-process.ts";
import { type Buyer, newBuyer } from "../support/orders.ts";
import { newJob, newLocation, newPart, stockAgrees } from "../support/stock.ts";

// A quarter of a business with 20 trucks. Its database loses requests and answers, its clients send twice, its nightly job runs twice at once. What
// must be left is computed here, in thousandths, from the answers alone.

const TRUCKS = 20;
const WEEKS = Number(process.env.QUARTER_WEEKS ?? 13);
const OUT_EACH_WEEK = 5;
const PARTS = 6;
/** Of a hundred trips to the database: lost before they are carried out, and after. */
const LOST = 4;

/** mulberry32: the same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { upTo: (n: number) => Math.floor(next() * n), chance: (percent: number) => next() * 100 < percent };
}

type Answer = { status: number; data: Json; error: Json };

/** A client whose database loses what it is asked or what it answers, and which sends a fifth of its requests twice at once. */
function unlucky({ api: { headers } }: Buyer, { chance }: ReturnType<typeof dice>) {
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const lost = () => new Error("D1_ERROR: Network connection lost.");
  const env = envOf(async (name, statements) => {
    if (chance(LOST)) throw lost();
    const results = await batch(name, statements);
    if (chance(LOST)) throw lost();
    return results;
  });
  const send = client(headers, answeredWith(env));
  /** Again and again with one key, until there is an answer. Not by `post`: it counts trips, of which a lost one costs more. */
  const insist = async (path: string, body: object, key: string): Promise<Answer> => {
    for (;;) {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const response = await send.open(path, { method: "POST", body: JSON.stringify(body), headers });
      const { data, error }: Json = await response.json();
      const isOpen = error?.reason === "idempotency.in_progress";
      if (response.status !== 503 && !isOpen) return { status: response.status, data, error };
    }
  };
  return async (path: string, body: object): Promise<Answer> => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: chance(20) ? 2 : 1 }, () => insist(path, body, key)));
    // a refusal is not kept: the second of two may be carried out, when stock has come meanwhile
    const [first, second] = answers.filter(({ status }) => status < 400);
    if (second) expect(second).toEqual(first);
    return first ?? (answers[0] as Answer);
  };
}

it("stock, moves, orders and the parts of jobs agree after a quarter of 20 trucks, though answers are lost and messages come twice", async () => {
  const random = dice(20260101);
  const buyer = await newBuyer({ auto_reorder: true });
  const post = unlucky(buyer, random);
  const warehouse: number = buyer.warehouse.id;
  const parts: number[] = [];
  for (let i = 0; i < PARTS; i++) {
    const packs = i % 3 === 0 ? { unit: "ft", purchase_unit: "roll", pack_size: 25 } : {};
    const stock = { min_stock: 60, target_stock: 150, cost_cents: 101 + 37 * i, ...packs };
    parts.push((await newPart(buyer, { preferred_supplier_id: buyer.supplier.id, ...stock })).id);
  }
  const trucks = await Promise.all(
    Array.from({ length: TRUCKS }, async () => (await newLocation(buyer, { kind: "truck" })).id as number),
  );
  const onHand = new Map<string, number>();
  const usedBy = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, quantity: number) =>
    map.set(key, (map.get(key) ?? 0) + Math.round(quantity * 1000));
  const at = (part: number, location: number) => onHand.get(`${part} at ${location}`) ?? 0;
  const moved = (part: number, location: number, quantity: number) => add(onHand, `${part} at ${location}`, quantity);
  const refusals = new Set<string>();
  /** Whether it was done; what is refused must have moved nothing. */
  const done = async (kind: string, body: object): Promise<boolean> => {
    const answer = await post(`/admin/inventory/${kind}`, body);
    if (answer.status === 201) return true;
    expect([answer.status, answer.error.reason]).toEqual([409, "inventory.insufficient_stock"]);
    refusals.add(kind);
    return false;
  };

  /** A truck loads what its job needs, uses some of it, and brings some back. */
  const visit = async (truck: number) => {
    const { id: job_id } = await newJob(buyer);
    const lines = parts.slice(0, 1 + random.upTo(3)).map((part_id) => ({ part_id, quantity: 1 + random.upTo(12) }));
    for (const line of lines)
      if (await done("transfer", { ...line, from_location_id: warehouse, to_location_id: truck })) {
        moved(line.part_id, warehouse, -line.quantity);
        moved(line.part_id, truck, line.quantity);
      }
    const used = lines.map(({ part_id }) => ({ part_id, quantity: (1 + random.upTo(8000)) / 1000 }));
    if (await done("issue", { job_id, location_id: truck, lines: used }))
      for (const { part_id, quantity } of used) {
        moved(part_id, truck, -quantity);
        add(usedBy, `${part_id} by ${job_id}`, quantity);
        if (!random.chance(25)) continue;
        const back = { part_id, quantity: quantity / 2 > 0.001 ? Math.floor(quantity * 500) / 1000 : quantity };
        if (!(await done("return", { ...back, job_id, location_id: truck }))) continue;
        moved(part_id, truck, back.quantity);
        add(usedBy, `${part_id} by ${job_id}`, -back.quantity);
      }
  };

  /** What the nights have ordered is sent off, and comes in one delivery or two. */
  const receiveOrders = async () => {
    const drafts: Json[] = (await buyer.api.get("/admin/purchase-orders?status=draft")).data.items;
    expect(drafts.length, "one open draft for the supplier").toBeLessThanOrEqual(1);
    for (const { id, items } of drafts) {
      for (const step of ["submit", "approve", "send"])
        expect(
          (await post(`/admin/purchase-orders/${id}/${step}`, step === "send" ? { mail: false } : {})).status,
        ).toBe(200);
      const [first] = items;
      const partly = first.quantity > 1 && {
        items: [{ line: 1, quantity: 1, unit_cost_cents: first.unit_cost_cents + 7 }],
      };
      for (const body of [partly, { landed_costs: [{ kind: "freight", amount_cents: 1001 }] }]) {
        if (!body) continue;
        const answer = await post(`/admin/purchase-orders/${id}/receive`, body);
        expect(answer.status).toBe(201);
        for (const { part_id, stock_quantity } of answer.data.receipt.items) moved(part_id, warehouse, stock_quantity);
      }
    }
  };

  for (let week = 0; week < WEEKS; week++) {
    await Promise.all([1, 2].map(() => runJob("reorder parts", buyer)));
    await receiveOrders();
    const out = Array.from({ length: OUT_EACH_WEEK }, (_, i) => trucks[(week * OUT_EACH_WEEK + i) % TRUCKS] as number);
    await Promise.all(out.map(visit));
    if (week % 4 === 3) {
      const lines = parts.map((part_id) => ({ part_id, counted: Math.max(0, at(part_id, warehouse) / 1000 - 1) }));
      expect((await post("/admin/inventory/counts", { location_id: warehouse, lines })).status).toBe(201);
      for (const { part_id, counted } of lines) moved(part_id, warehouse, counted - at(part_id, warehouse) / 1000);
    }
    await stockAgrees(buyer);
  }

  const { shard, tenantId } = buyer;
  const rows = async (text: string) =>
    new Map((await sql<{ what: string; n: number }>(shard, text, tenantId)).map(({ what, n }) => [what, n]));
  const without0 = (map: Map<string, number>) => new Map([...map].filter(([, n]) => n !== 0));
  const levels = await rows(
    "select part_id || ' at ' || location_id what, on_hand_milli n from stock_levels where tenant_id = ?",
  );
  expect(without0(levels)).toEqual(without0(onHand));
  const ofJobs = await rows(
    "select part_id || ' by ' || job_id what, -sum(quantity_milli) n from stock_moves where tenant_id = ? and job_id is not null group by part_id, job_id",
  );
  expect(without0(ofJobs)).toEqual(without0(usedBy));
  // orders: what has arrived of each is what their receipts have moved, and nothing of them is still on order
  const orders: Json[] = (await buyer.api.get("/admin/purchase-orders?limit=200")).data.items;
  const arrived = orders
    .flatMap(({ items }) => items)
    .reduce((sum, { received_quantity, pack_size }: Json) => sum + received_quantity * (pack_size ?? 1), 0);
  const [receipts] = await sql<{ n: number; cents: number }>(
    shard,
    "select sum(quantity_milli) n, sum(value_cents) cents from stock_moves where tenant_id = ? and kind = 'receipt'",
    tenantId,
  );
  expect(receipts?.n).toBe(Math.round(arrived * 1000));
  // nothing is worth more or less than what was paid: what came in is what is there, what jobs took, and what was lost
  const [worth] = await sql<{ cents: number }>(
    shard,
    "select sum(value_cents) cents from stock_levels where tenant_id = ?",
    tenantId,
  );
  const [gone] = await sql<{ cents: number }>(
    shard,
    "select sum(value_cents + revalued_cents) cents from stock_moves where tenant_id = ? and kind <> 'receipt'",
    tenantId,
  );
  expect((worth?.cents ?? 0) - (gone?.cents ?? 0)).toBe(receipts?.cents);
  expect(refusals, "somebody found too little").not.toEqual(new Set());
});
