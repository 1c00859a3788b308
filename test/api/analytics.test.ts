import { describe, expect, it } from "vitest";
import { newBusiness } from "../support/client.ts";

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
    expect(await refused("metric=calls")).toEqual([422, "analytics.unknown_metric", ["metric"]]);
  });
});

describe("projections", () => {
  it("of a business that has sold nothing yet are all 0", async () => {
    const { api } = await newBusiness();
    const { data } = await api.get(`${BASE}/projections`);
    expect(data).toMatchObject({ method: "none", confidence: "low", history_months: 0, history: [] });
    expect(data.projections).toHaveLength(6);
    expect(data.projections[5]).toMatchObject({ value: 0, low_80: 0, high_95: 0 });
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
