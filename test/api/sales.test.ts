import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, newItem, newTechnician } from "../support/client.ts";

const sale = (technicianId: number, itemId: number, more = {}) => ({
  technician_id: technicianId,
  item_id: itemId,
  sale_price_cents: 150_000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card",
  ...more,
});

describe("sales", () => {
  let business: Business;
  let technician: number;
  let item: number;
  beforeAll(async () => {
    business = await newBusiness();
    ({ id: technician } = await newTechnician(business));
    ({ id: item } = await newItem(business));
    await business.api.put(`/admin/commission-config/tech/${technician}/item/${item}`, { commission_rate_bps: 750 });
  });

  it("freezes the commission: a later rate changes nothing", async () => {
    const { api } = business;
    const made = await api.post("/sales", sale(technician, item));
    expect(made.data).toMatchObject({
      commission_cents: 11_250,
      commission: { commission_rate_bps: 750, rate_source: "technician_item" },
    });
    await api.put(`/admin/commission-config/tech/${technician}/item/${item}`, { commission_rate_bps: 1000 });
    expect((await api.get(`/sales/${made.data.id}`)).data).toEqual(made.data);
    expect((await api.post("/sales", sale(technician, item))).data.commission_cents).toBe(15_000);
  });

  it("makes one sale of 20 requests with one key at the same moment, and answers all of them alike", async () => {
    const { api, shard, tenantId } = business;
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post("/sales", sale(technician, item), { "idempotency-key": key })),
    );
    expect(new Set(answers.map((a) => `${a.status} ${a.text}`)).size).toBe(1);
    expect(answers.filter((a) => a.headers.get("idempotent-replayed") === "true")).toHaveLength(19);
    const events = await sql(
      shard,
      "select * from outbox where tenant_id = ? and data ->> 'id' = ? and type = 'sale.created'",
      tenantId,
      answers[0]?.data.id,
    );
    expect(events).toHaveLength(1);
  });

  it("refuses a key that was used for something else", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    await business.api.post("/sales", sale(technician, item), key);
    const reused = await business.api.post("/sales", sale(technician, item, { sale_price_cents: 1 }), key);
    expect([reused.status, reused.error.reason]).toEqual([422, "idempotency.key_reused"]);
  });

  it("names the field and the reason of what is wrong", async () => {
    const wrong = await business.api.post(
      "/sales",
      sale(technician, item, { sale_price_cents: 1.5, tenant_id: "x", customer_name: undefined }),
    );
    expect(wrong.status).toBe(422);
    expect(wrong.error.fields).toEqual({
      sale_price_cents: expect.stringContaining("integer"),
      customer_name: "is required",
      tenant_id: expect.stringContaining("is not a field of this request; "),
    });
    const unknown = await business.api.post("/sales", sale(999_999_999, item));
    expect([unknown.status, unknown.error.fields]).toEqual([404, { technician_id: expect.any(String) }]);
  });
});

it("pages by number with a total, and by cursor through all rows once, whatever is added meanwhile", async () => {
  const business = await newBusiness();
  const [technician, item] = await Promise.all([newTechnician(business), newItem(business)]);
  const days = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-31", "2026-04-01"];
  for (const day of days) await business.api.post("/sales", sale(technician.id, item.id, { sale_date: day }));

  const page = await business.api.get("/sales?date_from=2026-02-01&date_to=2026-03-31&limit=2");
  expect(page.data).toMatchObject({ total: 3, page: 1, limit: 2, total_pages: 2 });
  expect(page.data.items.map((row: { sale_date: string }) => row.sale_date)).toEqual(["2026-03-31", "2026-02-28"]);

  const seen: string[] = [];
  for (
    let cursor: string | null = (await business.api.get("/sales?limit=2")).data.next_cursor, first = true;
    first || cursor;
    first = false
  ) {
    const next: { items: { sale_date: string }[]; next_cursor: string | null } = (
      await business.api.get(`/sales?limit=2&cursor=${cursor}`)
    ).data;
    seen.push(...next.items.map((row) => row.sale_date));
    cursor = next.next_cursor;
  }
  expect(seen).toEqual(["2026-02-28", "2026-02-01", "2026-01-31"]);
  const bad = await business.api.get("/sales?cursor=nonsense");
  expect([bad.status, bad.error.reason]).toEqual([400, "request.bad_cursor"]);
});

describe("sales of a category", () => {
  it("are those of its items and of all categories below it, in the list, the sums and the file", async () => {
    const business = await newBusiness();
    const { api } = business;
    const technician = await newTechnician(business);
    const category = async (name: string, parent_id?: number) =>
      (await api.post("/admin/item-categories", { name, ...(parent_id && { parent_id }) })).data.id;
    const cooling = await category("Cooling");
    const motors = await category("Motors", cooling);
    const heating = await category("Heating");
    const sell = async (category_id: number | null, price: number) => {
      const item = await newItem(business);
      if (category_id) await api.patch(`/admin/items/${item.id}`, { category_id });
      return (await api.post("/sales", { ...sale(technician.id, item.id), sale_price_cents: price })).data.id;
    };
    const [one, two] = [await sell(cooling, 100), await sell(motors, 200)];
    await sell(heating, 400);
    await sell(null, 800);
    const list = await api.get(`/sales?category_id=${cooling}&sort=id`);
    expect([list.data.items.map(({ id }: { id: number }) => id), list.data.total]).toEqual([[one, two], 2]);
    expect((await api.get(`/sales/summary?category_id=${cooling}`)).data).toMatchObject({
      count: 2,
      sale_price_cents: 300,
    });
    const file = await api.get(`/admin/csv-export/sales?category_id=${motors}`);
    expect(file.text.trim().split("\r\n")).toHaveLength(2);
  });
});
