import { expect, it } from "vitest";
import { changeCosting } from "#/domains/job-costing/actions/change-costing.ts";
import { freezeCosts } from "#/domains/job-costing/actions/freeze-costs.ts";
import { addCost, removeCost } from "#/domains/job-costing/actions/manual-cost.ts";
import { nameSale, unnameSale } from "#/domains/job-costing/actions/name-sale.ts";
import { BASE, holds, newShop, ok } from "../support/costs.ts";
import { overtakenCtx, thrownBy } from "../support/ctx.ts";

it("frozen costs stay as they are, and no recall becomes a chain, whoever else is at it in the same moment", async () => {
  const { buyer, api, job, sell, costs } = await newShop();
  const meanwhile = (other: () => Promise<unknown>) => overtakenCtx(buyer, other);
  const reasonOf = async (work: Promise<unknown>) =>
    ((await thrownBy(work)) as { reason?: string } | undefined)?.reason;
  const [one, two, three] = [(await job()).id, (await job()).id, (await job()).id];
  const recall = (id: number, of: number | null) => ok(api.patch(`${BASE}/${id}`, { recall_of_job_id: of }));
  const freeze = () => ok(api.post(`${BASE}/${one}/freeze`));
  const thaw = () => ok(api.post(`${BASE}/${one}/unfreeze`));
  const changed = "job_costing.changed_meanwhile";

  expect(await reasonOf(changeCosting(meanwhile(freeze), { jobId: two, recallOfJobId: one }))).toBe(changed);
  await thaw();
  expect(
    await reasonOf(
      freezeCosts(
        meanwhile(() => recall(two, one)),
        one,
      ),
    ),
  ).toBe(changed);
  expect(await costs(one)).toMatchObject({ frozen_at: null });
  await recall(two, null);
  // 2 -> 1 beside 1 -> 3, in both orders
  const first = changeCosting(
    meanwhile(() => recall(one, three)),
    { jobId: two, recallOfJobId: one },
  );
  expect(await reasonOf(first)).toBe(changed);
  await recall(one, null);
  const second = changeCosting(
    meanwhile(() => recall(two, one)),
    { jobId: one, recallOfJobId: three },
  );
  expect(await reasonOf(second)).toBe(changed);
  await recall(two, null);

  const sale = await sell(one, 10_000);
  const named = { jobId: one, saleId: sale.id };
  const cost = { jobId: one, kind: "permit", description: "Permit", amountCents: 7500 } as const;
  const { id } = await ok(
    api.post(`${BASE}/${one}/manual-costs`, { kind: "permit", description: "A", amount_cents: 1 }),
  );
  const other = await sell(two, 10_000);
  await ok(api.request("DELETE", `${BASE}/${two}/sales/${other.id}`));
  for (const work of [
    (of: Parameters<typeof addCost>[0]) => addCost(of, cost),
    (of: Parameters<typeof addCost>[0]) => removeCost(of, { jobId: one, id }),
    (of: Parameters<typeof addCost>[0]) => unnameSale(of, named),
    (of: Parameters<typeof addCost>[0]) => nameSale(of, { jobId: one, saleId: other.id }),
  ]) {
    expect(await reasonOf(work(meanwhile(freeze)))).toBe("job_costing.frozen");
    await thaw();
  }
  const elsewhere = () => ok(api.put(`${BASE}/${two}/sales/${other.id}`, {}));
  const late = nameSale(meanwhile(elsewhere), { jobId: one, saleId: other.id });
  expect(await reasonOf(late)).toBe("job_sale.changed_meanwhile");
});

it("a commission that is not earned yet costs what is left of it after refunds, and the same once it is earned", async () => {
  const { api, mike, ann, job, costs } = await newShop();
  await ok(api.patch("/admin/organization", { earn_on: "paid" }));
  const { id } = await job();
  const sale = await ok(
    api.post("/sales", {
      ...{ technician_id: mike.id, sale_price_cents: 99_999, customer_name: "Pat Doe", payment_type: "cash" },
      item_id: (await ok(api.get("/admin/items"))).items[0].id,
      splits: [
        { technician_id: mike.id, share_bps: 6667 },
        { technician_id: ann.id, share_bps: 3333, role: "installer" },
      ],
    }),
  );
  await ok(api.put(`${BASE}/${id}/sales/${sale.id}`, {}));
  const pay = (status: string, amount_cents: number) =>
    ok(api.patch(`/sales/${sale.id}/payment-status`, { status, amount_cents }));
  await pay("partial", 50_000);
  await pay("partially_refunded", 12_345);
  const before = await costs(id);
  expect(before.commissions_cents).toBe(sale.commission_cents - 617 - 309); // 5000 x 12345 / 99999 is 617.3, 2500 x is 308.6
  holds(before);
  await pay("paid", 49_999);
  expect((await costs(id)).commissions_cents).toBe(before.commissions_cents);
});
