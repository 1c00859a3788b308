import { beforeAll, describe, expect, it } from "vitest";
import { datasets } from "#/domains/reports/definition.ts";
import { sql } from "../support/back-door.ts";
import { type Api, type Business, eventually, type Json, newBusiness } from "../support/client.ts";
import { columnsOf, insertRow } from "../support/tables.ts";
import { tokenAs } from "../support/tokens.ts";

const COLUMNS = [
  ...["id", "sale_date", "sale_month", "technician_id", "technician", "item_id", "item", "item_category"],
  ...["customer_id", "customer_name", "quantity"],
];

/** Leads by the thousand: copies of one. */
async function insertRows(of: Business, n: number): Promise<void> {
  const made = await of.api.post("/admin/leads", { first_name: "Pat", phone: "+1 813 555 0100", city: "Tampa" });
  expect(made.status, made.text).toBe(201);
  const columns = columnsOf("leads").map(({ name }) => name);
  const vary: Record<string, string> = { id: "1000 + n", city: "'City ' || (n % 7)", phone_e164: "null" };
  await sql(
    of.shard,
    `with recursive series(n) as (select 2 union all select n + 1 from series where n < ?2)
     insert into leads (${columns.join()}) select ${columns.map((name) => vary[name] ?? name).join()}
     from series cross join (select * from leads where tenant_id = ?1 limit 1)`,
    of.tenantId,
    n,
  );
}

let business: Business;
let api: Api;
const sales: Json[] = [];

const make = async (path: string, body: object): Promise<Json> => {
  const made = await api.post(path, body);
  expect([200, 201, 202], made.text).toContain(made.status);
  return made.data;
};

beforeAll(async () => {
  business = await newBusiness();
  api = business.api;
  const technicians = await Promise.all(
    ["Ann", "=HYPERLINK(1)"].map((name) =>
      make("/admin/technicians", { name, pay_type: "hourly", base_pay_cents: 2500 }),
    ),
  );
  const items = await Promise.all(
    [10_000, 25_050].map((list_price_cents, i) =>
      make("/admin/items", { name: `Item ${i}`, sku: `S-${i}`, list_price_cents }),
    ),
  );
  for (let i = 0; i < 12; i++) {
    const item = items[i % 2];
    sales.push(
      await make("/sales", {
        ...{ technician_id: technicians[i % 3 === 0 ? 1 : 0].id, item_id: item.id, customer_name: `+Customer ${i}` },
        ...{ sale_price_cents: item.list_price_cents + i, payment_type: i % 4 === 0 ? "cash" : "check" },
        ...{ sale_date: `2026-0${1 + (i % 3)}-1${i % 10}` },
      }),
    );
  }
  for (const { id } of sales.slice(0, 2))
    expect((await api.patch(`/sales/${id}/void`, { voided: true, reason: "Entered twice" })).status).toBe(200);
});

describe("a report", () => {
  it("groups and sums what a count by hand finds, and shows rows as objects in cents", async () => {
    const { data } = await api.post("/admin/reports/preview", {
      dataset: "sales",
      filters: [{ column: "voided", op: "eq", value: false }],
      group_by: ["technician"],
      aggregations: [
        { fn: "sum", column: "sale_price_cents" },
        { fn: "avg", column: "sale_price_cents" },
        { fn: "max", column: "sale_date" },
        { fn: "count_distinct", column: "item" },
        { fn: "count" },
      ],
      sort: [{ column: "sum_sale_price_cents", direction: "desc" }],
    });
    const kept = sales.slice(2);
    const expected = [...new Set(kept.map((sale) => sale.technician_id))].map((id) => {
      const own = kept.filter((sale) => sale.technician_id === id);
      const sum = own.reduce((all, sale) => all + sale.sale_price_cents, 0);
      return {
        sum_sale_price_cents: sum,
        avg_sale_price_cents: Math.round(sum / own.length),
        max_sale_date: own
          .map((sale) => sale.sale_date)
          .toSorted((a: string, b: string) => a.localeCompare(b))
          .at(-1),
        count_distinct_item: new Set(own.map((sale) => sale.item_id)).size,
        count: own.length,
      };
    });
    expect(data.rows).toEqual(
      expected
        .toSorted((a, b) => b.sum_sale_price_cents - a.sum_sale_price_cents)
        .map((row) => ({ technician: expect.any(String), ...row })),
    );
    expect(data.rows.map((row: Json) => row.technician).toSorted()).toEqual(["=HYPERLINK(1)", "Ann"]);
    expect(data.columns[1]).toEqual({ name: "sum_sale_price_cents", type: "money" });
  });

  it("sums quantities to the thousandth", async () => {
    for (const [i, miles] of [100, 200].entries())
      await insertRow(business, "expenses", {
        ...{ id: 900 + i, technician_id: sales[0].technician_id, kind: "mileage", status: "approved" },
        ...{ miles_milli: miles, incurred_on: "2026-01-05", payment_source: "out_of_pocket" },
      });
    const aggregations = ["sum", "avg", "max"].map((fn) => ({ fn, column: "miles" }));
    const { data } = await api.post("/admin/reports/preview", { dataset: "expenses", aggregations });
    expect(data.rows).toEqual([{ sum_miles: 0.3, avg_miles: 0.15, max_miles: 0.2 }]);
  });

  it("lists rows of a range of days, by filters of every kind", async () => {
    const list = async (filters: Json[], more = {}) => {
      const asked = { dataset: "sales", columns: ["id", "voided"], filters, ...more };
      const answer = await api.post("/admin/reports/preview", asked);
      expect(answer.status, answer.text).toBe(200);
      return answer.data.rows.map((row: Json) => row.id).toSorted((a: number, b: number) => a - b);
    };
    const ids = (holds: (sale: Json, i: number) => boolean) => sales.filter(holds).map(({ id }) => id);
    const range = { preset: "custom", date_from: "2026-02-01", date_to: "2026-02-28" };
    expect(await list([], { date_range: range })).toEqual(ids((sale) => sale.sale_date.startsWith("2026-02")));
    expect(await list([{ column: "voided", op: "eq", value: true }])).toEqual(ids((_, i) => i < 2));
    expect(await list([{ column: "payment_type", op: "in", value: ["cash"] }])).toEqual(ids((_, i) => i % 4 === 0));
    expect(await list([{ column: "customer_name", op: "contains", value: "R 1" }])).toEqual(
      ids((_, i) => [1, 10, 11].includes(i)),
    );
    expect(await list([{ column: "sale_price_cents", op: "gte", value: 25_050 }])).toEqual(ids((_, i) => i % 2 === 1));
    expect(await list([{ column: "void_reason", op: "is_empty" }])).toEqual(ids((_, i) => i >= 2));
    expect(await list([{ column: "customer_name", op: "eq", value: "x' or 1=1 --" }])).toEqual([]);
  });

  it("says what cannot be answered by its field, all at once", async () => {
    const refused = await api.post("/admin/reports", {
      name: "Wrong",
      dataset: "sales",
      columns: ["id", "password_hash"],
      filters: [
        { column: "sale_price_cents", op: "contains", value: "1" },
        { column: "payment_type", op: "eq", value: "gold" },
        { column: "sale_date", op: "gte", value: "yesterday" },
      ],
      aggregations: [{ fn: "sum", column: "customer_name" }, { fn: "avg" }],
      sort: [{ column: "r.id desc; drop table sales" }],
      date_column: "technician",
      date_range: { preset: "custom", date_from: "2026-02-02", date_to: "2026-02-01" },
    });
    expect(refused.status).toBe(422);
    expect(refused.error.reason).toBe("report.unfit");
    expect(Object.keys(refused.error.fields).toSorted()).toEqual([
      "aggregations.0.fn",
      "aggregations.1.column",
      "columns.0",
      "columns.1",
      "date_column",
      "date_range.date_to",
      "filters.0.op",
      "filters.1.value",
      "filters.2.value",
      "sort.0.column",
    ]);
  });

  it("refuses days beside a range that has its own, and fields that there are none of, at any depth", async () => {
    const preview = async (body: object) => {
      const { status, error } = await api.post("/admin/reports/preview", {
        ...{ dataset: "sales", columns: ["id"] },
        ...body,
      });
      expect(status).toBe(422);
      return Object.keys(error.fields);
    };
    const days = { date_from: "2026-02-01", date_to: "2026-02-02" };
    const ranges = await preview({ date_range: { preset: "last_month", ...days } });
    expect(ranges).toEqual(["date_range.date_from", "date_range.date_to"]);
    expect(await preview({ limit: 3 })).toEqual(["limit"]);
    expect(await preview({ filters: [{ column: "id", op: "eq", value: 1, or: [] }] })).toEqual(["filters.0.or"]);
    expect(await preview({ sort: [{ column: "id", desc: true }] })).toEqual(["sort.0.desc"]);
    expect(await preview({ aggregations: [{ fn: "count", as: "n" }] })).toEqual(["aggregations.0.as"]);
    expect(await preview({ date_range: { preset: "mtd", to: "2026-02-02" } })).toEqual(["date_range.to"]);
  });

  it("answers for every column of every dataset, and for none of another business", async () => {
    const { data: catalogue } = await api.get("/admin/reports/datasets");
    const other = await newBusiness();
    const names = (columns: Json[]) => columns.map((column) => column.name);
    // a row of each, so that there is something to be shown to the wrong one
    for (const { from } of Object.values(datasets)) {
      const [, table = ""] = /"(\w+)"/.exec(from) ?? [];
      const numbered: Record<string, number> = columnsOf(table).some(({ name }) => name === "id") ? { id: 7777 } : {};
      await insertRow(business, table, numbered);
    }
    await Promise.all(
      catalogue.items.map(async ({ name: dataset, columns, date_column }: Json) => {
        const asked = { dataset, columns: names(columns), date_column };
        const sums = columns
          .slice(0, 15)
          .map(({ name, aggregations }: Json) => ({ fn: aggregations[0], column: name }));
        const [own, all, theirs, summed] = await Promise.all([
          api.post("/admin/reports/preview", { ...asked, date_range: { preset: "ytd" } }),
          api.post("/admin/reports/preview", asked),
          other.api.post("/admin/reports/preview", asked),
          api.post("/admin/reports/preview", { dataset, aggregations: sums }),
        ]);
        expect([own.status, summed.status], own.text + summed.text).toEqual([200, 200]);
        expect(all.data.rows.length, dataset).toBeGreaterThan(0);
        expect(theirs.data.rows, dataset).toEqual([]);
      }),
    );
  });

  it("shows nobody what the lists do not show them", async () => {
    const technician = sales[0].technician_id;
    const asked = { dataset: "sales", columns: ["id"] };
    const { data: report } = await api.post("/admin/reports", { name: "All sales", visibility: "shared", ...asked });
    const dispatcher = await tokenAs(business, ["dispatcher"], technician);
    const as = { authorization: `Bearer ${dispatcher}` };
    for (const [path, body] of [
      ["/admin/reports/preview", asked],
      ["/admin/reports", { name: "Mine", ...asked }],
      [`/admin/reports/${report.id}/preview`, undefined],
      ["/admin/reports/preview", { dataset: "inventory", columns: ["part", "value_cents"] }],
    ] as const) {
      const refused = await api.post(path, body, as);
      expect([refused.status, refused.error?.reason], path).toEqual([403, "report.not_permitted"]);
    }
    const values = await api.get("/admin/reports/values?dataset=sales&column=technician", as);
    expect(values.status).toBe(403);
    expect((await api.post("/admin/reports/preview", { dataset: "jobs", columns: ["id"] }, as)).status).toBe(200);
    for (const column of ["stage", "sale_price_cents", "constructor"]) {
      const { status, error } = await api.get(`/admin/reports/values?dataset=sales&column=${column}`);
      expect([status, error.reason]).toEqual([400, "report.no_such_column"]);
      expect(error.fields.column).toMatch(/^must be one of: .*technician/);
      expect(error.fields.column).not.toMatch(/stage|price/); // stage: of leads
    }
    const seen = (await api.get("/admin/reports/values?dataset=sales&column=technician")).data.items;
    expect(seen).toEqual(["=HYPERLINK(1)", "Ann"]);
  });

  it("is its owner's alone while it is private", async () => {
    const { data: report } = await api.post("/admin/reports", { name: "Mine", dataset: "jobs", columns: ["id"] });
    const scopes = ["reports:read", "reports:write", "dispatch:read"];
    const { key } = (await api.post("/admin/api-keys", { name: "Machine", scopes })).data;
    const as = { authorization: `Bearer ${key}` };
    const path = `/admin/reports/${report.id}`;
    expect((await api.get(path, as)).status).toBe(404);
    expect((await api.post(`${path}/preview`, undefined, as)).status).toBe(404);
    expect((await api.get("/admin/reports", as)).data.items.map((one: Json) => one.id)).not.toContain(report.id);
    const changed = await api.patch(path, { visibility: "shared", columns: ["id", "title"] });
    expect(changed.data).toMatchObject({ visibility: "shared", columns: ["id", "title"], version: 2 });
    expect((await api.get(path, as)).status).toBe(200);
    expect((await api.patch(path, { visibility: "private" }, as)).error.reason).toBe("report.not_yours");
    expect((await api.request("DELETE", path)).status).toBe(200);
    expect((await api.get(path)).status).toBe(404);
  });
});

/** Runs a report and answers the run that has ended. */
async function runOf(body: object, format: string): Promise<Json> {
  const { data: report } = await api.post("/admin/reports", { name: "File", visibility: "shared", ...body });
  const started = await api.post(`/admin/reports/${report.id}/run`, { format });
  expect(started.status, started.text).toBe(202);
  expect(started.data).toMatchObject({ status: "queued", row_count: 0, triggered_by: "user" });
  const path = `/admin/report-runs/${started.data.id}`;
  await eventually(async () => (await api.get(path)).data.finished_at !== null, "the run ends");
  return (await api.get(path)).data;
}
const fileOf = ({ id }: Json) => api.get(`/admin/report-runs/${id}/download`);

describe("a run", () => {
  const asked = {
    ...{ dataset: "sales", columns: ["id", "technician", "customer_name", "sale_price_cents", "voided"] },
    ...{ sort: [{ column: "sale_price_cents", direction: "desc" }], filters: [{ column: "id", op: "gt", value: 0 }] },
  };

  it("writes dollars into CSV, with nothing that a spreadsheet would carry out", async () => {
    const run = await runOf(asked, "csv");
    expect(run).toMatchObject({ status: "succeeded", row_count: 12, error: null });
    const file = await fileOf(run);
    expect(file.headers.get("content-disposition")).toContain("File.csv");
    expect(file.text.length).toBe(run.bytes);
    const lines = file.text.trim().split("\r\n");
    expect(lines[0]).toBe("id,technician,customer_name,sale_price,voided");
    const most = sales.toSorted((a, b) => b.sale_price_cents - a.sale_price_cents)[0];
    const who = most.technician_id === sales[0].technician_id ? "'=HYPERLINK(1)" : "Ann";
    expect(lines[1]).toBe(`${most.id},${who},'${most.customer_name},${(most.sale_price_cents / 100).toFixed(2)},false`);
    expect(lines.filter((line) => line.endsWith(",true"))).toHaveLength(2);
  });

  it("writes cents and objects into JSON, and rows for people into PDF", async () => {
    const json = JSON.parse((await fileOf(await runOf(asked, "json"))).text) as Json[];
    expect(json.map((row) => [row.id, row.sale_price_cents, row.voided])).toEqual(
      sales.map((sale, i) => [sale.id, sale.sale_price_cents, i < 2]).toSorted((a, b) => Number(b[1]) - Number(a[1])),
    );
    const pdf = await fileOf(await runOf(asked, "pdf"));
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(pdf.text.slice(0, 5)).toBe("%PDF-");
    const wide = { dataset: "sales", columns: Array.from({ length: 11 }, (_, i) => COLUMNS[i]) };
    const { data: report } = await api.post("/admin/reports", { name: "Wide", ...wide });
    const refused = await api.post(`/admin/reports/${report.id}/run`, { format: "pdf" });
    expect([refused.status, refused.error.reason]).toEqual([422, "report.too_wide"]);
  });

  it("reads many rows in portions, each row once, and more than a PDF holds is refused by the run", async () => {
    const many = await newBusiness();
    await insertRows(many, 25_000);
    const make = async (name: string, more: object) =>
      (await many.api.post("/admin/reports", { name, dataset: "leads", columns: ["id", "city"], ...more })).data.id;
    const byDay = { columns: ["id", "created_on"], sort: [{ column: "created_on", direction: "desc" }] };
    const sorts = [{}, byDay, { sort: [{ column: "city", direction: "desc" }, { column: "id" }] }];
    const runs = await Promise.all(
      sorts.map(async (sort, i) => {
        const started = await many.api.post(`/admin/reports/${await make(`Leads ${i}`, sort)}/run`, { format: "csv" });
        return `/admin/report-runs/${started.data.id}`;
      }),
    );
    const paper = await many.api.post(`/admin/reports/${await make("Paper", {})}/run`, { format: "pdf" });
    for (const path of [...runs, `/admin/report-runs/${paper.data.id}`])
      await eventually(async () => (await many.api.get(path)).data.finished_at !== null, "the run ends");
    const [whole, latest, sorted] = runs as [string, string, string];
    const tooMany = { status: "failed", error: "too_many_rows_to_sort" };
    expect((await many.api.get(sorted)).data).toMatchObject(tooMany);
    for (const path of [whole, latest]) {
      expect((await many.api.get(path)).data).toMatchObject({ status: "succeeded", row_count: 25_000 });
      const ids = (await many.api.get(`${path}/download`)).text.trim().split("\r\n").slice(1);
      expect(new Set(ids).size).toBe(25_000);
    }
    const failed = (await many.api.get(`/admin/report-runs/${paper.data.id}`)).data;
    expect(failed).toMatchObject({ status: "failed", error: "too_many_rows" });
    const file = await many.api.get(`/admin/report-runs/${paper.data.id}/download`);
    expect([file.status, file.error.reason]).toEqual([409, "report_run.not_done"]);
  });

  it("is not asked for again while the last ten wait", async () => {
    const { id } = await make("/admin/reports", { name: "Waiting", ...asked });
    const run = () => api.post(`/admin/reports/${id}/run`, { format: "csv" });
    const stand = (status: string, last = 10) =>
      sql(
        business.shard,
        `update report_runs set status = ?, next_attempt_at = null where tenant_id = ? and id in
         (select id from report_runs where tenant_id = ?2 and report_id = ? order by id desc limit ${last})`,
        ...[status, business.tenantId, id],
      );
    const made: string[] = [];
    for (let i = 0; i < 10; i++) made.push(`/admin/report-runs/${(await run()).data.id}`);
    for (const path of made)
      await eventually(async () => (await api.get(path)).data.finished_at !== null, "the runs end");
    await stand("queued"); // as they are before their turn
    const { status, error } = await run();
    expect([status, error.reason]).toEqual([409, "report.too_many_runs"]);
    await stand("succeeded", 1);
    expect((await run()).status).toBe(202);
    await stand("succeeded", 11);
  });

  it("is shown to nobody who may not read the report", async () => {
    const run = await runOf(asked, "csv");
    const as = { authorization: `Bearer ${await tokenAs(business, ["dispatcher"], sales[0].technician_id)}` };
    const refused = await api.get(`/admin/report-runs/${run.id}/download`, as);
    expect([refused.status, refused.error.reason]).toEqual([403, "report.not_permitted"]);
    const other = await newBusiness();
    expect((await other.api.get(`/admin/report-runs/${run.id}/download`)).status).toBe(404);
    const events = (await api.get("/admin/events?limit=200")).data.items.filter((event: Json) =>
      event.type.startsWith("report."),
    );
    expect(events.map((event: Json) => event.data.id)).toContain(run.id);
  });
});
