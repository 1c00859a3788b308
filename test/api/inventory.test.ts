import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";
import { lowStockEvents, move, movesOf, newJob, newLocation, newPart, stockOf } from "../support/stock.ts";

let business: Business;
let warehouse: number;
beforeAll(async () => {
  business = await newBusiness();
  warehouse = (await newLocation(business)).id;
});
const at = (part_id: number, quantity: number, more = {}) => ({ part_id, location_id: warehouse, quantity, ...more });

describe("the catalogue of parts", () => {
  it("takes a part as the reference has it, and shows it by its id", async () => {
    const body = { name: "Capacitor 35/5 MFD", sku: randomUUID(), cost_cents: 1200, price_cents: 4500, min_stock: 10 };
    const part = await newPart(business, body);
    expect(part).toMatchObject({ ...body, unit: "each", pack_size: 1, tracks_serials: false, archived_at: null });
    expect((await business.api.get(`/admin/parts/${part.id}`)).data).toEqual(part);
  });

  it("takes no SKU and no barcode twice", async () => {
    const part = await newPart(business, { barcode: "96385074" });
    const again = (more: object) => business.api.post("/admin/parts", { name: "Other", sku: randomUUID(), ...more });
    expect((await again({ sku: part.sku })).error.reason).toBe("part.sku_taken");
    expect((await again({ barcode: "96385074" })).error.reason).toBe("part.barcode_taken");
  });

  it("finds parts by words, barcode and SKU", async () => {
    const part = await newPart(business, { name: "Lüfter Motor", sku: "MOT-77", barcode: "4006381333931" });
    for (const query of ["q=lufter", "q=mot-7", "q=400638", "barcode=4006381333931", "sku=MOT-77"]) {
      const { items } = (await business.api.get(`/admin/parts?${query}`)).data;
      expect([query, items.map(({ id }: { id: number }) => id)]).toEqual([query, [part.id]]);
    }
  });

  it.each([
    [{ barcode: "036000291453" }, "barcode"],
    [{ barcode: "12345" }, "barcode"],
    [{ min_stock: 1.0001 }, "min_stock"],
    [{ pack_size: 0 }, "pack_size"],
    [{ cost_cents: -1 }, "cost_cents"],
  ])("refuses %j and names the field", async (more, field) => {
    const answer = await business.api.post("/admin/parts", { name: "Part", sku: randomUUID(), ...more });
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("refuses a supplier that is not there", async () => {
    const body = { name: "Part", sku: randomUUID(), preferred_supplier_id: 4711 };
    const answer = await business.api.post("/admin/parts", body);
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([404, ["preferred_supplier_id"]]);
  });

  it("archives a part only when nothing of it is left, and takes nothing in then", async () => {
    const part = await newPart(business, { unit: "foot" });
    const archive = () => business.api.post(`/admin/parts/${part.id}/archive`);
    await move(business, "receive", at(part.id, 5));
    expect((await archive()).error.reason).toBe("part.in_use");
    const unit = await business.api.patch(`/admin/parts/${part.id}`, { unit: "each" });
    expect(unit.error.reason).toBe("part.unit_is_fixed");
    await move(business, "adjust", at(part.id, -5, { reason: "Sold" }));
    expect((await archive()).data.archived_at).toEqual(expect.any(String));
    const refused = await business.api.post("/admin/inventory/receive", at(part.id, 1));
    expect(refused.error.reason).toBe("part.archived");
    expect((await business.api.post(`/admin/parts/${part.id}/restore`)).data.archived_at).toBeNull();
    await move(business, "receive", at(part.id, 1));
  });
});

describe("stock locations", () => {
  it("gives each technician at most one truck, and a warehouse none", async () => {
    const { id } = await newTechnician(business);
    await newLocation(business, { kind: "truck", technician_id: id });
    const add = (body: object) => business.api.post("/admin/stock-locations", { name: randomUUID(), ...body });
    expect((await add({ kind: "truck", technician_id: id })).error.reason).toBe("stock_location.technician_taken");
    expect((await add({ technician_id: id })).error.reason).toBe("stock_location.not_a_truck");
  });

  it("closes only when nothing is left there, and takes nothing in then", async () => {
    const place = (await newLocation(business)).id;
    const part = (await newPart(business)).id;
    const close = () => business.api.patch(`/admin/stock-locations/${place}`, { is_active: false });
    await move(business, "receive", { part_id: part, location_id: place, quantity: 1 });
    expect((await close()).error.reason).toBe("stock_location.not_empty");
    const back = { from_location_id: place, to_location_id: warehouse, part_id: part, quantity: 1 };
    await move(business, "transfer", back);
    expect((await close()).data.is_active).toBe(false);
    const receive = { part_id: part, location_id: place, quantity: 1 };
    expect((await business.api.post("/admin/inventory/receive", receive)).error.reason).toBe("stock_location.inactive");
  });
});

describe("what stock is worth", () => {
  it("is the sum of what it cost, never an average of averages: three pieces for 100, 101 and 101 are worth 302 (B25)", async () => {
    const part = (await newPart(business)).id;
    for (const unit_cost_cents of [100, 101, 101]) await move(business, "receive", at(part, 1, { unit_cost_cents }));
    expect(await stockOf(business, part)).toMatchObject({ value_cents: 302, average_cost_cents: 101 });
    const other = (await newPart(business)).id;
    await move(business, "receive", at(other, 10, { unit_cost_cents: 1200 }));
    await move(business, "receive", at(other, 5, { unit_cost_cents: 1301 }));
    expect(await stockOf(business, other)).toMatchObject({ value_cents: 18505, average_cost_cents: 1234 });
  });

  it("goes out to the last cent: three issues of a third of 302 cents leave nothing", async () => {
    const part = (await newPart(business)).id;
    const job_id = (await newJob(business)).id;
    await move(business, "receive", at(part, 3, { total_cost_cents: 302 }));
    for (let n = 0; n < 3; n++) await move(business, "issue", at(part, 1, { job_id }));
    const values = (await movesOf(business, part)).map(({ value_cents }) => value_cents);
    expect(values).toEqual([302, -101, -100, -101]);
    expect(await stockOf(business, part)).toMatchObject({ on_hand: 0, value_cents: 0, average_cost_cents: null });
  });

  it("of a roll of 250 ft for 10000 cents is 40 cents a foot (B27)", async () => {
    const part = (await newPart(business, { unit: "foot", purchase_unit: "roll", pack_size: 250 })).id;
    await move(business, "receive", at(part, 750, { total_cost_cents: 30_000 }));
    expect(await stockOf(business, part)).toMatchObject({ on_hand: 750, average_cost_cents: 40 });
  });

  it("of a receipt without a cost is the part's usual one", async () => {
    const part = (await newPart(business, { cost_cents: 1200 })).id;
    await move(business, "receive", at(part, 50, { notes: "PO #1234" }));
    expect(await stockOf(business, part)).toMatchObject({ on_hand: 50, value_cents: 60_000 });
  });

  it("comes back from a job at what it went out for, whatever was received since", async () => {
    const part = (await newPart(business)).id;
    const job_id = (await newJob(business)).id;
    await move(business, "receive", at(part, 4, { unit_cost_cents: 100 }));
    await move(business, "issue", at(part, 3, { job_id }));
    await move(business, "receive", at(part, 9, { unit_cost_cents: 500 }));
    await move(business, "return", at(part, 1, { job_id }));
    expect((await movesOf(business, part)).at(-1)).toMatchObject({ kind: "return_from_job", value_cents: 100 });
    const more = await business.api.post("/admin/inventory/return", at(part, 3, { job_id }));
    expect([more.status, more.error.reason]).toEqual([409, "inventory.more_than_issued"]);
    await move(business, "return", at(part, 2, { job_id }));
  });

  it("moves with the stock: a transfer takes its share of the value along", async () => {
    const part = (await newPart(business)).id;
    const truck = (await newLocation(business, { kind: "truck" })).id;
    await move(business, "receive", at(part, 3, { total_cost_cents: 302 }));
    await move(business, "transfer", {
      from_location_id: warehouse,
      to_location_id: truck,
      part_id: part,
      quantity: 2,
    });
    const { locations, ...whole } = await stockOf(business, part);
    expect(whole).toMatchObject({ on_hand: 3, value_cents: 302 });
    expect(locations.map((one: { value_cents: number }) => one.value_cents)).toEqual([101, 201]);
  });
});

describe("stock that was used before it was received", () => {
  it("is allowed where the business allows it, and revalued at the next receipt: -4 and then 10 at 1500 are 6 worth 9000", async () => {
    const other = await newBusiness();
    await other.api.patch("/admin/organization", { allow_negative_stock: true });
    const place = (await newLocation(other)).id;
    const part = (await newPart(other, { cost_cents: 1000 })).id;
    const job_id = (await newJob(other)).id;
    const here = { part_id: part, location_id: place };
    await move(other, "issue", { ...here, job_id, quantity: 4 });
    expect(await stockOf(other, part)).toMatchObject({ on_hand: -4, value_cents: -4000, is_negative: true });
    await move(other, "receive", { ...here, quantity: 10, unit_cost_cents: 1500 });
    expect(await stockOf(other, part)).toMatchObject({ on_hand: 6, value_cents: 9000, is_negative: false });
    expect((await movesOf(other, part)).at(-1)).toMatchObject({ value_cents: 15_000, revalued_cents: -2000 });
  });

  it("is covered first, bit by bit, until nothing is missing", async () => {
    const other = await newBusiness();
    await other.api.patch("/admin/organization", { allow_negative_stock: true });
    const here = { part_id: (await newPart(other)).id, location_id: (await newLocation(other)).id };
    const job_id = (await newJob(other)).id;
    await move(other, "receive", { ...here, quantity: 2, unit_cost_cents: 100 });
    await move(other, "issue", { ...here, job_id, quantity: 6 });
    expect(await stockOf(other, here.part_id)).toMatchObject({ on_hand: -4, value_cents: -400 });
    await move(other, "receive", { ...here, quantity: 3, unit_cost_cents: 700 });
    expect(await stockOf(other, here.part_id)).toMatchObject({ on_hand: -1, value_cents: -100 });
    await move(other, "receive", { ...here, quantity: 1, unit_cost_cents: 700 });
    expect(await stockOf(other, here.part_id)).toMatchObject({ on_hand: 0, value_cents: 0 });
  });
});

describe("a request that cannot be", () => {
  it("refuses a quantity with four decimals, and none at all", async () => {
    const part = (await newPart(business)).id;
    for (const quantity of [0.0001, 1.2345, 0, -1]) {
      const answer = await business.api.post("/admin/inventory/receive", at(part, quantity));
      expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, ["quantity"]]);
    }
    const missing = await business.api.post("/admin/inventory/receive", { part_id: part, location_id: warehouse });
    expect([missing.status, Object.keys(missing.error.fields)]).toEqual([422, ["quantity"]]);
  });

  it("refuses both one part and lines, and neither", async () => {
    const part = (await newPart(business)).id;
    const both = { ...at(part, 1), lines: [{ part_id: part, quantity: 1 }] };
    for (const body of [both, { location_id: warehouse }])
      expect((await business.api.post("/admin/inventory/receive", body)).error.fields).toEqual({
        part_id: expect.any(String),
      });
  });

  it("adds two lines of one part up: 3 + 3 of 5 is refused with what is available, and nothing moves (B23)", async () => {
    const part = (await newPart(business)).id;
    const job_id = (await newJob(business)).id;
    await move(business, "receive", at(part, 5));
    const lines = [3, 3].map((quantity) => ({ part_id: part, quantity }));
    const answer = await business.api.post("/admin/inventory/issue", { job_id, location_id: warehouse, lines });
    expect([answer.status, answer.error.reason]).toEqual([409, "inventory.insufficient_stock"]);
    expect(answer.error.fields).toEqual({ "lines.0.quantity": "available: 5", "lines.1.quantity": "available: 5" });
    expect(answer.error.message).toContain("5 available");
    expect(await stockOf(business, part)).toMatchObject({ on_hand: 5 });
    expect(await movesOf(business, part)).toHaveLength(1);
  });

  it("refuses to return to nobody, to transfer to where it is, and to lose more than there is", async () => {
    const part = (await newPart(business)).id;
    await move(business, "receive", at(part, 1));
    const reason = async (path: string, body: object) =>
      (await business.api.post(`/admin/inventory/${path}`, body)).error.reason;
    expect(await reason("return", at(part, 1))).toBe("inventory.return_to");
    const nowhere = { from_location_id: warehouse, to_location_id: warehouse, part_id: part, quantity: 1 };
    expect(await reason("transfer", nowhere)).toBe("inventory.same_location");
    expect(await reason("adjust", at(part, -2, { reason: "Lost" }))).toBe("inventory.insufficient_stock");
    expect(await reason("return", at(part, 2, { to_supplier: true }))).toBe("inventory.insufficient_stock");
    await move(business, "return", at(part, 1, { to_supplier: true }));
  });
});

describe("low stock", () => {
  it("is told once when it begins, and again only after there was enough", async () => {
    const other = await newBusiness();
    const here = { part_id: (await newPart(other, { min_stock: 10 })).id, location_id: (await newLocation(other)).id };
    const job_id = (await newJob(other)).id;
    await move(other, "receive", { ...here, quantity: 5 });
    expect(await lowStockEvents(other), "a new part was never above its minimum").toEqual([]);
    await move(other, "receive", { ...here, quantity: 7 });
    await move(other, "issue", { ...here, job_id, quantity: 2 });
    expect(await lowStockEvents(other), "10 of 10 is enough").toEqual([]);
    await move(other, "issue", { ...here, job_id, quantity: 0.001 });
    await move(other, "issue", { ...here, job_id, quantity: 1 });
    expect(await lowStockEvents(other)).toMatchObject([{ part_id: here.part_id, on_hand: 9.999, min_stock: 10 }]);
    await move(other, "receive", { ...here, quantity: 10 });
    await move(other, "issue", { ...here, job_id, quantity: 9 });
    expect(await lowStockEvents(other)).toHaveLength(2);
    expect((await other.api.get("/admin/parts?is_low=true")).data.items).toHaveLength(1);
  });

  it("is told too when the minimum is raised above what there is", async () => {
    const other = await newBusiness();
    const here = { part_id: (await newPart(other)).id, location_id: (await newLocation(other)).id };
    await move(other, "receive", { ...here, quantity: 5 });
    for (const min_stock of [5, 6, 7, 4]) await other.api.patch(`/admin/parts/${here.part_id}`, { min_stock });
    expect(await lowStockEvents(other)).toMatchObject([{ min_stock: 6 }]);
  });
});

it("an Idempotency-Key makes one movement of a request that comes twice", async () => {
  const part = (await newPart(business)).id;
  const send = () => business.api.post("/admin/inventory/receive", at(part, 5), { "idempotency-key": `r-${part}` });
  const [first, second] = [await send(), await send()];
  expect([second.status, second.text]).toEqual([201, first.text]);
  expect(await stockOf(business, part)).toMatchObject({ on_hand: 5 });
});
