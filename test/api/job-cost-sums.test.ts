import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import type { Json } from "../support/client.ts";
import { at, BASE, holds, newShop, ok } from "../support/costs.ts";
import { brokenRules } from "../support/invariants.ts";
import { made, newOrder, newPart, take } from "../support/orders.ts";

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed;
  const below = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return { below, from: (low: number, high: number) => low + below(high - low + 1) };
}
/** A quotient rounded half to even, for numbers from 0 on. */
const rounded = (n: number, d: number): number => {
  const [whole, twice] = [Math.floor(n / d), 2 * (n % d)];
  return whole + (twice > d || (twice === d && whole % 2 === 1) ? 1 : 0);
};
const nth = <T>(list: readonly T[], i: number): T => list[i] as T;
const sumOf = (rows: readonly Json[], name: string): number => rows.reduce((all, row) => all + row[name], 0);

type Model = Record<
  "revenue" | "labour" | "materials" | "purchases" | "expenses" | "commissions" | "vehicle" | "manual" | "minutes",
  number
>;
const ROWS = ["labour", "materials", "purchases", "expenses", "commissions", "vehicle", "manual"] as const;
const FIGURES = [...ROWS.map((row) => `${row}_cents`), "revenue_cents", "overhead_cents", "recall_cents", "cost_cents"];

describe("what jobs cost, after a seeded month of work, returns, credits, refunds and voids", () => {
  it("is the same in lists, accounts and every summary, and what the test itself has added up", async () => {
    const { buyer, api, mike, ann, job, work, invoice, sell, expense, costs } = await newShop();
    const { below, from } = numbers(20_261_128);
    const starts = [
      ...["2026-01-05T14:00:00Z", "2026-01-20T14:00:00Z", "2026-02-01T02:00:00Z", "2026-02-03T15:00:00Z"],
      ...["2026-02-10T15:00:00Z", "2026-03-01T15:00:00Z"],
    ];
    const jobs: Json[] = [];
    for (const [i, start] of starts.entries())
      jobs.push(
        await job({
          ...{
            scheduled_start: start,
            scheduled_end: start.replace(":00:00Z", ":30:00Z"),
            service_zip: `3360${i % 2}`,
          },
          ...(i > 0 && { job_type: ["repair", "install"][i % 2] }),
        }),
      );
    const models = jobs.map((): Model => {
      return {
        ...{ revenue: 0, labour: 0, materials: 0, purchases: 0, expenses: 0, commissions: 0 },
        vehicle: 0,
        manual: 0,
        minutes: 0,
      };
    });
    const part = await newPart(buyer);
    await made(buyer, "/admin/inventory/receive", { ...at(buyer, part), quantity: 300, unit_cost_cents: 1337 });
    const stock = { milli: 300_000, cents: 401_100 };
    const issued = jobs.map(() => ({ milli: 0, cents: 0 }));
    let week = 0;

    const happens: ((job: Json, model: Model, i: number) => Promise<unknown>)[] = [
      async ({ id }, model) => {
        const [who, minutes] = [below(2), from(10, 500)];
        model.labour += rounded(minutes * nth([3125, 3750], who), 60);
        model.minutes += minutes;
        const day = new Date(Date.parse("2024-01-02T15:00:00Z") + 7 * 86_400_000 * week++).toISOString();
        await work(nth([mike, ann], who).id, id, day, minutes);
      },
      async ({ id }, model, i) => {
        const quantity = from(1, 9000) / 1000;
        const milli = Math.round(quantity * 1000);
        const cents = rounded(stock.cents * milli, stock.milli);
        await made(buyer, "/admin/inventory/issue", { ...at(buyer, part), job_id: id, quantity });
        stock.milli -= milli;
        stock.cents -= cents;
        model.materials += cents;
        issued[i] = { milli: nth(issued, i).milli + milli, cents: nth(issued, i).cents + cents };
      },
      async ({ id }, model, i) => {
        const had = nth(issued, i);
        if (had.milli === 0) return;
        const milli = from(1, had.milli);
        const cents = rounded(had.cents * milli, had.milli);
        await made(buyer, "/admin/inventory/return", { ...at(buyer, part), job_id: id, quantity: milli / 1000 });
        stock.milli += milli;
        stock.cents += cents;
        model.materials -= cents;
        issued[i] = { milli: had.milli - milli, cents: had.cents - cents };
      },
      async ({ id }, model) => {
        const [unit_cost_cents, freight] = [from(1, 9999), below(500)];
        const order = await newOrder(buyer, [{ part_id: part.id, quantity: 3, unit_cost_cents }], "sent", {
          job_id: id,
        });
        const landed_costs = freight > 0 ? [{ kind: "freight", amount_cents: freight }] : [];
        await take(buyer, order.id, "receive", { items: [{ line: 1, quantity: 2 }], landed_costs });
        model.purchases += 2 * unit_cost_cents + freight;
      },
      async ({ id }, model) => {
        const [claimed, kind] = [from(1000, 9999), below(3)];
        const one = await expense(id, claimed, kind === 0 ? null : claimed - 7);
        if (kind === 2) await ok(api.post(`/admin/expenses/${one.id}/void`, { reason: "Claimed twice" }));
        else if (kind === 1) model.expenses += claimed - 7;
      },
      async ({ id }, model) => {
        const [price, kind] = [from(10_000, 300_000), below(3)];
        const sale = await sell(id, price);
        const commission = rounded(price * 750, 10_000);
        if (kind === 0) await ok(api.patch(`/sales/${sale.id}/void`, { voided: true }));
        if (kind === 1) {
          const amount_cents = from(1, price - 1);
          await ok(api.patch(`/sales/${sale.id}/payment-status`, { status: "paid", amount_cents: price }));
          await ok(api.patch(`/sales/${sale.id}/payment-status`, { status: "partially_refunded", amount_cents }));
          model.commissions -= rounded(commission * amount_cents, price);
        }
        if (kind > 0) model.commissions += commission;
      },
      async ({ id }, model) => {
        const miles = from(1, 90_000) / 1000;
        const cents = rounded(Math.round(miles * 1000) * 72_500, 1_000_000);
        if (cents === 0) return;
        await made(buyer, `${BASE}/${id}/manual-costs`, { kind: "vehicle", description: "Way", miles });
        model.vehicle += cents;
      },
      async ({ id }, model) => {
        const amount_cents = from(1, 9999) * (below(3) === 0 ? -1 : 1);
        await made(buyer, `${BASE}/${id}/manual-costs`, { kind: "subcontractor", description: "Crane", amount_cents });
        model.manual += amount_cents;
      },
      async ({ id }, model) => {
        const [amount, kind] = [from(10_000, 300_000), below(3)];
        const bill = await invoice(id, amount, { invoice_date: `2026-03-0${from(1, 9)}` });
        if (kind === 0) await ok(api.post(`/admin/invoices/${bill.id}/void`, { reason: "Wrong" }));
        else model.revenue += amount;
        if (kind !== 1) return;
        const amount_cents = from(1, amount);
        await ok(api.post(`/admin/invoices/${bill.id}/credit-notes`, { reason: "Late", amount_cents }));
        model.revenue -= amount_cents;
      },
    ];
    for (let n = 0; n < 36; n++) {
      const i = below(5); // nothing happens on the last job
      await nth(happens, n % happens.length)(jobs[i], nth(models, i), i);
    }

    const accounts: Json[] = [];
    for (const { id } of jobs) accounts.push(await costs(id));
    for (const [i, account] of accounts.entries()) {
      holds(account);
      const { minutes, ...model } = nth(models, i);
      for (const [row, cents] of Object.entries(model))
        expect([i, row, account[`${row}_cents`]]).toEqual([i, row, cents]);
      expect(account).toMatchObject({ labour_minutes: minutes, overhead_cents: rounded(model.labour * 1000, 10_000) });
    }
    expect(sumOf(accounts, "cost_cents")).toBeGreaterThan(0);

    const listed: Json[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = `basis=scheduled&limit=4${cursor && `&cursor=${cursor}`}`;
      const page = await ok(api.get(`${BASE}?${query}`));
      listed.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(listed.map(({ job_id }) => job_id)).toEqual(jobs.map(({ id }) => id).toReversed());
    for (const row of listed) expect(accounts.find(({ job_id }) => job_id === row.job_id)).toMatchObject(row);

    // the fourth did the work of the first again: what jobs cost in all is the same
    await ok(api.patch(`${BASE}/${jobs[3].id}`, { recall_of_job_id: jobs[0].id }));
    const summary = (query: string) => ok(api.get(`${BASE}/summary?date_from=2026-01-01&date_to=2026-03-31&${query}`));
    const byType = await summary("group_by=job_type");
    expect(await summary("")).toEqual(byType);
    expect(await ok(api.get(`${BASE}/summary?dateFrom=2026-01-01&dateTo=2026-03-31&groupBy=job_type`))).toEqual(byType);
    for (const group of ["job_type", "technician", "zip", "month"]) {
      const { items, totals } = await summary(`basis=scheduled&group_by=${group}`);
      for (const name of [...FIGURES, "labour_minutes", "jobs"]) expect(sumOf(items, name)).toBe(totals[name]);
      for (const name of FIGURES) expect([group, name, totals[name]]).toEqual([group, name, sumOf(accounts, name)]);
      expect(totals).toMatchObject({ jobs: 6, recall_cents: 0 });
    }
    const months = (await summary("basis=scheduled&group_by=month")).items;
    expect(months.map(({ group, jobs: n }: Json) => [group, n])).toEqual([
      ...[
        ["2026-01", 3],
        ["2026-02", 2],
        ["2026-03", 1],
      ], // the third begins at nine in the evening of 31 January
    ]);
    const january = await ok(api.get(`${BASE}?basis=scheduled&date_from=2026-01-01&date_to=2026-01-31`));
    expect(sumOf(january.items, "revenue_cents")).toBe(months[0].revenue_cents);

    const invoiced = await ok(api.get(`${BASE}?basis=invoiced`));
    const billed = accounts.filter(({ revenue_basis }) => revenue_basis === "invoice").map(({ job_id }) => job_id);
    expect(new Set(invoiced.items.map(({ job_id }: Json) => job_id))).toEqual(new Set(billed));
    expect((await summary("basis=invoiced&group_by=month")).totals).toMatchObject({
      ...{ jobs: billed.length, revenue_cents: sumOf(accounts, "revenue_cents") },
    });
    expect(await brokenRules((text, id) => sql(buyer.shard, text, id), buyer.tenantId)).toEqual([]);
    const done =
      "update dispatch_jobs set status = 'completed', completed_at = ?, technician_id = ?, crew = ? where tenant_id = ? and id = ?";
    for (const [i, at] of ["2026-01-06T04:59:00.000Z", "2026-01-06T05:00:00.000Z"].entries())
      await sql(
        buyer.shard,
        done,
        at,
        nth([mike, ann], i).id,
        i === 0 ? "[]" : `[${mike.id}]`,
        buyer.tenantId,
        jobs[i].id,
      );
    const ids = async (query: string) =>
      (await ok(api.get(`${BASE}?${query}`))).items.map(({ job_id }: Json) => job_id);
    expect(await ids("date_to=2026-01-05")).toEqual([jobs[0].id]);
    expect(await ids(`technician_id=${mike.id}`)).toEqual([jobs[1].id, jobs[0].id]);
    expect(await ids(`technician_id=${ann.id}`)).toEqual([jobs[1].id]);
    expect(await ids("job_type=install")).toEqual([jobs[1].id]);
  });
});
