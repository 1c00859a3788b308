import { describe, expect, it } from "vitest";
import { newBusiness } from "../support/client.ts";
import { made, reasonOf, typesOf } from "../support/orders.ts";

const PATH = "/admin/suppliers";

describe("a supplier", () => {
  it("is added, changed, found, archived and taken out of the archive again", async () => {
    const business = await newBusiness();
    const { api } = business;
    const supplier = await made(business, PATH, {
      ...{ name: "Gulf HVAC Supply", email: "orders@gulf.example", account_number: "SMITH-2207", city: "Tampa" },
      ...{ payment_terms_days: 30, lead_time_days: 3, minimum_order_cents: 25_000 },
    });
    expect(supplier).toMatchObject({ city: "Tampa", lead_time_days: 3, phone: null, archived_at: null, version: 1 });
    const other = await made(business, PATH, { name: "Élan Électrique" });

    const changed = await api.patch(`${PATH}/${supplier.id}`, { phone: "+18135550142", city: null });
    expect(changed.data).toMatchObject({ phone: "+18135550142", city: null, name: "Gulf HVAC Supply", version: 2 });
    const idsOf = async (query: string) =>
      (await api.get(`${PATH}?${query}`)).data.items.map(({ id }: { id: number }) => id);
    expect(await idsOf("search=elan+elec")).toEqual([other.id]);
    expect(await idsOf("search=smith")).toEqual([supplier.id]);
    expect(await idsOf("sort=name")).toEqual([other.id, supplier.id]);

    const archived = await api.post(`${PATH}/${supplier.id}/archive`, { archived: true });
    expect(archived.data.archived_at).not.toBeNull();
    expect((await api.post(`${PATH}/${supplier.id}/archive`, { archived: true })).data).toEqual(archived.data);
    expect(await idsOf("archived=false")).toEqual([other.id]);
    expect(await idsOf("archived=true")).toEqual([supplier.id]);
    expect(reasonOf(await api.post("/admin/purchase-orders", { supplier_id: supplier.id }))).toEqual([
      ...[409, "supplier.archived"],
    ]);
    expect((await api.post(`${PATH}/${supplier.id}/archive`, { archived: false })).data.archived_at).toBeNull();
    expect((await api.get(`${PATH}/${supplier.id}`)).data).toMatchObject({ version: 4, archived_at: null });
    expect(await typesOf(business, "supplier", supplier.id)).toEqual([
      ...["supplier.created", "supplier.updated", "supplier.updated", "supplier.updated"],
    ]);
  });

  it("has a name that no other supplier in use has, whatever its letters look like", async () => {
    const business = await newBusiness();
    const { api } = business;
    const first = await made(business, PATH, { name: "Gulf HVAC Supply" });
    expect(reasonOf(await api.post(PATH, { name: "GULF HVAC SUPPLY" }))).toEqual([409, "supplier.name_taken"]);
    await made(business, `${PATH}/${first.id}/archive`, { archived: true }, 200);
    const second = await made(business, PATH, { name: "gulf hvac supply" });
    expect(reasonOf(await api.post(`${PATH}/${first.id}/archive`, { archived: false }))).toEqual([
      ...[409, "supplier.name_taken"],
    ]);
    expect(reasonOf(await api.patch(`${PATH}/${second.id}`, { name: "" }))).toEqual([422, "request.invalid"]);
    expect((await api.get(`${PATH}/999`)).status).toBe(404);
  });
});
