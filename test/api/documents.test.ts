import { describe, expect, it } from "vitest";
import { newBusiness } from "../support/client.ts";

const county = { name: "Hillsborough County", rate_ppm: 75_000 };

describe("tax rates", () => {
  it("are added with three decimals of a percent, and one is the default at a time", async () => {
    const { api } = await newBusiness();
    const made = await api.post("/admin/tax-rates", { ...county, is_default: true });
    expect(made.status, made.text).toBe(201);
    expect(made.data).toMatchObject({ ...county, inclusive: false, is_default: true, is_archived: false });
    const next = await api.post("/admin/tax-rates", { name: "New York City", rate_ppm: 88_750, is_default: true });
    const { items } = (await api.get("/admin/tax-rates")).data;
    expect(items.map((rate: { id: number; is_default: boolean }) => [rate.id, rate.is_default])).toEqual(
      expect.arrayContaining([
        [made.data.id, false],
        [next.data.id, true],
      ]),
    );
  });

  it("have names of their own, whatever their case; an archived one frees its name and is no longer the default", async () => {
    const { api } = await newBusiness();
    const { id } = (await api.post("/admin/tax-rates", { ...county, is_default: true })).data;
    const again = await api.post("/admin/tax-rates", { ...county, name: "hillsborough COUNTY" });
    expect([again.status, again.body.error.reason]).toEqual([409, "tax_rate.name_taken"]);
    const archived = await api.patch(`/admin/tax-rates/${id}`, { is_archived: true });
    expect(archived.data).toMatchObject({ is_archived: true, is_default: false });
    const asDefault = await api.patch(`/admin/tax-rates/${id}`, { is_default: true });
    expect([asDefault.status, asDefault.body.error.reason]).toEqual([409, "tax_rate.archived"]);
    expect((await api.post("/admin/tax-rates", county)).status).toBe(201);
    const back = await api.patch(`/admin/tax-rates/${id}`, { is_archived: false });
    expect([back.status, back.body.error.reason]).toEqual([409, "tax_rate.name_taken"]);
    expect(
      (await api.get("/admin/tax-rates?is_archived=true")).data.items.map((rate: { id: number }) => rate.id),
    ).toEqual([id]);
  });

  it("are at most 100", async () => {
    const { api } = await newBusiness();
    for (let n = 0; n < 100; n += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => api.post("/admin/tax-rates", { name: `Rate ${n + i}`, rate_ppm: n + i })),
      );
    const more = await api.post("/admin/tax-rates", county);
    expect([more.status, more.body.error.reason]).toEqual([409, "tax_rate.too_many"]);
  });

  it("refuse a negative rate and one above all of the price, by its name", async () => {
    const { api } = await newBusiness();
    for (const rate_ppm of [-1, 1_000_001, 0.5]) {
      const refused = await api.post("/admin/tax-rates", { ...county, rate_ppm });
      expect(refused.status).toBe(422);
      expect(refused.body.error.fields).toHaveProperty("rate_ppm");
    }
  });
});
