import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Api, eventually, newBusiness } from "../support/client.ts";

type Kind = "technicians" | "customers" | "items" | "sales" | "leads";

const send = (api: Api, kind: Kind, file: string | Uint8Array, more = "") =>
  api.post(`/admin/imports?kind=${kind}${more}`, file, { "content-type": "text/csv; charset=utf-8" });

/** Sends a file, waits for its end, and answers the import and its rows. */
async function importFile(api: Api, kind: Kind, file: string | Uint8Array, more = "") {
  const started = await send(api, kind, file, more);
  expect(started.status, started.text).toBe(202);
  const path = `/admin/imports/${started.data.id}`;
  await eventually(async () => (await api.get(path)).data.status !== "running", "the import ends");
  const { data: job } = await api.get(path);
  const csv = (await api.get(`${path}/rows.csv`)).text;
  const { data: rows } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
  return { started: started.data, job, rows };
}

const itemsOf = async (api: Api) => (await api.get("/admin/items?limit=200&sort=id")).data.items;
const results = (rows: Record<string, string>[]) => rows.map(({ row, status, reason }) => [row, status, reason]);

describe("an import", () => {
  it("makes what the file has, tells of each row, and reports a broken row without stopping at it", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const category = (await api.post("/admin/item-categories", { name: "Motors" })).data.id;
    const file = [
      "External ID,Name,SKU,List Price,cost_cents,Taxable,Category,Colour",
      'A1,Fan motor,FM-1,"$1,500.00",40000,no,motors,red',
      "A2,,FM-2,10.00,,,,",
      "A3,Belt,FM-3,1e3,,,,",
      "A4,Belt,FM-4,10.00,,,Belts,",
      "",
      "A5,Belt,FM-5,0.05,,,,",
      "A6,Belt,FM-5,0.05,,,,",
      "A7,Belt,FM-7,0.05,,,,,,surplus",
    ].join("\r\n");
    const { started, job, rows } = await importFile(api, "items", file);
    expect(started).toMatchObject({ status: "running", kind: "items", rows: 7 });
    expect(started.warnings).toEqual(["The column Colour is not known and was left out."]);
    expect(job).toMatchObject({ status: "done", created: 2, failed: 4, skipped: 1, unchanged: 0 });
    expect(results(rows)).toEqual([
      ["2", "created", ""],
      ["3", "failed", "request.invalid"],
      ["4", "failed", "import.unreadable_cell"],
      ["5", "failed", "import.name_unknown"],
      ["7", "created", ""],
      ["8", "skipped", "import.repeated"],
      ["9", "failed", "import.too_many_cells"],
    ]);
    expect(rows[1]?.message).toBe("name: is required");
    expect(rows[2]?.message).toContain("list_price: must be an amount");
    const made = await itemsOf(api);
    expect(made).toMatchObject([
      { sku: "FM-1", list_price_cents: 150_000, cost_cents: 40_000, taxable: false, category_id: category },
      { sku: "FM-5", list_price_cents: 5, taxable: true, pays_commission: true },
    ]);
    expect(rows[0]?.id).toBe(String(made[0].id));
    const events = await sql(
      shard,
      "select data ->> 'sku' sku from outbox where tenant_id = ? and type = 'item.created' order by seq",
      tenantId,
    );
    expect(events).toEqual([{ sku: "FM-1" }, { sku: "FM-5" }]);
    const log = (await api.get(`/admin/audit-log?entity=item&entity_id=${made[0].id}`)).data.items;
    expect(log).toMatchObject([{ action: "add", details: { import: started.id, row: 2 } }]);
    expect((await api.get("/admin/items")).data.total).toBe(2);
  });

  it("makes no external_id twice, whatever file it comes in, and judges without making in a dry run", async () => {
    const { api } = await newBusiness();
    const file = "external_id,name,pay_type,base_pay\nT1,Mike,hourly,25\nT2,Ann,Commission Only,0\n";
    const dry = await importFile(api, "technicians", file, "&dry_run=true");
    expect(dry.job).toMatchObject({ dry_run: true, created: 2 });
    expect(dry.rows.map(({ id }) => id)).toEqual(["", ""]);
    expect((await api.get("/admin/technicians")).data.total).toBe(0);

    const first = await importFile(api, "technicians", file);
    const again = await importFile(api, "technicians", `${file}T3,Joe,salary,52000.00\n`);
    expect(first.job.created).toBe(2);
    expect(again.job).toMatchObject({ created: 1, unchanged: 2 });
    expect(again.rows.map(({ id }) => id).slice(0, 2)).toEqual(first.rows.map(({ id }) => id));
    const { items } = (await api.get("/admin/technicians?sort=id")).data;
    expect(items).toMatchObject([
      { name: "Mike", pay_type: "hourly", base_pay_cents: 2500 },
      { name: "Ann", pay_type: "commission_only", base_pay_cents: 0 },
      { name: "Joe", pay_type: "salary", base_pay_cents: 5_200_000 },
    ]);
  });

  it("makes no external_id twice when one file is sent several times at the same moment", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const lines = Array.from({ length: 250 }, (_, i) => `T${i},Mike ${i},hourly,25`);
    const file = ["external_id,name,pay_type,base_pay", ...lines].join("\n");
    const jobs = await Promise.all([1, 2, 3].map(async () => (await importFile(api, "technicians", file)).job));
    expect(jobs.map(({ status, created, unchanged }) => [status, created + unchanged])).toEqual(
      jobs.map(() => ["done", 250]),
    );
    expect(jobs.reduce((sum, { created }) => sum + created, 0)).toBe(250);
    const [found] = await sql(
      shard,
      "select count(*) n, count(distinct name) names from technicians where tenant_id = ?",
      tenantId,
    );
    expect(found).toEqual({ n: 250, names: 250 });
  });

  it("of sales computes the commissions that recording them by hand gives", async () => {
    const business = await newBusiness();
    const { api, shard, tenantId } = business;
    const technician = (
      await api.post("/admin/technicians", { name: "Mike", pay_type: "hourly", base_pay_cents: 2500 })
    ).data;
    const item = (await api.post("/admin/items", { name: "Filter", sku: "F-1", list_price_cents: 150_000 })).data;
    await api.put(`/admin/commission-config/tech/${technician.id}/item/${item.id}`, { commission_rate_bps: 750 });
    const file = [
      "external_id,sale_date,technician_id,technician,item_sku,quantity,sale_price,customer_name,payment_type",
      `S1,2026-03-01,${technician.id},,${item.sku},1,1500.00,John Doe,Credit Card`,
      `S2,2026-03-02,,${technician.name},${item.sku},2.5,1000,Zoë,cash`,
      `S3,2026-03-02,,Nobody,${item.sku},1,1000,Zoë,cash`,
      `S4,2199-03-02,${technician.id},,${item.sku},1,1000,Zoë,cash`,
      `S5,2026-03-02,${technician.id},,${item.sku},1,1000,Zoë,shells`,
    ].join("\n");
    const { job, rows } = await importFile(api, "sales", file);
    expect(results(rows)).toEqual([
      ["2", "created", ""],
      ["3", "created", ""],
      ["4", "failed", "import.name_unknown"],
      ["5", "failed", "sale.in_future"],
      ["6", "failed", "request.invalid"],
    ]);
    expect(job).toMatchObject({ created: 2, failed: 3 });
    const sale = (await api.get(`/sales/${rows[0]?.id}`)).data;
    const body = { technician_id: technician.id, item_id: item.id, sale_price_cents: 150_000, sale_date: "2026-03-01" };
    const byHand = (await api.post("/sales", { ...body, customer_name: "John Doe", payment_type: "credit_card" })).data;
    const own = { id: null, created_at: null, updated_at: null, created_by: null, approved_at: null };
    expect({ ...sale, ...own }).toEqual({ ...byHand, ...own });
    const types = await sql(
      shard,
      "select type, count(*) n from outbox where tenant_id = ? and type in ('sale.created', 'commission.calculated') group by type order by type",
      tenantId,
    );
    expect(types).toEqual([
      { type: "commission.calculated", n: 3 },
      { type: "sale.created", n: 3 },
    ]);
    expect((await api.get("/sales?date_from=2026-03-01&date_to=2026-03-31")).data.total).toBe(3);
  });

  it("of 2,000 rows makes each once, with ids and numbers of events without gaps", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const lines = Array.from({ length: 2000 }, (_, i) => `K${i},Part ${i},P-${i},${i}.50`);
    const { job } = await importFile(api, "items", ["external_id,name,sku,list_price", ...lines].join("\n"));
    expect(job).toMatchObject({ status: "done", rows: 2000, created: 2000 });
    const [found] = await sql(
      shard,
      "select count(*) n, count(distinct sku) skus, max(id) - min(id) + 1 span from items where tenant_id = ?",
      tenantId,
    );
    expect(found).toEqual({ n: 2000, skus: 2000, span: 2000 });
    expect((await api.get("/admin/items")).data.total).toBe(2000);
  });

  it("takes a file of several MiB, and reports a text that no field takes", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const lines = Array.from({ length: 900 }, (_, i) => `Part ${i},P-${i},1,${"é".repeat(i === 7 ? 9000 : 2000)}`);
    const file = ["name,sku,list_price,description", ...lines].join("\n");
    const { job, rows } = await importFile(api, "items", file);
    expect(job).toMatchObject({ rows: 900, created: 899, failed: 1 });
    expect(results(rows)[7]).toEqual(["9", "failed", "import.cell_too_long"]);
    const [log] = await sql(
      shard,
      "select count(*) n, max(seq) - min(seq) + 1 span from outbox where tenant_id = ?",
      tenantId,
    );
    expect(log).toEqual({ n: 899, span: 899 });
  });

  it("goes on where it was when its worker died, and makes no row twice", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const lines = Array.from({ length: 450 }, (_, i) => `Part ${i},P-${i},1`);
    const { started } = await importFile(api, "items", ["name,sku,list_price", ...lines].join("\n"));
    // as if the worker of the second slice had died before its commit: the claim has run out and its rows have no result
    for (const text of [
      "delete from items where tenant_id = ?1 and sku in (select cells ->> 'sku' from import_rows where tenant_id = ?1 and import_id = ?2 and row > 201)",
      "update import_rows set status = 'pending', record_id = null where tenant_id = ?1 and import_id = ?2 and row > 201",
      "update counters set n = 200 where tenant_id = ?1 and entity = 'item' and ?2 = ?2",
      "update imports set status = 'running', finished_at = null, at_row = 201, created = 200, next_attempt_at = '2026-01-01T00:00:00.000Z' where tenant_id = ?1 and id = ?2",
    ])
      await sql(shard, text, tenantId, started.id);
    const body = JSON.stringify({ tenant_id: tenantId });
    const headers = { "content-type": "application/json" };
    const ran = await api.open("/dev/jobs/import.slice", { method: "POST", headers, body });
    expect(ran.status, await ran.text()).toBe(200);
    await eventually(
      async () => (await api.get(`/admin/imports/${started.id}`)).data.status === "done",
      "the import ends",
    );
    expect((await api.get(`/admin/imports/${started.id}`)).data).toMatchObject({ created: 450, failed: 0 });
    const [found] = await sql(
      shard,
      "select count(*) n, count(distinct sku) skus from items where tenant_id = ?",
      tenantId,
    );
    expect(found).toEqual({ n: 450, skus: 450 });
  });

  it("takes what the price book's own file says: phone numbers, formulas, SKUs that begin with a sign", async () => {
    const { api: from } = await newBusiness();
    const { api: to } = await newBusiness();
    for (const api of [from, to]) {
      const { id } = (await api.post("/admin/item-categories", { name: "Repair" })).data;
      await api.post("/admin/item-categories", { name: "Motors, small", parent_id: id });
    }
    const { items: categories } = (await from.get("/admin/item-categories")).data;
    const texts = ["+1 813 555 0142", "=1+1", "-20", "@home", "02138", 'a "b", c', "1/2"];
    for (const sku of texts)
      await from.post("/admin/items", {
        ...{ name: sku, sku, list_price_cents: 5, cost_cents: 123_456, description: `${sku}\r\ntwo lines` },
        ...{ category_id: categories.at(-1).id, pays_commission: false },
      });
    await from.patch(`/admin/items/${(await itemsOf(from))[0].id}`, { is_active: false });
    const file = (await from.get("/admin/items.csv?bom=1")).text;
    const { job } = await importFile(to, "items", file);
    expect(job).toMatchObject({ created: texts.length, failed: 0 });
    const comparable = async (api: Api) =>
      (await itemsOf(api)).map((item: Record<string, unknown>) => ({
        ...item,
        ...{ id: null, category_id: null, created_at: null, updated_at: null, version: null },
        description: String(item.description).replace("\r\n", "\n"),
      }));
    expect(await comparable(to)).toEqual(await comparable(from));
    const { items: theirs } = (await to.get("/admin/item-categories")).data;
    expect((await itemsOf(to))[0].category_id).toBe(theirs.at(-1).id);
  });

  it.each([
    [
      "template.csv?kind=items",
      "external_id,sku,name,category,category_id,description,unit,list_price,cost,member_price,pays_commission,taxable,is_active\r\n",
    ],
    ["template.csv?kind=technicians", "external_id,name,pay_type,base_pay,email\r\n"],
  ])("has a template: %s", async (path, text) => {
    const { api } = await newBusiness();
    expect((await api.get(`/admin/imports/${path}`)).text).toBe(text);
  });
});

describe("a file that is not read", () => {
  it.each([
    ["a column that is missing", "name,sku\nA,B\n", "import.column_missing", "list_price"],
    ["a column that is there twice", "name,sku,List Price,list_price\nA,B,1,2\n", "import.column_twice", "list_price"],
    [
      "a column in two forms",
      "name,sku,list_price,list_price_cents\nA,B,1,2\n",
      "import.column_twice",
      "list_price_cents",
    ],
    ["no rows", "name,sku,list_price\n\n,,\n", "import.no_rows", "body"],
    ["a quote that is not closed", 'name,sku,list_price\n"A,B,1\nC,D,2\n', "import.broken_quotes", "body"],
    ["too many rows", `name,sku,list_price\n${"A,B,1\n".repeat(10_001)}`, "import.too_many_rows", "body"],
  ])("says what is wrong: %s", async (_, file, reason, field) => {
    const { api } = await newBusiness();
    const answer = await send(api, "items", file);
    expect([answer.status, answer.error.reason, Object.keys(answer.error.fields)]).toEqual([422, reason, [field]]);
    expect((await api.get("/admin/imports")).data.total).toBe(0);
  });

  it("is one of another encoding or of another type", async () => {
    const { api } = await newBusiness();
    const latin = Uint8Array.from([...Buffer.from("name,sku,list_price\nCaf"), 0xe9, ...Buffer.from(",B,1\n")]);
    expect((await send(api, "items", latin)).error.reason).toBe("import.not_utf8");
    const utf16 = Uint8Array.from(Buffer.from("\uFEFFname,sku,list_price\nA,B,1\n", "utf16le"));
    expect((await send(api, "items", utf16)).error.reason).toBe("import.not_utf8");
    const json = await api.post("/admin/imports?kind=items", { name: "A" });
    expect([json.status, json.error.reason]).toEqual([415, "request.bad_file_type"]);
  });

  it("is one of a kind that the caller may not make by hand", async () => {
    const business = await newBusiness();
    const key = await business.api.post("/admin/api-keys", {
      name: "importer",
      scopes: ["imports:write", "items:write"],
    });
    const headers = { "content-type": "text/csv", authorization: `Bearer ${key.data.key}` };
    const answer = await business.api.post("/admin/imports?kind=sales", "name\nA\n", headers);
    expect([answer.status, answer.error.reason]).toEqual([403, "import.permission_missing"]);
    const items = await business.api.post("/admin/imports?kind=items", "name,sku,list_price\nA,B,1\n", headers);
    expect(items.status, items.text).toBe(202);
  });
});

describe("an import of customers", () => {
  const file = [
    "External ID,Name,Type,Phone,Email,Billing ZIP,Tags,allow_duplicate",
    "C1,Łukasz Dvořák,Residential,(813) 555-0142,lukasz@x.example,00501,VIP; pool,",
    "C2,Acme,commercial,+1 813 555 0143,,33601,,",
    "C3,Łukasz again,,813-555-0142,,,,",
    "C4,The wife,,813-555-0142,,,,yes",
    "C5,Two numbers,,813-555-0144 / 813-555-0145,,,,",
    "C6,,,813-555-0146,,,,",
    "C7,'=1+1,,'+1 813 555 0147,,,,",
  ].join("\r\n");

  it("makes nobody two customers, keeps zeros and letters, and tells of each row", async () => {
    const { api } = await newBusiness();
    const dry = await importFile(api, "customers", file, "&dry_run=true");
    expect(dry.job).toMatchObject({ created: 4, unchanged: 1, failed: 2 });
    expect((await api.get("/admin/customers")).data.total).toBe(0);

    const known = (await api.post("/admin/customers", { name: "Acme Ltd", phones: [{ number: "8135550143" }] })).data;
    const { job, rows } = await importFile(api, "customers", file);
    expect(job).toMatchObject({ status: "done", created: 3, unchanged: 2, failed: 2 });
    expect(results(rows)).toEqual([
      ["2", "created", ""],
      ["3", "unchanged", ""],
      ["4", "unchanged", ""],
      ["5", "created", ""],
      ["6", "failed", "customer.contact_refused"],
      ["7", "failed", "customer.name_missing"],
      ["8", "created", ""],
    ]);
    expect([rows[1]?.id, rows[2]?.id]).toEqual([String(known.id), rows[0]?.id]);
    const { items } = (await api.get("/admin/customers?sort=id")).data;
    expect(items).toMatchObject([
      { name: "Acme Ltd", external_id: null },
      { name: "Łukasz Dvořák", external_id: "C1", type: "residential", billing_zip: "00501", tags: ["vip", "pool"] },
      { name: "The wife", phones: [{ e164: "+18135550142" }] },
      { name: "=1+1", phones: [{ number: "+1 813 555 0147", e164: "+18135550147" }] },
    ]);
    const found = (await api.get("/admin/customers?search=lukasz")).data.items;
    expect(found.map(({ id }: { id: number }) => String(id))).toEqual([rows[0]?.id]);

    const again = await importFile(api, "customers", file);
    expect(again.job).toMatchObject({ created: 0, unchanged: 5, failed: 2 });
  });

  it("finds those that another request has given an external_id", async () => {
    const { api } = await newBusiness();
    const { id } = (await api.post("/admin/customers", { name: "By hand", external_id: "C2" })).data;
    const { rows } = await importFile(api, "customers", file);
    expect([rows[1]?.status, rows[1]?.id]).toEqual(["unchanged", String(id)]);
  });
});

describe("an import of leads", () => {
  const file = [
    "External ID,First Name,Last Name,Phone,ZIP,Trade,Priority,Value,Source",
    'L1,Ann,Ames,(512) 555-0181,78701,HVAC,High,"$1,200.50",Fair',
    "L2,Bob,Bell,512-555-0182,,,,,",
    "L3,Ann,Again,5125550181,,,,,",
    "L4,,,,78701,,,,",
    "L5,Carl,Cole,555-01,,,,,",
    "L6,Dee,Dunn,,,,,,",
  ].join("\n");

  it("makes each person one lead with its enquiry and its events, and tells of each row", async () => {
    const { api, shard, tenantId } = await newBusiness();
    const dry = await importFile(api, "leads", file, "&dry_run=true");
    expect(dry.job).toMatchObject({ created: 3, unchanged: 1, failed: 2 });
    expect((await api.get("/admin/leads")).data.total).toBe(0);
    const { job, rows } = await importFile(api, "leads", file);
    expect(job).toMatchObject({ status: "done", created: 3, unchanged: 1, failed: 2 });
    expect(results(rows)).toEqual([
      ["2", "created", ""],
      ["3", "created", ""],
      ["4", "unchanged", ""],
      ["5", "failed", "lead.contact_missing"],
      ["6", "failed", "lead.phone_refused"],
      ["7", "created", ""],
    ]);
    const { items } = (await api.get("/admin/leads?sort=id")).data;
    expect(items).toMatchObject([
      { first_name: "Ann", phone_e164: "+15125550181", priority: "high", value_cents: 120_050, source: "Fair" },
      { first_name: "Bob", external_ids: { import: "L2" } },
      { first_name: "Dee", status: "new" },
    ]);
    expect(rows[2]?.record_id ?? rows[2]?.id).toBe(String(items[0].id));
    const [made] = await sql(
      shard,
      `select (select count(*) from lead_activities where tenant_id = ?1) activities,
        (select count(*) from outbox where tenant_id = ?1 and type = 'lead.created') events`,
      tenantId,
    );
    expect(made).toEqual({ activities: 3, events: 3 });
    const next = await api.post("/admin/leads", { first_name: "Eve", phone: "5125550189" });
    expect(next.status, next.text).toBe(201); // the numbers go on behind those of the file

    const again = await importFile(api, "leads", file);
    expect(again.job).toMatchObject({ created: 0, unchanged: 4, failed: 2 });
    const own = await importFile(api, "leads", "first_name,phone,allow_duplicate\nBob,5125550182,yes");
    expect(own.job).toMatchObject({ created: 1 });
  });
});
