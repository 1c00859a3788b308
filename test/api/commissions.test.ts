import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { costOf } from "../support/generated.ts";

describe("a commission rate", () => {
  let business: Business;
  let technician: number;
  beforeAll(async () => {
    business = await newBusiness();
    ({ id: technician } = await newTechnician(business));
  });
  const pathTo = (item: number) => `/admin/commission-config/tech/${technician}/item/${item}`;
  /** Where the rate of an item is set that has none yet. */
  const freshPath = async () => pathTo((await newItem(business)).id);
  const rate = { commission_rate_bps: 750, ov_rate_bps: 0, discount_scale_enabled: false };

  it("is there once it is set, under one more version each time", async () => {
    const { id: item } = await newItem(business);
    const path = pathTo(item);
    expect((await business.api.get(path)).error.reason).toBe("commission_config.not_found");
    const first = await business.api.put(path, rate);
    expect(first.data).toMatchObject({ technician_id: technician, item_id: item, ...rate, version: 1 });
    expect((await business.api.get(path)).data).toEqual(first.data);
    const second = await business.api.put(path, { commission_rate_bps: 1000 });
    expect(second.data).toMatchObject({
      commission_rate_bps: 1000,
      ov_rate_bps: 0,
      version: 2,
      created_at: first.data.created_at,
    });
  });

  it("with If-Match is only set over the version that was read", async () => {
    const path = await freshPath();
    const version = (await business.api.put(path, rate)).headers.get("etag") ?? "";
    expect((await business.api.put(path, rate, { "if-match": version })).status).toBe(200);
    const stale = await business.api.put(path, rate, { "if-match": version });
    expect([stale.status, stale.error.reason]).toEqual([412, "commission_config.version_mismatch"]);
  });

  it("with If-None-Match: * is only set where there is none, and with If-Match: * only where there is one", async () => {
    const path = await freshPath();
    const reasonFor = async (headers: Record<string, string>) => {
      const { status, error } = await business.api.put(path, rate, headers);
      return status === 200 ? "set" : error.reason;
    };
    expect(await reasonFor({ "if-match": "*" })).toBe("commission_config.version_mismatch");
    const atOnce = await Promise.all([1, 2].map(() => reasonFor({ "if-none-match": "*" })));
    expect(new Set(atOnce)).toEqual(new Set(["commission_config.version_mismatch", "set"]));
    expect(await reasonFor({ "if-none-match": "*" })).toBe("commission_config.version_mismatch");
    expect(await reasonFor({ "if-match": "*" })).toBe("set");
  });

  it("that two set at the same moment for the first time is set once, and the other is told", async () => {
    const fresh = await freshPath();
    const answers = await Promise.all([business.api.put(fresh, rate), business.api.put(fresh, rate)]);
    for (const { status, error } of answers)
      expect(status === 200 || error.reason === "commission_config.changed_meanwhile").toBe(true);
    const done = answers.filter(({ status }) => status === 200).length;
    expect((await business.api.get(fresh)).data.version).toBe(done);
  });

  it.each([
    [{}, "commission_rate_bps"],
    [{ commission_rate_bps: 10_001 }, "commission_rate_bps"],
    [{ commission_rate_bps: -1 }, "commission_rate_bps"],
    [{ commission_rate_bps: 7.5 }, "commission_rate_bps"],
    [{ ...rate, ov_rate_bps: 10_001 }, "ov_rate_bps"],
    [{ ...rate, discount_scale_enabled: "false" }, "discount_scale_enabled"],
    [{ ...rate, technician_id: 2 }, "technician_id"],
  ])("of %j is refused and the field named", async (body, field) => {
    const answer = await business.api.put(pathTo(1), body);
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("needs a technician and an item that exist", async () => {
    const { id: item } = await newItem(business);
    const noTechnician = await business.api.put(`/admin/commission-config/tech/1/item/${item}`, rate);
    const noItem = await business.api.put(pathTo(1), rate);
    expect([noTechnician.error.reason, noItem.error.reason]).toEqual(["technician.not_found", "item.not_found"]);
  });
});

describe("the ladder of rates", () => {
  it("is climbed from the nearest rate to that of the business, and told with every step", async () => {
    const { api, ...more } = await newBusiness();
    const shop = { api, ...more };
    const technician = await newTechnician(shop);
    const parent = (await api.post("/admin/item-categories", { name: "Repair" })).data.id;
    const child = (await api.post("/admin/item-categories", { name: "Motors", parent_id: parent })).data.id;
    const item = (
      await api.post("/admin/items", { name: "Fan motor", sku: "FAN", list_price_cents: 10_000, category_id: child })
    ).data.id;
    const preview = async () => {
      const { data } = await api.post("/admin/commission-config/preview", {
        technician_id: technician.id,
        item_id: item,
        sale_price_cents: 10_000,
      });
      return [data.rate_source, data.total_cents];
    };
    expect(await preview()).toEqual(["none", 0]);
    const places = [
      ["default", "organization"],
      [`category/${parent}`, "category"],
      [`category/${child}`, "category"],
      [`item/${item}`, "item"],
      [`tech/${technician.id}`, "technician"],
      [`tech/${technician.id}/category/${parent}`, "technician_category"],
      [`tech/${technician.id}/category/${child}`, "technician_category"],
      [`tech/${technician.id}/item/${item}`, "technician_item"],
    ];
    for (const [i, [place, rung]] of places.entries()) {
      const set = await api.put(`/admin/commission-config/${place}`, { commission_rate_bps: 100 * (i + 1) });
      expect(set.data.rung).toBe(rung);
      expect(await preview()).toEqual([rung, 100 * (i + 1)]);
    }
    expect((await api.get(`/admin/commission-config?technician_id=${technician.id}`)).data.total).toBe(4);
    for (const [i, [place]] of places.entries().toArray().toReversed()) {
      expect((await api.request("DELETE", `/admin/commission-config/${place}`)).status).toBe(200);
      expect((await preview())[1]).toBe(100 * i);
    }
    expect((await api.request("DELETE", "/admin/commission-config/default")).error.reason).toBe(
      "commission_config.not_found",
    );
  });

  it("takes the rate of the sale's day and role, and freezes it into the sale", async () => {
    const shop = await newBusiness();
    const technician = await newTechnician(shop);
    const item = await newItem(shop);
    const path = `/admin/commission-config/tech/${technician.id}/item/${item.id}`;
    await shop.api.put(path, { commission_rate_bps: 100 });
    await shop.api.put(path, { commission_rate_bps: 200, effective_from: "2026-03-01", effective_to: "2026-03-31" });
    await shop.api.put(path, { rate_type: "flat", flat_cents: 777, role: "installer" });
    const sell = async (sale_date: string, more = {}) =>
      (
        await shop.api.post("/sales", {
          technician_id: technician.id,
          item_id: item.id,
          sale_price_cents: 10_000,
          customer_name: "John Doe",
          payment_type: "cash",
          sale_date,
          ...more,
        })
      ).data;
    expect((await sell("2026-02-28")).commission_cents).toBe(100);
    expect((await sell("2026-03-31")).commission_cents).toBe(200);
    expect((await sell("2026-04-01")).commission_cents).toBe(100);
    const installed = await sell("2026-03-15", {
      quantity: 2,
      splits: [{ technician_id: technician.id, share_bps: 10_000, role: "installer" }],
    });
    expect(installed.commission).toMatchObject({
      total_cents: 1554,
      rate_type: "flat",
      role: "installer",
      quantity: 2,
    });
    expect((await shop.api.get(`/sales/${installed.id}`)).data).toEqual(installed);
    expect((await shop.api.get(`${path}?date=2026-03-15`)).data.commission_rate_bps).toBe(200);
    expect((await shop.api.get(`${path}?role=installer`)).data.flat_cents).toBe(777);
    expect((await shop.api.get(`${path}?effective_from=2026-03-02`)).status).toBe(404);
  });

  it.each([
    [{ rate_type: "flat" }, "flat_cents"],
    [{ rate_type: "flat", flat_cents: 1, commission_rate_bps: 1 }, "commission_rate_bps"],
    [{ rate_type: "tiers" }, "tiers"],
    [{ rate_type: "tiers", tiers: [{ up_to_cents: 5, rate_bps: 1 }] }, "tiers"],
    [
      {
        rate_type: "tiers",
        tiers: [
          { up_to_cents: 5, rate_bps: 1 },
          { up_to_cents: 5, rate_bps: 2 },
          { up_to_cents: null, rate_bps: 3 },
        ],
      },
      "tiers",
    ],
    [{ commission_rate_bps: 1, discount_scale: [{ min_discount_bps: 1, rate_bps: 1 }] }, "discount_scale"],
    [{ commission_rate_bps: 1, discount_scale: [{ min_discount_bps: 0 }] }, "discount_scale.0"],
    [{ rate_type: "flat", flat_cents: 1, discount_scale: [{ min_discount_bps: 0, rate_bps: 1 }] }, "discount_scale"],
    [{ commission_rate_bps: 1, min_cents: 2, max_cents: 1 }, "max_cents"],
    [{ commission_rate_bps: 1, effective_from: "2026-04-02", effective_to: "2026-04-01" }, "effective_to"],
    [{ commission_rate_bps: 1, min_cents: -1 }, "min_cents"],
    [{ rate_type: "flat", flat_cents: 0.5 }, "flat_cents"],
  ])("refuses %j and names the field", async (body, field) => {
    const { api } = await newBusiness();
    const answer = await api.put("/admin/commission-config/default", body);
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("costs a sale the reading of the rates that concern it, however many others there are", async () => {
    const business = await newBusiness();
    const { api, shard, tenantId } = business;
    const [technician, item] = [await newTechnician(business), await newItem(business)];
    await api.put(`/admin/commission-config/tech/${technician.id}/item/${item.id}`, { commission_rate_bps: 750 });
    const read = async () => {
      const sale = { technician_id: technician.id, item_id: item.id, sale_price_cents: 1000 };
      const answer = await api.post("/sales", { ...sale, customer_name: "Jane Doe", payment_type: "cash" });
      expect(answer.data.commission.commission_rate_bps).toBe(750);
      return costOf(answer).read;
    };
    await read(); // the first sale makes the rows of the sums, which the others find
    const few = await read();
    const columns = (await sql(shard, "select name, ?1 from pragma_table_info('commission_rates')", tenantId)) as {
      name: string;
    }[];
    const values = columns.map(({ name }) => (name === "id" || name === "item_id" ? "1000 + value" : name));
    await sql(
      shard,
      `with recursive more(value) as (select 1 union all select value + 1 from more where value < 500)
       insert into commission_rates select ${values.join()} from commission_rates, more where tenant_id = ?1 and id = 1`,
      tenantId,
    );
    expect(await read()).toBe(few);
  });
});
