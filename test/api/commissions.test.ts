import { beforeAll, describe, expect, it } from "vitest";
import { type Business, newBusiness, newItem, newTechnician } from "../support/client.ts";

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
