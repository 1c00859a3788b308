import { expect } from "vitest";
import { type Answer, type Json, newItem, newTechnician } from "./client.ts";
import { type Buyer, made, newBuyer } from "./orders.ts";
import { newJob } from "./stock.ts";

export const BASE = "/admin/job-costing";

export async function ok(answer: Promise<Answer>): Promise<Json> {
  const { status, text, data } = await answer;
  expect([200, 201], text).toContain(status);
  return data;
}

/** A business that lays 25 % on pay, 10 % of labour on jobs, and 72.5 cents on a mile; with an hourly and a salaried technician. */
export async function newShop() {
  const buyer = await newBuyer({
    ...{ timezone: "America/New_York", labour_burden_bps: 2500, job_overhead_bps: 1000 },
    vehicle_rate_millicents: 72_500,
  });
  const { api } = buyer;
  const [mike, ann] = [await newTechnician(buyer, true), await newTechnician(buyer)];
  await ok(api.patch(`/admin/technicians/${ann.id}`, { pay_type: "salary", base_pay_cents: 6_240_000 }));
  const item = await newItem(buyer);
  await ok(api.put(`/admin/commission-config/tech/${mike.id}/item/${item.id}`, { commission_rate_bps: 750 }));
  const customer = await made(buyer, "/admin/customers", { name: "Pat Doe" });
  const job = (more: object = {}) => newJob(buyer, { customer_id: customer.id, customer_name: "Pat Doe", ...more });
  const work = (technician_id: number, job_id: number | undefined, clock_in: string, minutes: number) =>
    made(buyer, "/time-tracking/entries", {
      ...{ technician_id, job_id, clock_in },
      clock_out: new Date(Date.parse(clock_in) + minutes * 60_000).toISOString(),
    });
  const invoice = (job_id: number, amount_cents: number, more: object = {}) =>
    made(buyer, "/admin/invoices", {
      ...{ customer_id: customer.id, job_id, line_items: [{ description: "AC repair", amount_cents, quantity: 1 }] },
      ...{ send: true, ...more },
    });
  const sell = async (jobId: number, sale_price_cents: number): Promise<Json> => {
    const sale = await made(buyer, "/sales", {
      ...{ technician_id: mike.id, item_id: item.id, sale_price_cents, customer_name: "Pat Doe", payment_type: "cash" },
    });
    await ok(api.put(`${BASE}/${jobId}/sales/${sale.id}`, {}));
    return sale;
  };
  const expense = async (job_id: number, amount_cents: number, approved_cents: number | null): Promise<Json> => {
    const one = await made(buyer, "/admin/expenses", {
      ...{ technician_id: mike.id, job_id, amount_cents, incurred_on: "2026-01-05", vendor: `Ace ${amount_cents}` },
      expense_category_id: category.id,
    });
    await ok(mike.api.post(`/tech/expenses/${one.id}/submit`));
    if (approved_cents !== null) await ok(api.post(`/admin/expenses/${one.id}/approve`, { approved_cents }));
    return one;
  };
  const category = await made(buyer, "/admin/expense-categories", { name: "Tools" });
  const costs = (id: number) => ok(api.get(`${BASE}/${id}`));
  return { buyer, api, mike, ann, customer, job, work, invoice, sell, expense, costs };
}
export const at = (buyer: Buyer, part: Json) => ({ part_id: part.id, location_id: buyer.warehouse.id });

/** Each row of a job is the sum of its lines, and what it earns is what is left. */
export function holds(job: Json): void {
  const rows = [
    ...["labour", "materials", "purchases", "expenses", "commissions", "vehicle", "manual", "overhead", "recall"],
  ];
  const sum = (row: string) =>
    job.lines.filter((line: Json) => line.row === row).reduce((all: number, line: Json) => all + line.amount_cents, 0);
  for (const row of ["revenue", ...rows]) expect([row, sum(row)]).toEqual([row, job[`${row}_cents`]]);
  expect(job.cost_cents).toBe(rows.reduce((all, row) => all + job[`${row}_cents`], 0));
  expect(job.gross_profit_cents).toBe(job.revenue_cents - job.cost_cents);
}
