import { beforeAll, describe, expect, it } from "vitest";
import { type Api, type Business, type Json, newBusiness } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

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
  for (const { id } of sales.slice(0, 2)) await make(`/sales/${id}/void`, { reason: "Entered twice" });
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
          .toSorted()
          .at(-1),
        count_distinct_item: new Set(own.map((sale) => sale.item_id)).size,
        count: own.length,
      };
    });
    expect(data.rows.map(({ technician: _, ...row }: Json) => row)).toEqual(
      expected.toSorted((a, b) => b.sum_sale_price_cents - a.sum_sale_price_cents),
    );
    expect(data.rows.map((row: Json) => row.technician).toSorted()).toEqual(["=HYPERLINK(1)", "Ann"]);
    expect(data.columns[1]).toEqual({ name: "sum_sale_price_cents", type: "money" });
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

  it("answers for every column of every dataset, and for none of another business", async () => {
    const { data: all } = await api.get("/admin/reports/datasets");
    const other = await newBusiness();
    for (const { name, columns, date_column } of all.items) {
      const asked = {
        ...{ dataset: name, columns: columns.map((column: Json) => column.name), date_column },
        date_range: { preset: "ytd" },
      };
      const [own, theirs] = await Promise.all([
        api.post("/admin/reports/preview", asked),
        other.api.post("/admin/reports/preview", { ...asked, date_range: null }),
      ]);
      expect(own.status, own.text).toBe(200);
      expect(theirs.data.rows, name).toEqual([]);
      const grouped = await api.post("/admin/reports/preview", {
        dataset: name,
        aggregations: columns.slice(0, 15).map((column: Json) => ({ fn: column.aggregations[0], column: column.name })),
      });
      expect(grouped.status, grouped.text).toBe(200);
    }
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
    const values = await api.get("/admin/reports/datasets/sales/values?column=technician", as);
    expect(values.status).toBe(403);
    expect((await api.post("/admin/reports/preview", { dataset: "jobs", columns: ["id"] }, as)).status).toBe(200);
    const seen = (await api.get("/admin/reports/datasets/sales/values?column=technician")).data.items;
    expect(seen).toEqual(["=HYPERLINK(1)", "Ann"]);
  });

  it("is its owner's alone while it is private", async () => {
    const { data: report } = await api.post("/admin/reports", { name: "Mine", dataset: "jobs", columns: ["id"] });
    const as = { authorization: `Bearer ${await tokenAs(business, ["dispatcher"], sales[0].technician_id)}` };
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
