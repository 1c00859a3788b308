import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, client, newBusiness, newTechnician } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const change = (id: number, body: unknown, headers = {}) => business.api.patch(`/admin/items/${id}`, body, headers);
const filter = (more = {}) => ({ name: "Filter 16x25", sku: randomUUID(), list_price_cents: 1999, ...more });

describe("the price book", () => {
  it("takes an item and shows it by its id", async () => {
    const body = filter({ unit: "each", cost_cents: 800, member_price_cents: 1799, pays_commission: false });
    const made = await business.api.post("/admin/items", body);
    expect(made.data).toMatchObject({ ...body, is_active: true, version: 1 });
    expect((await business.api.get(`/admin/items/${made.data.id}`)).data).toEqual(made.data);
  });

  it("takes no SKU twice within a business, even of two requests at the same moment", async () => {
    const body = filter();
    const answers = await Promise.all([
      business.api.post("/admin/items", body),
      business.api.post("/admin/items", body),
    ]);
    const refused = answers.find(({ status }) => status !== 201);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect([refused?.error.reason, refused?.error.fields]).toEqual(["item.sku_taken", { sku: "is taken" }]);
    expect((await (await newBusiness()).api.post("/admin/items", body)).status).toBe(201);
  });

  it("counts only what was taken in", async () => {
    const { api } = await newBusiness();
    const body = filter();
    await api.post("/admin/items", body);
    await api.post("/admin/items", body);
    expect((await api.get("/admin/items")).data).toMatchObject({ total: 1, total_pages: 1 });
  });

  it("finds items by SKU, by words of name and SKU as they are typed, and by category with all below it", async () => {
    const { api } = await newBusiness();
    const category = async (name: string, parent_id?: number) =>
      (await api.post("/admin/item-categories", { name, ...(parent_id && { parent_id }) })).data.id;
    const repair = await category("Repair");
    const motors = await category("Motors", repair);
    const other = await category("Other");
    const one = filter({ name: "Café-Lüfter 3/4", sku: "CAF-34", category_id: motors });
    const two = filter({ name: "Nguyễn's fan motor", sku: "50%_OFF", category_id: other });
    await api.post("/admin/items", one);
    await api.post("/admin/items", two);
    const skus = async (query: string) =>
      (await api.get(`/admin/items?${query}`)).data.items.map((item: { sku: string }) => item.sku);
    expect(await skus("sku=CAF-34")).toEqual([one.sku]);
    expect(await skus(`category_id=${repair}`)).toEqual([one.sku]);
    expect(await skus(`category_id=${other}`)).toEqual([two.sku]);
    for (const typed of ["ca", "cafe", "CAFÉ", "caf-34", "cafe caf"].map(encodeURIComponent))
      expect([typed, await skus(`q=${typed}`)]).toEqual([typed, [one.sku]]);
    for (const typed of ["nguyen", "nguyens fan", "50%"])
      expect([typed, await skus(`q=${encodeURIComponent(typed)}`)]).toEqual([typed, [two.sku]]);
    expect(await skus("q=%25")).toEqual([]);
    expect(await skus("is_active=false")).toEqual([]);
  });

  it.each([
    [{ list_price_cents: undefined }, "list_price_cents"],
    [{ list_price_cents: 0.1 }, "list_price_cents"],
    [{ list_price_cents: -1 }, "list_price_cents"],
    [{ list_price_cents: 1_000_000_000_001 }, "list_price_cents"],
    [{ list_price_cents: null }, "list_price_cents"],
    [{ cost_cents: "1" }, "cost_cents"],
    [{ sku: "" }, "sku"],
    [{ sku: "a\u0000b" }, "sku"],
    [{ name: ["Filter"] }, "name"],
    [{ is_active: false }, "is_active"],
  ])("refuses %j and names the field", async (more, field) => {
    const answer = await business.api.post("/admin/items", filter(more));
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });
});

describe("adding an item", () => {
  it("tells of it once, with the item as it was answered", async () => {
    const made = await business.api.post("/admin/items", filter());
    const events = await sql<{ data: string }>(
      business.shard,
      "select data from outbox where tenant_id = ? and type = 'item.created' and data ->> 'id' = ?",
      business.tenantId,
      made.data.id,
    );
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([made.data]);
  });
});

describe("changing an item", () => {
  it("changes what is named and nothing else, tells of it once, and is in the audit log", async () => {
    const made = (await business.api.post("/admin/items", filter({ unit: "each", cost_cents: 800 }))).data;
    const changed = await change(made.id, { list_price_cents: 2499, unit: null });
    expect(changed.data).toEqual({
      ...{ ...made, list_price_cents: 2499, unit: null, version: 2 },
      updated_at: expect.any(String),
    });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect((await business.api.get(`/admin/items/${made.id}`)).data).toEqual(changed.data);

    const events = await sql<{ data: string }>(
      business.shard,
      "select data from outbox where tenant_id = ? and type = 'item.updated' and data ->> 'id' = ?",
      business.tenantId,
      made.id,
    );
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([changed.data]);
    const { items } = (await business.api.get(`/admin/audit-log?entity=item&entity_id=${made.id}`)).data;
    expect(items[0]).toMatchObject({
      action: "change",
      changes: { list_price_cents: { before: 1999, after: 2499 }, unit: { before: "each", after: null } },
    });
  });

  it("leaves what was sold as it was: a new price counts from the next sale on", async () => {
    const technician = await newTechnician(business);
    const { id } = (await business.api.post("/admin/items", filter({ list_price_cents: 200_000, cost_cents: 50_000 })))
      .data;
    const rate = { commission_rate_bps: 750, ov_rate_bps: 5000 };
    await business.api.put(`/admin/commission-config/tech/${technician.id}/item/${id}`, rate);
    const sell = async () => {
      const sale = { technician_id: technician.id, item_id: id, sale_price_cents: 230_000 };
      return (await business.api.post("/sales", { ...sale, customer_name: "John Doe", payment_type: "cash" })).data;
    };
    const before = await sell();
    expect(before.commission_cents).toBe(30_000);

    await change(id, { list_price_cents: 230_000, cost_cents: 60_000 });
    expect((await business.api.get(`/sales/${before.id}`)).data).toEqual(before);
    expect((await sell()).commission).toMatchObject({
      total_cents: 17_250,
      list_price_cents: 230_000,
      cost_cents: 60_000,
    });
  });

  it("takes no SKU of another item, and no item that is not there", async () => {
    const [one, two] = [filter(), filter()];
    await business.api.post("/admin/items", one);
    const { id } = (await business.api.post("/admin/items", two)).data;
    const taken = await change(id, { sku: one.sku });
    expect([taken.status, taken.error.reason, taken.error.fields]).toEqual([
      409,
      "item.sku_taken",
      { sku: "is taken" },
    ]);
    expect((await change(id, { sku: two.sku })).status).toBe(200);
    expect((await change(999_999_999, { name: "x" })).error.reason).toBe("item.not_found");
  });

  it("minds the version that If-Match names, and is made once under its key", async () => {
    const { id } = (await business.api.post("/admin/items", filter())).data;
    const key = { "idempotency-key": randomUUID(), "if-match": '"1"' };
    const first = await change(id, { list_price_cents: 1 }, key);
    const again = await change(id, { list_price_cents: 1 }, key);
    expect([first.data.version, again.text]).toEqual([2, first.text]);
    const stale = await change(id, { list_price_cents: 2 }, { "if-match": '"1"' });
    expect([stale.status, stale.error.reason]).toEqual([412, "item.version_mismatch"]);
  });

  it("takes an item off sale and puts it on again", async () => {
    const technician = await newTechnician(business);
    const { id } = (await business.api.post("/admin/items", filter())).data;
    const sale = {
      technician_id: technician.id,
      item_id: id,
      sale_price_cents: 1,
      customer_name: "Ann",
      payment_type: "cash",
    };
    expect((await change(id, { is_active: false })).data.is_active).toBe(false);
    expect((await business.api.post("/sales", sale)).status).toBe(409);
    await change(id, { is_active: true });
    expect((await business.api.post("/sales", sale)).status).toBe(201);
  });

  it.each([
    [{}, "body"],
    [{ list_price_cents: null }, "list_price_cents"],
    [{ list_price_cents: 0.5 }, "list_price_cents"],
    [{ sku: " " }, "sku"],
    [{ name: "x", version: 7 }, "version"],
    [{ name: "x", created_at: "2026-03-01T12:00:00Z" }, "created_at"],
  ])("refuses %j and names the field", async (body, field) => {
    const { id } = (await business.api.post("/admin/items", filter())).data;
    const answer = await change(id, body);
    expect([answer.status, Object.keys(answer.error.fields ?? {}).join()]).toEqual([422, field]);
  });
});

it("an item is found by its names however their accents are typed, and no SKU is taken twice so", async () => {
  const composed = `caf\u00e9-${randomUUID()}`;
  const body = filter({ sku: composed.normalize("NFD"), unit: "Ku\u0308che" });
  const made = (await business.api.post("/admin/items", body)).data;
  expect([made.sku, made.unit]).toEqual([composed, "K\u00fcche"]);
  expect((await business.api.post("/admin/items", filter({ sku: composed }))).error.reason).toBe("item.sku_taken");
  const query = `sku=${composed.normalize("NFD")}`;
  expect((await business.api.get(`/admin/items?${encodeURI(query)}`)).data.total).toBe(1);
  const kept = filter({ name: "2\u00bd m\u00b2, n\u00ba 5\u2122" }); // what only looks alike stays as it was written
  expect((await business.api.post("/admin/items", kept)).data.name).toBe(kept.name);
});

it("a technician finds what they may sell, with its prices and without its cost", async () => {
  const technician = await newTechnician(business);
  const mine = client({ authorization: `Bearer ${await tokenAs(business, ["technician"], technician.id)}` });
  const body = filter({ name: "Zeolite cartridge", cost_cents: 800, member_price_cents: 1799 });
  const { cost_cents: _, ...made } = (await business.api.post("/admin/items", body)).data;
  expect((await mine.get("/tech/items?q=zeol")).data.items).toEqual([made]);
  const refused = await business.api.get("/tech/items"); // the owner is not a technician
  expect([refused.status, refused.error.reason]).toEqual([403, "technician.not_linked"]);
});
