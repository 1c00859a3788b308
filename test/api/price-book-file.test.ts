import Papa from "papaparse";
import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { newBusiness } from "../support/client.ts";

const item = (more: Record<string, unknown>) => ({ name: "Filter", sku: "F-1", list_price_cents: 1999, ...more });

it("the CSV of the price book has amounts as decimal numbers, categories by name, and nothing that a spreadsheet would carry out", async () => {
  const { api } = await newBusiness();
  const category = async (name: string, parent_id?: number) =>
    (await api.post("/admin/item-categories", { name, ...(parent_id && { parent_id }) })).data.id as number;
  const motors = await category("Motors", await category("Repair, small"));
  const made = await api.post(
    "/admin/items",
    item({ category_id: motors, cost_cents: 5, member_price_cents: 150_000 }),
  );
  const texts = ['=HYPERLINK("http://x.example","pay")', "-20", "+1 813 555 0142", "＠x", "02138", 'a "b", c'];
  for (const sku of texts) await api.post("/admin/items", item({ sku, name: sku, list_price_cents: 0 }));

  const { text, headers } = await api.get("/admin/items.csv?bom=1");
  expect(headers.get("content-disposition")).toBe('attachment; filename="price-book.csv"');
  const lines = text.replace(/^\uFEFF/, "").split("\r\n");
  expect(lines[0]).toBe(
    "id,sku,name,category,category_id,description,unit,list_price,cost,member_price,pays_commission,taxable,is_active",
  );
  expect(lines[1]).toBe(
    `${made.data.id},F-1,Filter,"Repair, small > Motors",${motors},,,19.99,0.05,1500.00,true,true,true`,
  );
  expect(lines[2]).toContain('"\'=HYPERLINK(""http://x.example"",""pay"")"');
  const { data, errors } = Papa.parse<Record<string, string>>(lines.join("\r\n"), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data.slice(1).map(({ sku }) => sku)).toEqual([
    `'${texts[0]}`,
    "'-20",
    "'+1 813 555 0142",
    "'＠x",
    "02138",
    'a "b", c',
  ]);
});

it("the CSV of the price book follows the filters of the list, and has every item of many pages once", async () => {
  const { api, shard, tenantId } = await newBusiness();
  const { id } = (await api.post("/admin/items", item({}))).data;
  const columns = (await sql(shard, "select name from pragma_table_info('items')")).map(({ name }) => String(name));
  const values = columns.map((name) => (name === "id" ? "id + k" : name === "sku" ? "'X-' || k" : name));
  await sql(
    shard,
    `insert into items (${columns.join()}) with recursive numbers(k) as (select 1 union all select k + 1 from numbers where k < 4500)
     select ${values.join()} from items, numbers where tenant_id = ? and id = ?`,
    tenantId,
    id,
  );
  const idsOf = async (query = "") =>
    (await api.get(`/admin/items.csv${query}`)).text.trim().split("\r\n").slice(1).map(Number.parseFloat);
  expect(await idsOf()).toEqual(Array.from({ length: 4501 }, (_, i) => id + i));
  expect(await idsOf("?sku=X-7")).toEqual([id + 7]);
  expect(await idsOf("?q=nothing")).toEqual([]);
});
