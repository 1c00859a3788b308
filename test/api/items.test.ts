import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Business, newBusiness } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const filter = (more = {}) => ({ name: "Filter 16x25", sku: randomUUID(), list_price_cents: 1999, ...more });

describe("the price book", () => {
  it("takes an item and shows it by its id", async () => {
    const body = filter({ category: "parts", cost_cents: 800 });
    const made = await business.api.post("/admin/items", body);
    expect(made.data).toMatchObject({ ...body, is_active: true, version: 1 });
    expect((await business.api.get(`/admin/items/${made.data.id}`)).data).toEqual(made.data);
  });

  it("takes no SKU twice within a business, even of two requests at the same moment", async () => {
    const body = filter();
    const answers = await Promise.all([
      business.api.post("/admin/items", body),
      business.api.post("/admin/items", body),
    ]);
    const refused = answers.find(({ status }) => status !== 201);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect([refused?.error.reason, refused?.error.fields]).toEqual(["item.sku_taken", { sku: "is taken" }]);
    expect((await (await newBusiness()).api.post("/admin/items", body)).status).toBe(201);
  });

  it("counts only what was taken in", async () => {
    const { api } = await newBusiness();
    const body = filter();
    await api.post("/admin/items", body);
    await api.post("/admin/items", body);
    expect((await api.get("/admin/items")).data).toMatchObject({ total: 1, total_pages: 1 });
  });

  it("finds items by SKU and by category", async () => {
    const { api } = await newBusiness();
    const [one, two] = [filter({ category: "parts" }), filter({ category: "it's 50% _off_" })];
    await api.post("/admin/items", one);
    await api.post("/admin/items", two);
    const skus = async (query: string) =>
      (await api.get(`/admin/items?${query}`)).data.items.map((item: { sku: string }) => item.sku);
    expect(await skus(`sku=${one.sku}`)).toEqual([one.sku]);
    expect(await skus(`category=${encodeURIComponent("it's 50% _off_")}`)).toEqual([two.sku]);
    expect(await skus("category=%25")).toEqual([]);
  });

  it.each([
    [{ list_price_cents: undefined }, "list_price_cents"],
    [{ list_price_cents: 0.1 }, "list_price_cents"],
    [{ list_price_cents: -1 }, "list_price_cents"],
    [{ list_price_cents: 1_000_000_000_001 }, "list_price_cents"],
    [{ list_price_cents: null }, "list_price_cents"],
    [{ cost_cents: "1" }, "cost_cents"],
    [{ sku: "" }, "sku"],
    [{ sku: "a\u0000b" }, "sku"],
    [{ name: ["Filter"] }, "name"],
    [{ is_active: false }, "is_active"],
  ])("refuses %j and names the field", async (more, field) => {
    const answer = await business.api.post("/admin/items", filter(more));
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });
});
