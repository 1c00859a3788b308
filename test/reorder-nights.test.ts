import { expect, it } from "vitest";
import type { Json } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { made, newBuyer, newPart } from "./support/orders.ts";

it("by night reorders what is low although nobody has told of it, once, in one draft for each supplier", async () => {
  const buyer = await newBuyer({ auto_reorder: true });
  const { id: second } = await made(buyer, "/admin/suppliers", { name: "Bay Electric" });
  const { id: third } = await made(buyer, "/admin/suppliers", { name: "Closed Down" });
  await made(buyer, `/admin/suppliers/${third}/archive`, { archived: true }, 200);
  for (const preferred_supplier_id of [buyer.supplier.id, second, third, buyer.supplier.id])
    await newPart(buyer, { preferred_supplier_id, min_stock: 5, target_stock: 8 });
  await newPart(buyer, { min_stock: 5 });
  for (const day of ["2031-05-20", "2031-05-21"])
    await atTime(`${day}T12:00:00Z`, async () => {
      for (let i = 0; i < 2; i++) {
        const run = await runJob("reorder parts", buyer);
        expect(run.status, run.text).toBe(200);
        expect(run.data.done.failed, run.text).toBe(0);
      }
    });
  const orders: Json[] = (await buyer.api.get("/admin/purchase-orders")).data.items;
  const bySupplier = orders.map(({ supplier_id, items }) => [supplier_id, items.map(({ quantity }: Json) => quantity)]);
  expect(bySupplier).toEqual([
    [buyer.supplier.id, [8, 8]],
    [second, [8]],
  ]);
  expect(new Set(orders.map(({ number }) => number))).toEqual(new Set(["PO-1", "PO-2"]));
});
