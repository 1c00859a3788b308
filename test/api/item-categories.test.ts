import { describe, expect, it } from "vitest";
import { type Answer, newBusiness } from "../support/client.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

async function newTree() {
  const { api } = await newBusiness();
  const add = (name: string, parent_id?: number) => api.post("/admin/item-categories", { name, parent_id });
  const move = (id: number, parent_id: number | null) => api.patch(`/admin/item-categories/${id}`, { parent_id });
  return { api, add, move };
}

describe("categories of the price book", () => {
  it("are a tree that moves with all that lies below", async () => {
    const { api, add, move } = await newTree();
    const [hvac, repair] = [(await add("HVAC")).data, (await add("Repair")).data];
    const motors = (await add("Motors", repair.id)).data;
    const fans = (await add("Fans", motors.id)).data;
    expect(fans.path).toBe(`/${repair.id}/${motors.id}/${fans.id}/`);
    expect((await move(repair.id, hvac.id)).data.path).toBe(`/${hvac.id}/${repair.id}/`);
    const moved = (await api.get(`/admin/item-categories/${fans.id}`)).data;
    expect(moved).toMatchObject({ path: `/${hvac.id}/${repair.id}/${motors.id}/${fans.id}/`, version: 2 });
    expect(said(await move(repair.id, fans.id))).toBe("409 item_category.circle");
    expect(said(await move(repair.id, repair.id))).toBe("409 item_category.circle");
    expect((await move(motors.id, null)).data.parent_id).toBeNull();
    expect((await api.get(`/admin/item-categories?parent_id=${hvac.id}`)).data.items).toMatchObject([
      { id: repair.id },
    ]);
  });

  it("close no circle when two are moved below each other at the same moment", async () => {
    const { api, add, move } = await newTree();
    const [a, b] = [(await add("A")).data, (await add("B")).data];
    const below = (await add("Below A", a.id)).data;
    const answers = await Promise.all([move(b.id, below.id), move(a.id, b.id)]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const { items } = (await api.get("/admin/item-categories")).data;
    for (const { id, path } of items)
      expect(path.split("/").filter((part: string) => part === String(id))).toHaveLength(1);
  });

  it("have names of their own among their siblings, whatever their accents, and go at most 8 deep", async () => {
    const { add, move } = await newTree();
    const parent = (await add("Kühlung")).data;
    expect(said(await add("KUHLUNG"))).toBe("409 item_category.name_taken");
    let deepest = parent;
    for (let depth = 2; depth <= 8; depth++) deepest = (await add("Kühlung", deepest.id)).data;
    expect(said(await add("Kühlung", deepest.id))).toBe("409 item_category.too_deep");
    const other = (await add("Other")).data;
    expect(said(await move(parent.id, other.id))).toBe("409 item_category.too_deep");
    const nowhere = await add("Nowhere", 999_999);
    expect([said(nowhere), Object.keys(nowhere.error.fields)]).toEqual(["404 item_category.not_found", ["parent_id"]]);
  });

  it("are removed only when nothing lies in them", async () => {
    const { api, add } = await newTree();
    const parent = (await add("Repair")).data;
    const child = (await add("Motors", parent.id)).data;
    const item = (
      await api.post("/admin/items", { name: "Fan", sku: "FAN", list_price_cents: 1, category_id: child.id })
    ).data;
    const remove = async (id: number) => said(await api.request("DELETE", `/admin/item-categories/${id}`));
    expect(await remove(parent.id)).toBe("409 item_category.not_empty");
    expect(await remove(child.id)).toBe("409 item_category.not_empty");
    await api.patch(`/admin/items/${item.id}`, { category_id: null });
    expect([await remove(child.id), await remove(parent.id), await remove(parent.id)]).toEqual([
      "200 ok",
      "200 ok",
      "404 item_category.not_found",
    ]);
    const gone = await api.patch(`/admin/items/${item.id}`, { category_id: child.id });
    expect([said(gone), Object.keys(gone.error.fields)]).toEqual(["404 item_category.not_found", ["category_id"]]);
  });
});
