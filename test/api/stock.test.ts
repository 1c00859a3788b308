import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { newBusiness, newTechnician, quiet } from "../support/client.ts";
import {
  atOnce,
  lowStockEvents,
  move,
  movesOf,
  newJob,
  newLocation,
  newPart,
  posted,
  stockAgrees,
  stockOf,
} from "../support/stock.ts";

/** A business with a part in a warehouse, and a job. */
async function stocked(quantity: number, part = {}, settings?: object) {
  const business = await newBusiness();
  if (settings) await business.api.patch("/admin/organization", settings);
  const [partId, locationId, jobId] = await Promise.all(
    [newPart(business, { cost_cents: 100, ...part }), newLocation(business), newJob(business)].map(
      async (made) => (await made).id as number,
    ),
  );
  const here = { part_id: partId, location_id: locationId };
  if (quantity > 0) await move(business, "receive", { ...here, quantity });
  return { business, here, partId: partId as number, locationId: locationId as number, jobId: jobId as number };
}
const statuses = (answers: readonly [number, unknown][]) => answers.map(([status]) => status).toSorted((a, b) => a - b);

describe("requests side by side", () => {
  it("of 20 who take 1 of 5, 5 get it, 15 are told what is left, and nothing goes below zero (B23)", async () => {
    const { business, here, partId, jobId } = await stocked(5);
    const bodies = Array.from({ length: 20 }, () => ({ ...here, job_id: jobId, quantity: 1 }));
    const answers = await atOnce(business, "/admin/inventory/issue", bodies);
    expect(statuses(answers)).toEqual([...Array(5).fill(201), ...Array(15).fill(409)]);
    for (const [status, { error }] of answers)
      if (status === 409)
        expect([error.reason, error.fields]).toEqual(["inventory.insufficient_stock", { quantity: "available: 0" }]);
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 0, value_cents: 0 });
    await stockAgrees(business);
  });

  it("of 20 who take 1 of 25 with a minimum of 10, all get it, and it is told once", async () => {
    const { business, here, partId, jobId } = await stocked(25, { min_stock: 10 });
    const bodies = Array.from({ length: 20 }, () => ({ ...here, job_id: jobId, quantity: 1 }));
    expect(statuses(await atOnce(business, "/admin/inventory/issue", bodies))).toEqual(Array(20).fill(201));
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 5, is_low: true });
    expect(await lowStockEvents(business)).toMatchObject([{ part_id: partId, on_hand: 9, min_stock: 10 }]);
    await stockAgrees(business);
  });

  it("receipts and issues of one part lose nothing", async () => {
    const { business, here, partId, jobId } = await stocked(50);
    const receive = { ...here, quantity: 2, unit_cost_cents: 333 };
    const issue = { ...here, job_id: jobId, quantity: 1 };
    const answers = await Promise.all([
      atOnce(business, "/admin/inventory/receive", Array(20).fill(receive)),
      atOnce(business, "/admin/inventory/issue", Array(20).fill(issue)),
    ]);
    expect(statuses(answers.flat())).toEqual(Array(40).fill(201));
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 70 });
    await stockAgrees(business);
    const ids = (await movesOf(business, partId)).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 41 }, (_, i) => ids[0] + i));
  });

  it("two who return what one job has get it once", async () => {
    const { business, here, partId, jobId } = await stocked(5);
    await move(business, "issue", { ...here, job_id: jobId, quantity: 1 });
    const back = Array.from({ length: 4 }, () => ({ ...here, job_id: jobId, quantity: 1 }));
    const answers = await atOnce(business, "/admin/inventory/return", back);
    expect(statuses(answers)).toEqual([201, 409, 409, 409]);
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 5 });
    await stockAgrees(business);
  });
});

describe("reservations", () => {
  it("keep stock for their job: another is told what is available, the job gets it", async () => {
    const { business, here, partId, jobId } = await stocked(5);
    const other = (await newJob(business)).id;
    const kept = await move(business, "reservations", { ...here, job_id: jobId, quantity: 4 });
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 5, reserved: 4, available: 1 });
    const refused = await business.api.post("/admin/inventory/issue", { ...here, job_id: other, quantity: 2 });
    expect([refused.error.reason, refused.error.fields]).toEqual([
      "inventory.insufficient_stock",
      { quantity: "available: 1" },
    ]);
    const more = await business.api.post("/admin/inventory/reservations", { ...here, job_id: other, quantity: 2 });
    expect(more.error.reason).toBe("inventory.insufficient_stock");
    const again = await business.api.post("/admin/inventory/reservations", { ...here, job_id: jobId, quantity: 1 });
    expect(again.error.reason).toBe("stock_reservation.exists");

    await move(business, "issue", { ...here, job_id: jobId, quantity: 3 });
    const path = `/admin/inventory/reservations/${kept.id}`;
    expect((await business.api.get(path)).data).toMatchObject({ requested: 4, quantity: 1, status: "open" });
    await move(business, "issue", { ...here, job_id: jobId, quantity: 2 });
    expect((await business.api.get(path)).data).toMatchObject({ quantity: 0, status: "fulfilled" });
    expect((await business.api.post(`${path}/release`)).error.reason).toBe("stock_reservation.closed");
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 0, reserved: 0 });
  });

  it("make a part low, and are released by hand, or when their job is cancelled", async () => {
    const { business, here, partId, jobId } = await stocked(5, { min_stock: 2 });
    const kept = await move(business, "reservations", { ...here, job_id: jobId, quantity: 4 });
    expect(await lowStockEvents(business)).toMatchObject([{ on_hand: 5, reserved: 4, available: 1 }]);
    await posted(business, "/admin/inventory/receive", { ...here, quantity: 1 });
    const released = await business.api.post(`/admin/inventory/reservations/${kept.id}/release`);
    expect(released.data).toMatchObject({ status: "released", quantity: 0 });
    await move(business, "reservations", { ...here, job_id: jobId, quantity: 2 });
    await business.api.patch(`/admin/dispatch/${jobId}/cancel`, { reason: "The house is sold" });
    await quiet(business);
    expect(await stockOf(business, partId)).toMatchObject({ reserved: 0, available: 6 });
    await stockAgrees(business);
    const late = await business.api.post("/admin/inventory/reservations", { ...here, job_id: jobId, quantity: 1 });
    expect(late.error.reason).toBe("inventory.job_ended");
  });

  it("of parallel issues of their job are used up once", async () => {
    const { business, here, partId, jobId } = await stocked(6);
    await move(business, "reservations", { ...here, job_id: jobId, quantity: 3 });
    const bodies = Array.from({ length: 8 }, () => ({ ...here, job_id: jobId, quantity: 1 }));
    expect(statuses(await atOnce(business, "/admin/inventory/issue", bodies))).toEqual([
      ...Array(6).fill(201),
      409,
      409,
    ]);
    expect(await stockOf(business, partId)).toMatchObject({ on_hand: 0, reserved: 0 });
    await stockAgrees(business);
  });
});

describe("serial numbers", () => {
  it("follow each piece from the receipt to the job and back", async () => {
    const { business, here, partId, locationId, jobId } = await stocked(0, { tracks_serials: true });
    const truck = (await newLocation(business, { kind: "truck" })).id;
    const piece = async (serial: string) =>
      (await business.api.get(`/admin/parts/${partId}/serials?serial=${serial}`)).data.items[0];
    await move(business, "receive", { ...here, quantity: 2, serials: ["A1", "B2"] });
    const moving = { part_id: partId, quantity: 1, serials: ["A1"] };
    await move(business, "transfer", { ...moving, from_location_id: locationId, to_location_id: truck });
    expect(await piece("A1")).toMatchObject({ status: "in_stock", location_id: truck });
    await move(business, "issue", { ...moving, location_id: truck, job_id: jobId });
    expect(await piece("A1")).toMatchObject({ status: "issued", location_id: null, job_id: jobId });
    await move(business, "return", { ...moving, location_id: locationId, job_id: jobId });
    await move(business, "adjust", { ...moving, location_id: locationId, quantity: -1, reason: "Broken" });
    expect(await piece("A1")).toMatchObject({ status: "written_off" });
    await move(business, "return", { ...here, quantity: 1, serials: ["B2"], to_supplier: true });
    expect(await piece("B2")).toMatchObject({ status: "returned" });
    expect((await movesOf(business, partId))[0]).toMatchObject({ serials: ["A1", "B2"] });
  });

  it("are needed, one for each piece, and each is where it is", async () => {
    const { business, here, jobId, partId, locationId } = await stocked(0, { tracks_serials: true });
    const plain = (await newPart(business)).id;
    const reason = async (path: string, body: object) =>
      (await business.api.post(`/admin/inventory/${path}`, body)).error.reason;
    expect(await reason("receive", { ...here, quantity: 2, serials: ["A1"] })).toBe("inventory.serials_needed");
    expect(await reason("receive", { ...here, quantity: 2 })).toBe("inventory.serials_needed");
    expect(await reason("receive", { ...here, quantity: 2, serials: ["A1", "A1"] })).toBe("inventory.serials_needed");
    expect(await reason("receive", { ...here, quantity: 0.5, serials: ["A1"] })).toBe("inventory.serials_needed");
    const unwanted = { part_id: plain, location_id: locationId, quantity: 1, serials: ["A1"] };
    expect(await reason("receive", unwanted)).toBe("inventory.serials_unwanted");
    await move(business, "receive", { ...here, quantity: 1, serials: ["A1"] });
    expect(await reason("receive", { ...here, quantity: 1, serials: ["A1"] })).toBe("inventory.serial_in_stock");
    const issue = { ...here, job_id: jobId, quantity: 1 };
    expect(await reason("issue", { ...issue, serials: ["Z9"] })).toBe("inventory.serial_not_there");
    const lines = [{ part_id: partId, counted: 0 }];
    expect(await reason("counts", { location_id: locationId, lines })).toBe("inventory.counted_by_serial");
  });

  it("of one piece that two take at once go to one", async () => {
    const { business, here, jobId } = await stocked(0, { tracks_serials: true });
    await move(business, "receive", { ...here, quantity: 2, serials: ["A1", "B2"] });
    const again = await atOnce(
      business,
      "/admin/inventory/receive",
      Array(3).fill({ ...here, quantity: 1, serials: ["C3"] }),
    );
    expect(statuses(again)).toEqual([201, 409, 409]);
    expect(again.find(([status]) => status === 409)?.[1].error.reason).toBe("inventory.serial_in_stock");
    const issue = { ...here, job_id: jobId, quantity: 1, serials: ["A1"] };
    expect(statuses(await atOnce(business, "/admin/inventory/issue", [issue, issue, issue]))).toEqual([201, 409, 409]);
    await stockAgrees(business);
  });
});

describe("a stock take", () => {
  it("moves what differs, keeps what was expected and found, and leaves the rest", async () => {
    const { business, here, partId, locationId } = await stocked(50);
    const [same, none, rest] = await Promise.all([0, 1, 2].map(async () => (await newPart(business)).id));
    for (const part_id of [same, rest]) await move(business, "receive", { ...here, part_id, quantity: 3 });
    const lines = [
      { part_id: partId, counted: 48.5 },
      { part_id: same, counted: 3 },
      { part_id: none, counted: 2 },
    ];
    const count = await move(business, "counts", { location_id: locationId, lines, notes: "Year end" });
    const differences = [
      { part_id: partId, expected: 50, counted: 48.5, difference: -1.5 },
      { part_id: none, expected: 0, counted: 2, difference: 2 },
    ];
    expect(count).toMatchObject({ lines_counted: 3, differences, notes: "Year end" });
    expect((await business.api.get(`/admin/inventory/counts/${count.id}`)).data).toEqual(count);
    const moves = (await business.api.get(`/admin/inventory/moves?movement_id=${count.movement_id}`)).data.items;
    expect(moves.map(({ quantity }: { quantity: number }) => quantity).toSorted()).toEqual([-1.5, 2]);
    expect(await stockOf(business, rest)).toMatchObject({ on_hand: 3 });
    const twice = [...lines, { part_id: same, counted: 4 }];
    expect((await business.api.post("/admin/inventory/counts", { location_id: locationId, lines: twice })).status).toBe(
      422,
    );
  });

  it("of 5,000 parts is one commit", async () => {
    const { business, partId, locationId } = await stocked(1);
    const { shard, tenantId } = business;
    await sql(
      shard,
      `insert into parts select tenant_id, 1000 + value, name, sku || value, description, null, unit, purchase_unit, pack_size, cost_cents,
        price_cents, min_stock, target_stock, reorder_quantity, preferred_supplier_id, tracks_serials, archived_at, search, 0, 0, 0, 0,
        created_by, created_at, updated_at, version
      from parts, (with recursive n(value) as (select 1 union all select value + 1 from n where value < 4999) select value from n)
      where tenant_id = ? and id = ?`,
      tenantId,
      partId,
    );
    const lines = Array.from({ length: 5000 }, (_, i) => ({ part_id: i === 0 ? partId : 1000 + i, counted: 2 }));
    const count = await business.api.post("/admin/inventory/counts", { location_id: locationId, lines });
    expect([count.status, count.data.lines_counted, count.data.differences.length]).toEqual([201, 5000, 5000]);
    expect(count.headers.get("server-timing")).toContain("trips=2 ");
    await stockAgrees(business);
    expect((await business.api.get("/admin/inventory/stock?limit=200")).data.items).toHaveLength(200);
  });
});

it("the stock of a location shows what has been there, page by page", async () => {
  const { business, here, partId, locationId } = await stocked(5);
  const other = (await newLocation(business)).id;
  const parts = [partId];
  for (let n = 0; n < 4; n++) {
    const part_id = (await newPart(business, { name: "Filter" })).id;
    await move(business, "receive", { ...here, part_id, quantity: 1 });
    parts.push(part_id);
  }
  await move(business, "transfer", {
    part_id: partId,
    from_location_id: locationId,
    to_location_id: other,
    quantity: 2,
  });
  const list = async (query: string) => (await business.api.get(`/admin/inventory/stock?${query}`)).data;
  const there = await list(`location_id=${other}`);
  expect(there).toMatchObject({ total: 1, items: [{ part_id: partId, on_hand: 5, locations: [{ on_hand: 2 }] }] });
  const found: number[] = [];
  for (let cursor = ""; ; ) {
    const page = await list(`location_id=${locationId}&limit=2${cursor}`);
    found.push(...page.items.map(({ part_id }: { part_id: number }) => part_id));
    if (page.next_cursor === null) break;
    cursor = `&cursor=${page.next_cursor}`;
  }
  expect(found).toEqual(parts);
  expect((await list("q=filt&page=2&limit=3")).items).toHaveLength(1);
});

it("a technician sees and uses what is in their own truck, for their own jobs, and no other's", async () => {
  const { business, here, partId, locationId, jobId } = await stocked(5);
  const [mike, sarah] = [await newTechnician(business, true), await newTechnician(business, true)];
  const truck = (await newLocation(business, { kind: "truck", technician_id: mike.id })).id;
  const load = { part_id: partId, from_location_id: locationId, to_location_id: truck, quantity: 2 };
  await move(business, "transfer", load);
  await business.api.patch(`/admin/dispatch/${jobId}/assign`, { technician_id: mike.id });
  const { items } = (await mike.api.get("/tech/inventory/stock")).data;
  expect(items).toMatchObject([{ part_id: partId, location_id: truck, on_hand: 2, available: 2 }]);
  expect((await sarah.api.get("/tech/inventory/stock")).data.items).toEqual([]);
  const issue = { part_id: partId, location_id: truck, job_id: jobId, quantity: 1 };
  expect((await mike.api.post("/tech/inventory/issue", issue)).status).toBe(201);
  const reason = async (api: typeof mike.api, body: object) =>
    (await api.post("/tech/inventory/issue", body)).error.reason;
  expect(await reason(sarah.api, issue)).toBe("dispatch_job.not_found");
  expect(await reason(mike.api, { ...issue, ...here })).toBe("stock_location.not_found");
  expect(await reason(mike.api, { ...issue, job_id: (await newJob(business)).id })).toBe("dispatch_job.not_found");
  await stockAgrees(business);
});

type Step = { kind: string; quantity: number; cost: number; back: boolean };

it("whatever is done in whatever order, side by side too, stock is the sum of its moves", async () => {
  const step = fc.record({
    kind: fc.constantFrom("receive", "issue", "return", "transfer", "adjust", "counts", "reservations"),
    quantity: fc.integer({ min: 1, max: 4000 }).map((milli) => milli / 1000),
    cost: fc.integer({ min: 0, max: 999 }),
    back: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 6 }),
      async (negative, rounds) => {
        const { business, here, partId, locationId, jobId } = await stocked(
          3,
          { min_stock: 2 },
          { allow_negative_stock: negative },
        );
        const truck = (await newLocation(business, { kind: "truck" })).id;
        const bodyOf = ({ kind, quantity, cost, back }: Step) => {
          const job = { ...here, job_id: jobId, quantity };
          const [from, to] = back ? [truck, locationId] : [locationId, truck];
          const bodies: Record<string, object> = {
            receive: { ...here, quantity, unit_cost_cents: cost },
            issue: job,
            return: job,
            reservations: job,
            transfer: { part_id: partId, from_location_id: from, to_location_id: to, quantity },
            adjust: { ...here, quantity: back ? -quantity : quantity, reason: "Found" },
            counts: { location_id: locationId, lines: [{ part_id: partId, counted: quantity }] },
          };
          return atOnce(business, `/admin/inventory/${kind}`, [{ ...bodies[kind] }]);
        };
        for (const round of rounds) {
          const answers = (await Promise.all(round.map(bodyOf))).flat();
          expect(answers.filter(([status]) => ![201, 409].includes(status))).toEqual([]);
          await stockAgrees(business);
          if (!negative) expect((await stockOf(business, partId)).on_hand).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 8, seed: 12 },
  );
});
