import { describe, expect, it, vi } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, type Json, newBusiness, newTechnician } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { costOf } from "./support/generated.ts";

const BASE = "/admin/analytics";

const newShop = async () => await stocked(await newBusiness());

async function stocked(business: Business) {
  const technician = await newTechnician(business);
  const item = await business.api.post("/admin/items", { name: "Service", sku: "S", list_price_cents: 10_000 });
  const sell = async (sale_date: string, sale_price_cents: number, more = {}) => {
    const sale = { technician_id: technician.id, item_id: item.data.id, sale_price_cents, sale_date, ...more };
    const made = await business.api.post("/sales", { customer_name: "Jo", payment_type: "cash", ...sale });
    expect(made.status, made.text).toBe(201);
    return made.data.id as number;
  };
  return { business, sell };
}

/** A shop that signed up on a day: nobody has asked for it yet, so no isolate knows another. */
async function newShopSince(day: string) {
  const business = await newBusiness();
  await sql("CONTROL", "update tenants set created_at = ? where id = ?", `${day}T16:00:00.000Z`, business.tenantId);
  return await stocked(business);
}

/** Sales of ten years as the rows that the API would have made. */
async function grow({ shard, tenantId }: Business, perMonth: number): Promise<void> {
  const each = "with recursive series(n) as (select 1 union all select n + 1 from series where n < 96)";
  await sql(
    shard,
    `${each} insert into day_sums select ?, 'sale', 'm:' || strftime('%Y-%m', '2018-03-01', '+' || (n - 1) || ' months'), ?, n * 1000 from series`,
    tenantId,
    perMonth,
  );
}

describe("growth", () => {
  it("shows months without a sale as 0, no growth from 0, and the running month as part of one (B42)", async () => {
    const { business, sell } = await newShop();
    await atTime("2026-03-15T15:00:00Z", async () => {
      for (const [day, cents] of [
        ["2025-12-10", 100_000],
        ["2026-02-05", 50_000],
        ["2026-03-02", 20_000],
      ] as const)
        await sell(day, cents);
      const answer = await business.api.get(`${BASE}/growth`);
      expect(answer.text).not.toMatch(/NaN|Infinity/);
      const { months, cagr_bps } = answer.data;
      expect(cagr_bps).toBeNull();
      expect(months).toMatchObject([
        { month: "2025-12", value: 100_000, partial: false, mom_bps: null },
        { month: "2026-01", value: 0, partial: false, mom_bps: -10_000 },
        { month: "2026-02", value: 50_000, partial: false, mom_bps: null, average_3_months: 50_000 },
        { month: "2026-03", value: 20_000, partial: true, mom_bps: null, average_3_months: null },
      ]);
      const snake = await business.api.get(`${BASE}/growth?date_from=2025-12-15&date_to=2026-02-28`);
      expect(snake.data.months).toMatchObject([
        { month: "2025-12", value: 0, partial: true },
        { month: "2026-01", value: 0, mom_bps: null },
        { month: "2026-02", value: 50_000, partial: false },
      ]);
      const camel = await business.api.get(`${BASE}/growth?dateFrom=2025-12-15&dateTo=2026-02-28`);
      expect(camel.data).toEqual(snake.data);
    });
  });

  it("shows enough months without dates for the yearly growth, and none while one is missing", async () => {
    const { business, sell } = await newShop();
    await atTime("2026-03-15T15:00:00Z", async () => {
      await sell("2025-03-31", 100_000);
      await sell("2026-02-05", 150_000);
      const told = async () => {
        const { date_from, cagr_bps } = (await business.api.get(`${BASE}/growth`)).data;
        return { date_from, cagr_bps };
      };
      expect(await told()).toEqual({ date_from: "2025-02-01", cagr_bps: null });
      await sell("2025-02-28", 100_000);
      expect(await told()).toEqual({ date_from: "2025-02-01", cagr_bps: 5000 });
    });
  });
});

describe("a business that signed up on 20 January", () => {
  it("has a first month of some days: it has no growth, nothing is compared with it, and projections leave it out", async () => {
    const { business, sell } = await newShopSince("2026-01-20");
    await atTime("2026-04-10T15:00:00Z", async () => {
      for (const [day, cents] of [
        ["2026-01-22", 30_000],
        ["2026-02-05", 100_000],
        ["2026-03-05", 110_000],
      ] as const)
        await sell(day, cents);
      const answer = await business.api.get(`${BASE}/growth`);
      expect(answer.data.months).toMatchObject([
        { month: "2026-01", value: 30_000, partial: true, mom_bps: null },
        { month: "2026-02", value: 100_000, partial: false, mom_bps: null },
        { month: "2026-03", value: 110_000, partial: false, mom_bps: 1000, average_3_months: null },
        { month: "2026-04", value: 0, partial: true },
      ]);
      expect(costOf(answer).trips).toBe(1);
      const projected = await business.api.get(`${BASE}/projections`);
      expect(projected.data).toMatchObject({
        history_months: 2,
        history: [
          { month: "2026-02", value: 100_000 },
          { month: "2026-03", value: 110_000 },
        ],
      });
      expect(costOf(projected).trips).toBe(1);
    });
  });

  it("has a whole first month once it has brought the days before, or months before, along", async () => {
    const { business, sell } = await newShopSince("2026-01-20");
    await atTime("2026-04-10T15:00:00Z", async () => {
      await sell("2026-01-22", 30_000);
      await sell("2026-02-05", 60_000);
      const told = async () => {
        const { months } = (await business.api.get(`${BASE}/growth`)).data;
        const { history_months } = (await business.api.get(`${BASE}/projections`)).data;
        const february = months.find(({ month }: Json) => month === "2026-02");
        return [months[0].month, months[0].partial, february.mom_bps, history_months];
      };
      expect(await told()).toEqual(["2026-01", true, null, 2]);
      const early = await sell("2026-01-03", 10_000);
      expect(await told()).toEqual(["2026-01", false, 5000, 3]);
      await business.api.patch(`/sales/${early}/void`, { voided: true });
      expect(await told()).toEqual(["2026-01", true, null, 2]);
      await sell("2025-12-30", 10_000);
      expect(await told()).toEqual(["2025-12", false, 10_000, 4]);
    });
  });
});

describe("projections", () => {
  it("come from eight years of months by one trip, whatever the number of sales, with bands around them", async () => {
    const business = await newBusiness();
    await grow(business, 10_000);
    await atTime("2026-03-15T15:00:00Z", async () => {
      const answer = await business.api.get(`${BASE}/projections?horizon=6&metric=revenue`);
      expect(answer.status, answer.text).toBe(200);
      const { projections, ...told } = answer.data;
      expect(told).toMatchObject({
        ...{ metric: "revenue", unit: "cents", horizon: 6, as_of: "2026-03-15" },
        ...{ method: "combination", confidence: "high", history_months: 96 },
      });
      expect(projections.map(({ month }: { month: string }) => month)).toEqual(
        ["03", "04", "05", "06", "07", "08"].map((month) => `2026-${month}`),
      );
      for (const [i, { value, low_80, high_80, low_95, high_95 }] of projections.entries()) {
        expect(Math.abs(value - (97 + i) * 1000)).toBeLessThan(5000);
        expect([low_95, low_80, value, high_80, high_95]).toEqual(
          [low_95, low_80, value, high_80, high_95].toSorted((a, b) => a - b),
        );
      }
      const cost = costOf(answer);
      expect(cost.trips).toBe(1);
      expect(cost.read).toBeLessThan(130);
      expect((await business.api.get(`${BASE}/projections?metric=sales`)).data.history.at(-1)).toEqual({
        month: "2026-02",
        value: 10_000,
      });
    });
  });

  it("know the climate by the state where the work is, until the settings say otherwise", async () => {
    const { business, sell } = await newShop();
    await business.api.patch("/admin/organization", { trade: "hvac" });
    const ann = await business.api.post("/admin/customers", { name: "Ann", billing_state: "Minnesota" });
    await sell("2026-01-05", 100_000, { customer_id: ann.data.id });
    const told = async () => {
      const { region_type, region_source } = (await business.api.get(`${BASE}/projections`)).data;
      return [region_type, region_source];
    };
    expect(await told()).toEqual(["heating-dominant", "places"]);
    await business.api.patch("/admin/organization", { region_type: "balanced" });
    expect(await told()).toEqual(["balanced", "settings"]);
  });

  it("of a young business take the seasons that its trade and region usually have", async () => {
    const { business, sell } = await newShop();
    await business.api.patch("/admin/organization", { trade: "hvac", region_type: "cooling-dominant" });
    await atTime("2026-03-15T15:00:00Z", async () => {
      for (const day of ["2026-01-05", "2026-02-05"]) await sell(day, 100_000);
      const { data } = await business.api.get(`${BASE}/projections?horizon=6`);
      expect(data).toMatchObject({ method: "prior", confidence: "low", history_months: 2, trade: "hvac" });
      expect(data.projections.map(({ value }: { value: number }) => value)).toEqual([
        100_000, 100_000, 110_000, 135_000, 135_000, 135_000,
      ]);
    });
  });
});

describe("sums by day and month", () => {
  const sumsOf = ({ shard, tenantId }: Business) =>
    sql<{ entity: string; bucket: string; n: number; cents: number }>(
      shard,
      "select entity, bucket, n, cents from day_sums where tenant_id = ? and (n <> 0 or cents <> 0) order by 1, 2",
      tenantId,
    );

  it("follow each change of a sale: made, moved to another price, paid, refunded, voided and restored", async () => {
    const { business, sell } = await newShop();
    const { api } = business;
    const january = async () => (await sumsOf(business)).map(({ bucket, n, cents }) => [bucket, n, cents]);
    const id = await sell("2026-01-05", 10_700, { tax_cents: 700 });
    expect(await january()).toEqual([
      ["d:2026-01-05", 1, 10_000],
      ["m:2026-01", 1, 10_000],
    ]);
    await sell("2026-01-06", 5_000);
    const paid = await api.patch(`/sales/${id}/payment-status`, { status: "paid" });
    expect(paid.status, paid.text).toBe(200);
    await api.patch(`/sales/${id}/payment-status`, { status: "partially_refunded", amount_cents: 5_350 });
    expect((await january())[2]).toEqual(["m:2026-01", 2, 10_000]);
    await api.patch(`/sales/${id}/payment-status`, { status: "refunded" });
    expect((await january())[0]).toEqual(["d:2026-01-05", 1, 0]);
    await api.patch(`/sales/${id}/void`, { voided: true });
    expect(await january()).toEqual([
      ["d:2026-01-06", 1, 5_000],
      ["m:2026-01", 1, 5_000],
    ]);
    await api.patch(`/sales/${id}/void`, { voided: false });
    expect((await january())[2]).toEqual(["m:2026-01", 2, 5_000]);
  });

  it("are checked each night: what differs from the rows is told and set right", async () => {
    const { business, sell } = await newShop();
    const { shard, tenantId, api } = business;
    await atTime("2026-03-15T15:00:00Z", async () => {
      for (const day of ["2026-02-27", "2026-03-01", "2026-03-01", "2026-03-14"])
        await sell(day, 10_700, { tax_cents: 700 });
      const job = (await api.post("/admin/dispatch", { title: "Tune-up", customer_name: "Jo" })).data;
      await sql(
        shard,
        "update dispatch_jobs set status = 'completed', completed_at = '2026-03-03T03:30:00.000Z' where tenant_id = ? and id = ?",
        tenantId,
        job.id,
      );
      const right = await sumsOf(business);
      await sql(
        shard,
        "update day_sums set cents = cents + 1, n = n - 1 where tenant_id = ? and bucket = 'd:2026-03-01'",
        tenantId,
      );
      await sql(shard, "delete from day_sums where tenant_id = ? and bucket = 'm:2026-02'", tenantId);
      const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const ran = await runJob("verify sums", business);
      expect(ran.status, ran.text).toBe(200);
      errors.mockRestore();
      const jobs = ["d:2026-03-02", "m:2026-03"].map((bucket) => ({ entity: "dispatch_job", bucket, n: 1, cents: 0 }));
      expect(await sumsOf(business)).toEqual([...jobs, ...right]);
      const { items } = (await api.get("/admin/audit-log?action=set%20right")).data;
      expect(items).toHaveLength(1);
      await runJob("verify sums", business);
      expect((await api.get("/admin/audit-log?action=set%20right")).data.items).toHaveLength(1);
    });
  });

  it("of places and customers are checked too, some each night", async () => {
    const { business, sell } = await newShop();
    const { shard, tenantId, api } = business;
    await atTime("2026-03-15T15:00:00Z", async () => {
      const ann = await api.post("/admin/customers", { name: "Ann", billing_zip: "33601", billing_state: "FL" });
      for (const day of ["2026-02-27", "2026-03-01"]) await sell(day, 10_000, { customer_id: ann.data.id });
      const kept = async () => [
        (await api.get(`${BASE}/customers`)).data,
        (await api.get(`${BASE}/geo-heatmap?groupBy=zip`)).data,
      ];
      const right = await kept();
      expect(right).toMatchObject([
        { items: [{ sale_count: 2, first_sale_on: "2026-02-27" }] },
        { groups: [{ count: 2 }] },
      ]);
      const wrong = [
        "update customer_sums set sales = 7, spend_cents = 1, first_sale_on = '2020-01-01' where tenant_id = ?",
        "delete from place_sums where tenant_id = ? and kind = 'zip'",
      ];
      for (const text of wrong) await sql(shard, text, tenantId);
      const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
      for (const name of ["verify places", "verify customers"]) expect((await runJob(name, business)).status).toBe(200);
      errors.mockRestore();
      expect(await kept()).toEqual(right);
      expect((await api.get("/admin/audit-log?action=set%20right")).data.items).toHaveLength(2);
    });
  });
});

describe("fifths of customers", () => {
  it("are computed at night; the list shows each customer's and finds a segment", async () => {
    const business = await newBusiness();
    const { shard, tenantId, api } = business;
    await api.post("/admin/customers", { name: "First" });
    const columns = (await sql<{ name: string }>(shard, "select name from pragma_table_info('customers')")).map(
      (one) => one.name,
    );
    const series = "with recursive s(n) as (select 1 union all select n + 1 from s where n < 29)";
    const copied = columns.map((name) => (name === "id" ? "id + n" : name)).join();
    await sql(
      shard,
      `${series} insert into customers (${columns.join()}) select ${copied} from customers, s where tenant_id = ?`,
      tenantId,
    );
    await sql(
      shard,
      `${series} insert into customer_sums (tenant_id, id, sales, spend_cents, last_sale_on, last_at)
       select tenant_id, id + n, n, n * 100, date('2026-03-01', '-' || (30 - n) || ' days'), date('2026-03-01', '-' || (30 - n) || ' days')
       from customer_sums, s where tenant_id = ?`,
      tenantId,
    );
    expect((await runJob("fifths of customers", business)).status).toBe(200);
    const { items } = (await api.get(`${BASE}/customers?limit=50`)).data;
    const told = items.map(({ rfm, segment }: Json) => `${rfm ? Object.values(rfm).join("") : "none"} ${segment}`);
    expect(told).toHaveLength(30);
    expect([told[0], told[5], told[11], told[28], told[29]]).toEqual([
      "555 champion",
      "444 champion",
      "333 regular",
      "111 lost",
      "none null",
    ]);
    const found: Record<string, number> = {};
    for (const segment of ["champion", "at_risk", "lost", "new", "regular"]) {
      const page = (await api.get(`${BASE}/customers?segment=${segment}&limit=50`)).data;
      expect(page.items.every((one: Json) => one.segment === segment)).toBe(true);
      expect(page.total).toBe(page.items.length);
      found[segment] = page.items.length;
    }
    expect(found).toEqual({ champion: 11, at_risk: 0, lost: 12, new: 0, regular: 6 });
    const third = await api.get(`${BASE}/customers?segment=champion&limit=3&page=3`);
    expect(third.data).toMatchObject({ total: 11, page: 3, total_pages: 4 });
    expect(costOf(third).trips).toBe(1);
    const [one, other] = (await api.get(`${BASE}/customers?segment=lost&limit=2`)).data.items;
    const merged = await api.post(`/admin/customers/${one.customer_id}/merge`, { into: other.customer_id });
    expect(merged.status, merged.text).toBe(200);
    expect((await api.get(`${BASE}/customers?segment=lost&limit=2`)).data).toMatchObject({ total: 11, total_pages: 6 });
  });
});

it("what is read packed is packed again at night, for what the code before a deployment has changed", async () => {
  const business = await newBusiness();
  const { shard, tenantId, api } = business;
  const { id } = await newTechnician(business);
  await api.post("/admin/service-zones", { name: "Downtown", kind: "zips", zips: ["33602"] });
  const packs = async () =>
    await Promise.all([
      sql(shard, "select names from technician_packs where tenant_id = ?", tenantId),
      sql(shard, "select zones from service_zone_packs where tenant_id = ?", tenantId),
    ]);
  const right = await packs();
  await atTime("2026-03-10T15:00:00Z", async () =>
    expect((await runJob("fifths of customers", business)).status).toBe(200),
  );
  expect(await packs()).toEqual(right);
  await sql(shard, "update technicians set name = 'Ann' where tenant_id = ? and id = ?", tenantId, id);
  await sql(shard, "update service_zones set name = 'Uptown' where tenant_id = ?", tenantId);
  await atTime("2026-03-11T15:00:00Z", async () =>
    expect((await runJob("fifths of customers", business)).status).toBe(200),
  );
  const [[names], [zones]] = await packs();
  expect(JSON.parse(String(names?.names))).toEqual({ [id]: ["Ann", 1] });
  expect(JSON.parse(String(zones?.zones))).toMatchObject([{ name: "Uptown", zips: ["33602"] }]);
});
