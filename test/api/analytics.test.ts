import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Json, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { costOf } from "../support/generated.ts";

const BASE = "/admin/analytics";

describe("growth", () => {
  it("refuses days in the wrong order, a range that is too long and what nobody counts", async () => {
    const { api } = await newBusiness();
    const refused = async (query: string) => {
      const { status, error } = await api.get(`${BASE}/growth?${query}`);
      return [status, error.reason, Object.keys(error.fields)];
    };
    expect(await refused("date_from=2026-03-01&date_to=2026-02-28")).toEqual([
      400,
      "analytics.days_reversed",
      ["date_to"],
    ]);
    expect(await refused("date_from=1990-03-01&date_to=2026-02-28")).toEqual([
      422,
      "analytics.range_too_long",
      ["date_from"],
    ]);
    const ahead = [400, "analytics.days_ahead", ["date_from"]];
    expect(await refused("date_from=2090-01-01&date_to=2090-02-01")).toEqual(ahead);
    expect(await refused("date_from=2090-01-01")).toEqual(ahead);
    expect(await refused("metric=calls")).toEqual([422, "analytics.unknown_metric", ["metric"]]);
  });
});

describe("projections", () => {
  it("of a business without a whole month are none, and say so", async () => {
    const { api } = await newBusiness();
    const { data } = await api.get(`${BASE}/projections`);
    expect(data).toMatchObject({ method: "none", confidence: "low", history_months: 0, history: [] });
    expect(data.projections).toEqual([]);
  });

  it("reach 1 to 24 months ahead, of what is counted", async () => {
    const { api } = await newBusiness();
    const asked = async (query: string) => {
      const { status, error } = await api.get(`${BASE}/projections?${query}`);
      return [status, error?.reason];
    };
    for (const horizon of [0, 25])
      expect(await asked(`horizon=${horizon}`)).toEqual([422, "analytics.horizon_out_of_range"]);
    for (const horizon of [1, 24]) expect(await asked(`horizon=${horizon}`)).toEqual([200, undefined]);
    expect((await asked("horizon=soon"))[0]).toBe(400);
    const { status, error } = await api.get(`${BASE}/projections?metric=calls`);
    expect([status, error.reason]).toEqual([422, "analytics.unknown_metric"]);
    expect(error.fields.metric).toBe("must be one of revenue, jobs, sales");
  });
});

describe("customers", () => {
  it("come by words, by what they spent at least and in either order, a page and a cursor at a time", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    for (const [name, cents] of [
      ["Ann Archer", 30_000],
      ["Bob Baker", 20_000],
      ["Cy Cooper", 10_000],
      ["Di Dunn", 0],
    ] as const) {
      const { id: customer_id } = (await api.post("/admin/customers", { name, allow_duplicate: true })).data;
      if (cents === 0) continue;
      const sold = { technician_id: technician.id, item_id: item.id, customer_name: name, payment_type: "cash" };
      const sale = (await api.post("/sales", { ...sold, customer_id, sale_price_cents: cents })).data;
      await api.patch(`/sales/${sale.id}/payment-status`, { status: "paid" });
    }
    const names = async (query: string) =>
      (await api.get(`${BASE}/customers?${query}`)).data.items.map(({ name }: Json) => name.slice(0, 1)).join("");
    expect(await names("")).toBe("ABCD");
    expect(await names("sortBy=totalSpend&order=asc")).toBe("DCBA");
    expect(await names("sort_by=avg_ticket&limit=2&page=2")).toBe("CD");
    expect(await names("minSpendCents=20000")).toBe("AB");
    expect(await names("search=coop")).toBe("C");
    expect(await names("segment=champion")).toBe("");
    const first = (await api.get(`${BASE}/customers?sortBy=total_spend&limit=2`)).data;
    expect(first).toMatchObject({ total: 4, page: 1, limit: 2, total_pages: 2 });
    expect(await names(`limit=2&cursor=${first.next_cursor}`)).toBe("CD");
    const totals = async (query: string) => {
      const { total, total_pages } = (await api.get(`${BASE}/customers?${query}`)).data;
      return [total, total_pages];
    };
    expect(await totals("search=coop")).toEqual([1, 1]);
    expect(await totals("search=nobody")).toEqual([0, 0]);
    for (const page of [1, 2, 9])
      expect(await totals(`min_spend_cents=10000&limit=2&page=${page}`), `page ${page}`).toEqual([3, 2]);
    expect(await totals(`limit=2&cursor=${first.next_cursor}`)).toEqual([undefined, undefined]);
    expect(first.items[0]).toMatchObject({
      ...{ total_spend_cents: 30_000, outstanding_cents: 0, visit_count: 0, sale_count: 1, recency_days: 0 },
      ...{ avg_ticket_cents: 30_000, avg_days_between_visits: null, has_active_agreement: false, churn_risk: false },
      ...{ rfm: null, segment: null },
    });
    expect((await api.get(`${BASE}/customers?sortBy=name`)).status).toBe(400);
    expect((await (await newBusiness()).api.get(`${BASE}/customers`)).data.items).toEqual([]);
  });
});

it("a list of customers by ticket is in the order of what it shows, to the cent", async () => {
  const business = await newBusiness();
  const { api } = business;
  const [technician, item] = [await newTechnician(business), await newItem(business)];
  for (const [name, amounts] of [
    ["Ann", [10, 10, 12]],
    ["Bob", [10, 10, 11]],
    ["Cy", [10, 11]],
    ["Di", [11, 12]],
  ] as const) {
    const { id: customer_id } = (await api.post("/admin/customers", { name, allow_duplicate: true })).data;
    for (const sale_price_cents of amounts) {
      const sold = { technician_id: technician.id, item_id: item.id, customer_name: name, payment_type: "cash" };
      const { id } = (await api.post("/sales", { ...sold, customer_id, sale_price_cents })).data;
      await api.patch(`/sales/${id}/payment-status`, { status: "paid" });
    }
  }
  const { items } = (await api.get(`${BASE}/customers?sort_by=avg_ticket`)).data;
  expect(items.map(({ name, avg_ticket_cents }: Json) => `${name} ${avg_ticket_cents}`)).toEqual([
    "Di 12",
    "Ann 11",
    "Cy 10",
    "Bob 10",
  ]);
});

describe("the map", () => {
  it("refuses what nobody counts or groups by, and days in the wrong order", async () => {
    const { api } = await newBusiness();
    const refused = async (query: string) => {
      const { status, error } = await api.get(`${BASE}/geo-heatmap?${query}`);
      return [status, error.reason, Object.values(error.fields)[0]];
    };
    expect(await refused("metric=calls")).toEqual([
      422,
      "analytics.unknown_metric",
      "must be one of revenue, jobs, sales",
    ]);
    expect(await refused("groupBy=county")).toEqual([400, "request.invalid", "must be one of: zip, city, state, zone"]);
    expect((await refused("dateFrom=2026-03-01&dateTo=2026-02-01")).slice(0, 2)).toEqual([
      400,
      "analytics.days_reversed",
    ]);
    expect((await refused("date_from=1999-03-01&date_to=2026-02-01")).slice(0, 2)).toEqual([
      422,
      "analytics.map_too_long",
    ]);
    expect((await refused("date_from=2090-01-01")).slice(0, 2)).toEqual([400, "analytics.days_ahead"]);
    const { date_to, as_of } = (await api.get(`${BASE}/growth`)).data;
    expect(date_to).toBe(as_of);
    const ahead = await api.get(`${BASE}/geo-heatmap?date_to=2199-12-31`);
    expect([ahead.status, ahead.data.date_to.slice(0, 7)]).toEqual([200, as_of.slice(0, 7)]);
  });

  it("shows where customers are served, by ZIP and zone, with shares, the middle of the spots and what has no place", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    const zone = (await api.post("/admin/service-zones", { name: "Downtown", kind: "zips", zips: ["33602"] })).data;
    const sell = async (cents: number, spot?: object) => {
      const sold = { technician_id: technician.id, item_id: item.id, customer_name: "Jo", payment_type: "cash" };
      const { id } = (await api.post("/admin/customers", { name: `C ${cents}`, allow_duplicate: true })).data;
      const site = { address: "1 Main St", city: "Tampa", state: "Florida", ...spot };
      const { data } = spot ? await api.post(`/admin/customers/${id}/sites`, site) : { data: undefined };
      const made = await api.post("/sales", { ...sold, sale_price_cents: cents, ...(data && { site_id: data.id }) });
      expect(made.status, made.text).toBe(201);
    };
    await sell(60_000, { zip: "33602-1234", latitude: 27.95, longitude: -82.45 });
    await sell(30_000, { zip: "33701" }); // no spot: the middle of the ZIP
    await sell(10_000);
    const map = async (query: string) => (await api.get(`${BASE}/geo-heatmap?metric=revenue&${query}`)).data;
    expect(await map("groupBy=zip")).toMatchObject({
      ...{ unit: "cents", group_by: "zip", total: 100_000, rest: 10_000, is_cut: false },
      groups: [
        {
          ...{ place: "33602", value: 60_000, count: 1, share_bps: 6000, intensity: 1 },
          centroid: { latitude: 27.95, longitude: -82.45 },
        },
        {
          ...{ place: "33701", value: 30_000, share_bps: 3000, intensity: 0.937 },
          centroid: { latitude: expect.closeTo(27.77, 1), longitude: expect.closeTo(-82.64, 1) },
        },
      ],
    });
    expect((await map("group_by=state")).groups).toMatchObject([{ place: "FL", value: 90_000, count: 2 }]);
    expect((await map("group_by=city")).groups).toMatchObject([{ label: "Tampa, FL", value: 90_000 }]);
    expect((await map("group_by=zone")).groups).toMatchObject([
      { place: String(zone.id), label: "Downtown", value: 60_000 },
    ]);
    expect((await map("date_from=2020-01-01&date_to=2020-12-31")).groups).toEqual([]);
    // 250 ZIPs, and as many zones as a business may have
    const { shard, tenantId } = business;
    const series = "with recursive s(n) as (select 1 union all select n + 1 from s where n < 260)";
    await sql(
      shard,
      `${series} insert into place_sums select ?, 'zip', 40000 + n, n, '2026-01', '{}', 0, 0, 0, 0 from s`,
      tenantId,
    );
    for (let first = 1; first < 500; first += 100) {
      const lines = Array.from(
        { length: Math.min(100, 500 - first) },
        (_, i) => `${41_000 + first + i},Z ${first + i}`,
      );
      const file = `zip,zone\r\n${lines.join("\r\n")}`;
      const made = await api.post("/admin/service-zones/import?create=true", file, { "content-type": "text/csv" });
      expect(made.status, made.text).toBe(200);
    }
    expect((await api.get("/admin/service-zones?limit=1")).data.total).toBe(500);
    const isCut = async () => (await map("group_by=zip")).is_cut;
    expect(await isCut(), "262 ZIPs").toBe(true);
    await sql(shard, "delete from place_sums where tenant_id = ? and kind = 'zip' and place > '40248'", tenantId);
    expect(await isCut(), "250 ZIPs").toBe(false);
    const answer = await api.get(`${BASE}/geo-heatmap?group_by=zone`);
    expect(answer.data.groups).toMatchObject([{ place: String(zone.id), label: "Downtown", value: 60_000 }]);
    const cost = costOf(answer);
    expect(cost.trips).toBe(1);
    expect(cost.read, "250 ZIPs, 50 packs of zones").toBeLessThan(320);
    const spot = { zip: "33602", latitude: 27.95, longitude: -82.45 };
    await sell(60_000, spot);
    expect(JSON.parse((await api.get(`${BASE}/geo-heatmap.geojson`)).text).features, "of one house").toEqual([]);
    await sell(30_000, spot);
    const file = await api.get(`${BASE}/geo-heatmap.geojson?groupBy=zip`);
    expect(file.headers.get("content-type")).toBe("application/geo+json");
    expect(JSON.parse(file.text)).toMatchObject({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: [-82.45, 27.95] },
          properties: { place: "33602", value: 150_000, share_bps: 7895 },
        },
      ],
    });
  });

  it("shows zones as they are now: changed, of another kind, out of use", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    const sell = async (zip: string, latitude: number, sale_price_cents: number) => {
      const sold = { technician_id: technician.id, item_id: item.id, customer_name: "Jo", payment_type: "cash" };
      const { id } = (await api.post("/admin/customers", { name: `Of ${zip}`, allow_duplicate: true })).data;
      const site = { address: "1 Main St", city: "Tampa", state: "FL", zip, latitude, longitude: -82.45 };
      const { id: site_id } = (await api.post(`/admin/customers/${id}/sites`, site)).data;
      const made = await api.post("/sales", { ...sold, sale_price_cents, site_id });
      expect(made.status, made.text).toBe(201);
    };
    await sell("33602", 27.95, 60_000);
    await sell("33701", 27.77, 30_000);
    await sell("33901", 26.64, 10_000);
    const PATH = "/admin/service-zones";
    const [north, south] = [
      (await api.post(PATH, { name: "North", kind: "zips", zips: ["33602", "33701"] })).data,
      (await api.post(PATH, { name: "South", kind: "zips", zips: ["33901"] })).data,
    ];
    const values = async () => {
      const { groups, rest } = (await api.get(`${BASE}/geo-heatmap?group_by=zone`)).data;
      return [...groups.map(({ label, value }: Json) => `${label} ${value}`), `rest ${rest}`];
    };
    const change = async (id: number, fields: object) => {
      const changed = await api.patch(`${PATH}/${id}`, fields);
      expect(changed.status, changed.text).toBe(200);
      return await values();
    };
    expect(await values()).toEqual(["North 90000", "South 10000", "rest 0"]);
    expect(await change(north.id, { zips: ["33602"], name: "Middle" })).toEqual([
      "Middle 60000",
      "South 10000",
      "rest 30000",
    ]);
    const circle = { kind: "radius", center: { latitude: 27.8, longitude: -82.45 }, radius_m: 30_000 };
    expect(await change(south.id, circle)).toEqual(["Middle 60000", "South 30000", "rest 10000"]);
    expect(await change(north.id, { is_active: false }), "the circle has both").toEqual(["South 90000", "rest 10000"]);
    const ring = [
      [-83, 26],
      [-82, 26],
      [-82, 27],
      [-83, 27],
      [-83, 26],
    ];
    await api.post(PATH, { name: "Far", kind: "polygon", polygon: { type: "Polygon", coordinates: [ring] } });
    expect(await values()).toEqual(["South 90000", "Far 10000", "rest 0"]);
  });
});
