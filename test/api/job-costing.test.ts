import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Api, client, type Json } from "../support/client.ts";
import { at, BASE, holds, newShop, ok } from "../support/costs.ts";
import { brokenRules } from "../support/invariants.ts";
import { made, newOrder, newPart, stockOf, take } from "../support/orders.ts";
import { tokenAs } from "../support/tokens.ts";

const remove = (api: Api, path: string) => api.request("DELETE", path);
const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

describe("the costs of a job", () => {
  it("are what each technician, part, purchase, receipt and commission cost, once and to the cent", async () => {
    const { buyer, api, mike, ann, job, work, invoice, sell, expense, costs } = await newShop();
    const [one, two] = [await job({ job_type: "repair", service_zip: "33601" }), await job()];
    expect(await costs(one.id)).toMatchObject({
      ...{ revenue_basis: "none", revenue_cents: 0, cost_cents: 0, gross_profit_cents: 0, margin_bps: null, lines: [] },
      costing_version: 0,
    });
    // Monday: Mike on both jobs, Ann on the first; by Friday the week of Mike has 40 hours, so that Saturday is overtime
    await work(mike.id, one.id, "2026-01-05T14:00:00Z", 140); // 140 x 3125 / 60 = 7291.67
    await work(mike.id, two.id, "2026-01-05T16:20:00Z", 100); // 5208.33
    await work(ann.id, one.id, "2026-01-05T14:00:00Z", 95); // 95 x 3750 / 60 = 5937.5, to even
    await work(mike.id, two.id, "2026-01-10T14:00:00Z", 120); // 120 x 3125 x 1.5 / 60, once the week is known
    expect(await costs(two.id)).toMatchObject({ labour_cents: 5208 + 6250 });
    for (const day of [6, 7, 8, 9]) await work(mike.id, undefined, `2026-01-0${day}T14:00:00Z`, 540);
    expect(await costs(two.id)).toMatchObject({ labour_cents: 5208 + 9375, labour_minutes: 220 });

    const part = await newPart(buyer);
    await made(buyer, "/admin/inventory/receive", { ...at(buyer, part), quantity: 10, unit_cost_cents: 1200 });
    await made(buyer, "/admin/inventory/receive", { ...at(buyer, part), quantity: 5, unit_cost_cents: 1301 });
    await made(buyer, "/admin/inventory/issue", { ...at(buyer, part), job_id: one.id, quantity: 4 }); // 18505 x 4 / 15
    await made(buyer, "/admin/inventory/return", { ...at(buyer, part), job_id: one.id, quantity: 1 }); // 4935 / 4

    const special = await newPart(buyer, { name: "Evaporator coil" });
    const line = { part_id: special.id, quantity: 3, unit_cost_cents: 5000 };
    const direct = await newOrder(buyer, [line], "sent", { job_id: one.id });
    expect(await stockOf(buyer, special.id)).toMatchObject({ on_hand: 0, on_order: 0 });
    const { receipt } = await take(buyer, direct.id, "receive", {
      ...{ items: [{ line: 1, quantity: 2 }], landed_costs: [{ kind: "freight", amount_cents: 333 }] },
    });
    expect(receipt).toMatchObject({ job_id: one.id, job_cents: 10_333, total_cents: 10_333 });
    expect(receipt.items).toMatchObject([{ location_id: null, cost_cents: 10_000 }]);
    const surplus = await take(buyer, direct.id, "receive", { location_id: buyer.warehouse.id });
    expect(surplus.receipt).toMatchObject({ job_id: null, job_cents: 0, total_cents: 5000 });
    expect(await stockOf(buyer, special.id)).toEqual({ on_hand: 1, on_order: 0, value: 5000 });
    const stocked = await newOrder(buyer, [{ part_id: part.id, quantity: 2, unit_cost_cents: 900 }]);
    await take(buyer, stocked.id, "receive", {});

    await expense(one.id, 4895, 4000);
    await expense(one.id, 999, null);
    const sale = await sell(one.id, 150_000); // 11250, of which a third goes back
    await ok(api.patch(`/sales/${sale.id}/payment-status`, { status: "paid", amount_cents: 150_000 }));
    await ok(api.patch(`/sales/${sale.id}/payment-status`, { status: "partially_refunded", amount_cents: 50_000 }));
    await made(buyer, `${BASE}/${one.id}/manual-costs`, { kind: "permit", description: "Permit", amount_cents: 7500 });
    await made(buyer, `${BASE}/${one.id}/manual-costs`, { kind: "vehicle", description: "Way", miles: 20 });

    const tax = await made(buyer, "/admin/tax-rates", { name: "Florida", rate_ppm: 72_500 });
    const taxed = { description: "AC", amount_cents: 150_000, quantity: 1, tax_rate_ids: [tax.id] };
    const bill = await invoice(one.id, 0, { line_items: [taxed], discount_bps: 1000 }); // 135000 and the tax
    expect(bill.tax_cents).toBe(9788);
    const wrong = await invoice(one.id, 77_777);
    await ok(api.post(`/admin/invoices/${wrong.id}/void`, { reason: "For another job" }));
    await invoice(one.id, 5555, { send: false });
    const note = await ok(
      api.post(`/admin/invoices/${bill.id}/credit-notes`, { reason: "Late", amount_cents: 10_725 }),
    );
    expect(note).toMatchObject({ total_cents: 10_725, tax_cents: 725 });

    const shown = await costs(one.id);
    expect(shown).toMatchObject({
      ...{ revenue_basis: "invoice", revenue_cents: 125_000, labour_minutes: 235, labour_cents: 13_230 },
      ...{ materials_cents: 4935 - 1234, purchases_cents: 10_333, expenses_cents: 4000, commissions_cents: 7500 },
      ...{ vehicle_cents: 1450, manual_cents: 7500, overhead_cents: 1323, recall_cents: 0, cost_cents: 49_037 },
      ...{ gross_profit_cents: 75_963, margin_bps: 6077, currency: "USD" },
    });
    holds(shown);
    expect(shown.lines.filter(({ row }: Json) => row === "labour")).toMatchObject([
      { description: "Mike Johnson, 2026-01-05", quantity: 2.33, amount_cents: 7292 },
      { description: "Mike Johnson, 2026-01-05", quantity: 1.58, amount_cents: 5938 },
    ]);
    for (const { source } of shown.lines.filter((line: Json) => line.source))
      expect(said(await api.get(source.href.replace("/api/v1", ""))), source.href).toBe("200 ok");
    expect(shown.lines.filter((line: Json) => !line.source)).toMatchObject([{ row: "overhead" }]);
    expect(await brokenRules((text, id) => sql(buyer.shard, text, id), buyer.tenantId)).toEqual([]);
  });

  it("stand beside what was estimated, and what the customer has accepted counts until there is an invoice", async () => {
    const { buyer, api, customer, job, invoice, costs } = await newShop();
    const { id } = await job();
    const estimate = await made(buyer, "/admin/estimates", {
      ...{ customer_id: customer.id, job_id: id },
      line_items: [{ description: "AC repair", amount_cents: 90_000, quantity: 1 }],
    });
    await ok(api.post(`/admin/estimates/${estimate.id}/send`, { mail: false }));
    expect(await costs(id)).toMatchObject({ revenue_basis: "none", revenue_cents: 0 });
    await ok(api.post(`/admin/estimates/${estimate.id}/accept`, { name: "Pat Doe", note: "By phone" }));
    const accepted = await costs(id);
    expect(accepted).toMatchObject({ revenue_basis: "estimate", revenue_cents: 90_000, margin_bps: 10_000 });
    holds(accepted);
    await ok(api.patch(`${BASE}/${id}`, { estimated: { labour: 10_000, materials: 2500 } }));
    await invoice(id, 80_000);
    const billed = await costs(id);
    holds(billed);
    const variance = (row: string) => billed.variances.find((one: Json) => one.row === row);
    expect(variance("revenue")).toMatchObject({
      estimate_cents: 90_000,
      actual_cents: 80_000,
      variance_cents: -10_000,
    });
    expect(variance("labour")).toMatchObject({ estimate_cents: 10_000, actual_cents: 0, variance_cents: -10_000 });
    expect(variance("expenses")).toMatchObject({ estimate_cents: null, variance_cents: null });
  });

  it("of a recall are borne by the job whose work it does again, and count once", async () => {
    const { buyer, api, mike, job, work, costs } = await newShop();
    const [first, again, third] = [await job(), await job(), await job()];
    await work(mike.id, first.id, "2026-01-05T14:00:00Z", 60);
    await work(mike.id, again.id, "2026-01-06T14:00:00Z", 120);
    const recall = (id: number, of: number | null) => api.patch(`${BASE}/${id}`, { recall_of_job_id: of });
    expect(said(await recall(again.id, first.id))).toBe("200 ok");
    expect(said(await recall(again.id, again.id))).toBe("422 job_costing.recall_of_itself");
    expect(said(await recall(third.id, again.id))).toBe("409 job_costing.original_is_recall");
    expect(said(await recall(first.id, third.id))).toBe("409 job_costing.has_recalls");
    expect(said(await recall(third.id, 999_999))).toBe("404 dispatch_job.not_found");
    const [original, done] = [await costs(first.id), await costs(again.id)];
    expect(original).toMatchObject({ labour_cents: 3125, overhead_cents: 312, recall_cents: 6875, cost_cents: 10_312 });
    expect(done).toMatchObject({ labour_cents: 6250, overhead_cents: 625, recall_cents: -6875, cost_cents: 0 });
    for (const one of [original, done]) holds(one);
    expect(said(await api.post(`${BASE}/${again.id}/freeze`))).toBe("409 job_costing.is_recall");
    await ok(api.post(`${BASE}/${first.id}/freeze`));
    await work(mike.id, again.id, "2026-01-07T14:00:00Z", 60);
    expect(await costs(again.id)).toMatchObject({ labour_cents: 6250, cost_cents: 0 });
    expect(await costs(first.id)).toMatchObject({ recall_cents: 6875, cost_cents: 10_312 });
    expect(said(await recall(again.id, null))).toBe("409 job_costing.frozen");
    expect(said(await recall(third.id, first.id))).toBe("409 job_costing.frozen");
    await ok(api.post(`${BASE}/${first.id}/unfreeze`));
    expect(await costs(first.id)).toMatchObject({ recall_cents: 10_313 });
    expect(await brokenRules((text, id) => sql(buyer.shard, text, id), buyer.tenantId)).toEqual([]);
  });

  it("are frozen on request: whatever changes later, figures and lines stay as they were", async () => {
    const { buyer, api, mike, job, work, invoice, sell, costs } = await newShop();
    const { id } = await job();
    const entry = await work(mike.id, id, "2026-01-05T14:00:00Z", 60);
    const permit = await made(buyer, `${BASE}/${id}/manual-costs`, {
      ...{ kind: "permit", description: "Permit", amount_cents: 7500 },
    });
    const bill = await invoice(id, 50_000);
    const sale = await sell(id, 10_000);
    const before = await costs(id);
    const frozen = await ok(api.post(`${BASE}/${id}/freeze`));
    expect(frozen).toMatchObject({ ...before, frozen_at: expect.any(String), costing_version: 1 });
    await ok(api.patch(`/time-tracking/entries/${entry.id}`, { clock_out: "2026-01-05T18:00:00Z", reason: "Forgot" }));
    await ok(api.post(`/admin/invoices/${bill.id}/void`, { reason: "Wrong" }));
    await ok(api.patch(`/sales/${sale.id}/void`, { voided: true }));
    await ok(api.patch("/admin/organization", { job_overhead_bps: 5000 }));
    expect(await costs(id)).toEqual(frozen);
    expect(said(await api.post(`${BASE}/${id}/freeze`))).toBe("409 job_costing.frozen");
    expect(said(await remove(api, `${BASE}/${id}/manual-costs/${permit.id}`))).toBe("409 job_costing.frozen");
    const more = { kind: "other", description: "Late", amount_cents: 1 };
    expect(said(await api.post(`${BASE}/${id}/manual-costs`, more))).toBe("409 job_costing.frozen");
    expect(said(await remove(api, `${BASE}/${id}/sales/${sale.id}`))).toBe("409 job_costing.frozen");
    await ok(api.post(`${BASE}/${id}/unfreeze`));
    expect(said(await api.post(`${BASE}/${id}/unfreeze`))).toBe("409 job_costing.not_frozen");
    expect(await costs(id)).toMatchObject({
      ...{ revenue_basis: "none", labour_cents: 12_500, overhead_cents: 6250, commissions_cents: 0, frozen_at: null },
    });
    await ok(remove(api, `${BASE}/${id}/manual-costs/${permit.id}`));
    expect(await costs(id)).toMatchObject({ manual_cents: 0 });
  });

  it("are answered whole whenever they have changed, and what is said of them is changed only by who has seen it", async () => {
    const { api, job, invoice, costs } = await newShop();
    const [{ id }, again] = [await job(), await job()];
    const before = await api.get(`${BASE}/${id}`);
    expect(before.headers.get("etag")).toBeNull();
    await invoice(id, 50_000);
    const fresh = await api.get(`${BASE}/${id}`, { "if-none-match": `"${before.data.costing_version}"` });
    expect([fresh.status, fresh.data.revenue_cents]).toEqual([200, 50_000]);
    const seen = (version: number) => ({ "if-match": `"${version}"` });
    const estimate = (version: number) => api.patch(`${BASE}/${id}`, { estimated: { labour: 1 } }, seen(version));
    expect(said(await estimate(0))).toBe("200 ok");
    expect(said(await estimate(0))).toBe("412 job_costing.version_mismatch");
    // the recall was said at another version than its job
    await ok(api.patch(`${BASE}/${again.id}`, { estimated: { labour: 1 } }));
    await ok(api.patch(`${BASE}/${again.id}`, { recall_of_job_id: id }));
    for (const verb of ["freeze", "unfreeze"]) {
      const { costing_version: version } = await costs(id);
      expect(said(await api.post(`${BASE}/${id}/${verb}`, undefined, seen(version + 1)))).toMatch(/^412 /);
      expect(said(await api.post(`${BASE}/${id}/${verb}`, undefined, seen(version)))).toBe("200 ok");
    }
  });

  it("hold those of its further visits, and none is listed as a job of its own", async () => {
    const { buyer, api, mike, job, work, invoice, sell, expense, costs } = await newShop();
    const [{ id }, other] = [await job(), await job()];
    const visit = await made(buyer, `/admin/dispatch/${id}/visits`, {});
    await work(mike.id, id, "2026-01-05T14:00:00Z", 60);
    await work(mike.id, visit.id, "2026-01-06T14:00:00Z", 60);
    await invoice(visit.id, 50_000);
    await expense(visit.id, 4895, 4000);
    await sell(id, 10_000);
    const shown = await costs(id);
    expect(shown).toMatchObject({
      ...{ revenue_cents: 50_000, labour_minutes: 120, labour_cents: 6250, expenses_cents: 4000 },
      commissions_cents: 750,
    });
    holds(shown);
    const { items } = await ok(api.get(`${BASE}?basis=invoiced`));
    expect(items.map((one: Json) => [one.job_id, one.cost_cents])).toEqual([[id, shown.cost_cents]]);
    const permit = { kind: "permit", description: "Permit", amount_cents: 7500 };
    for (const answer of [
      await api.get(`${BASE}/${visit.id}`),
      await api.patch(`${BASE}/${visit.id}`, { estimated: { labour: 1 } }),
      await api.patch(`${BASE}/${other.id}`, { recall_of_job_id: visit.id }),
      await api.post(`${BASE}/${visit.id}/freeze`),
      await api.post(`${BASE}/${visit.id}/manual-costs`, permit),
    ])
      expect(said(answer)).toBe("409 job_costing.is_visit");
    await ok(api.post(`${BASE}/${id}/freeze`));
    await work(mike.id, visit.id, "2026-01-07T14:00:00Z", 60);
    expect(await costs(id)).toMatchObject({ labour_minutes: 120 });
  });

  it("are not for dispatchers, and what cannot be costed is refused", async () => {
    const { buyer, api, job, sell } = await newShop();
    const [one, two] = [await job(), await job()];
    const dispatcher = client({
      authorization: `Bearer ${await tokenAs(buyer, ["dispatcher"])}`,
      "x-tenant-id": buyer.tenantId,
    });
    expect((await dispatcher.get(`${BASE}/${one.id}`)).status).toBe(403);
    const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const add = (body: object) => api.post(`${BASE}/${one.id}/manual-costs`, { description: "A cost", ...body });
    const both = await add({ kind: "vehicle", amount_cents: 1, miles: 1 });
    expect([both.status, both.error.fields]).toEqual([422, { amount_cents: "must be left out with miles" }]);
    const neither = await add({ kind: "permit" });
    expect([neither.status, neither.error.fields]).toEqual([422, { amount_cents: "is required without miles" }]);
    expect(said(await add({ kind: "permit", miles: 1 }))).toBe("422 request.invalid");
    expect(said(await add({ kind: "permit", amount_cents: 1, incurred_on: later }))).toBe("422 job_cost.in_future");
    expect(said(await add({ kind: "vehicle", miles: 0.001 }))).toBe("422 job_cost.amount_zero");
    await ok(api.patch("/admin/organization", { vehicle_rate_millicents: null }));
    expect(said(await add({ kind: "vehicle", miles: 3 }))).toBe("409 job_cost.vehicle_rate_missing");
    const sale = await sell(one.id, 10_000);
    expect(said(await api.put(`${BASE}/${two.id}/sales/${sale.id}`, {}))).toBe("409 job_costing.sale_of_other_job");
    expect(said(await remove(api, `${BASE}/${two.id}/sales/${sale.id}`))).toBe("404 job_sale.not_found");
    await ok(remove(api, `${BASE}/${one.id}/sales/${sale.id}`));
    expect((await api.put(`${BASE}/${two.id}/sales/${sale.id}`, {})).status).toBe(200);
  });
});
