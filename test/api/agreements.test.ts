import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, eventually as until } from "../support/client.ts";

const PLAN = { name: "Comfort Club", price_cents: 18_900, visits_per_year: 2, discount_bps: 1000 };
const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date());

async function agreed({ api }: Business, plan: object = {}, more: object = {}) {
  const made = await api.post("/admin/agreement-plans", { ...PLAN, ...plan });
  expect(made.status, made.text).toBe(201);
  const customer = await api.post("/admin/customers", { name: "Pat Doe", emails: [{ address: "pat@doe.example" }] });
  const agreement = await api.post("/admin/service-agreements", {
    plan_id: made.data.id,
    customer_id: customer.data.id,
    ...more,
  });
  expect(agreement.status, agreement.text).toBe(201);
  return { plan: made.data, customer: customer.data, ...agreement.data };
}
/** Waits until what is found is as it should be. */
const eventually = <T>(find: () => Promise<T>, isThere: (found: T) => boolean) =>
  until(async () => {
    const found = await find();
    return isThere(found) && { found };
  }, "the run of the day").then(({ found }) => found);
const activate = async (business: Business, id: number, body: object = {}) => {
  const active = await business.api.post(`/admin/service-agreements/${id}/activate`, body);
  expect(active.status, active.text).toBe(200);
  return active.data;
};
const recurringOf = async ({ api }: Business, id: number) =>
  (await api.get(`/admin/recurring-invoices?agreement_id=${id}`)).data.items[0];
const invoicesOf = ({ shard, tenantId }: Business) =>
  sql<{ source: string; total_cents: number; status: string; number: string; invoice_date: string }>(
    shard,
    "select source, total_cents, status, number, invoice_date from invoices where tenant_id = ? and source like 'agreement:%' order by id",
    tenantId,
  );
const refused = async (
  answer: Promise<{ status: number; body: unknown; text: string }>,
  status: number,
  reason: string,
) => {
  const { text, ...got } = await answer;
  expect(got.status, text).toBe(status);
  expect(text).toContain(reason);
};

describe("agreement plans", () => {
  it("are added, changed and archived; an archived one is not sold any more", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { plan, customer } = await agreed(business);
    expect(plan).toMatchObject({ term_months: 12, billing_frequency: "annual", auto_renew: true, lead_days: 30 });
    await refused(api.post("/admin/agreement-plans", PLAN), 409, "agreement_plan.name_taken");
    const odd = { ...PLAN, name: "Odd", term_months: 5, billing_frequency: "quarterly" };
    await refused(api.post("/admin/agreement-plans", odd), 422, "term_months");
    await refused(api.patch(`/admin/agreement-plans/${plan.id}`, { term_months: 5 }), 422, "agreement_plan.term_unfit");
    expect((await api.patch(`/admin/agreement-plans/${plan.id}`, { is_archived: true })).data.is_archived).toBe(true);
    const again = { plan_id: plan.id, customer_id: customer.id };
    await refused(api.post("/admin/service-agreements", again), 409, "agreement_plan.archived");
  });
});

describe("a service agreement", () => {
  it("keeps its plan as it was, is billed on its first day and plans its visits", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id, plan } = await agreed(business);
    await api.patch(`/admin/agreement-plans/${plan.id}`, { price_cents: 99_900 });
    expect(await activate(business, id)).toMatchObject({
      ...{ status: "active", price_cents: 18_900, monthly_cents: 1575, will_auto_renew: true },
      plan_snapshot: { price_cents: 18_900, visits_per_year: 2 },
    });
    const [invoice] = await eventually(
      () => invoicesOf(business),
      (found) => found.length === 1,
    );
    expect(invoice).toMatchObject({
      source: `agreement:${id}:1`,
      total_cents: 18_900,
      number: "INV-1",
      status: "sent",
    });
    const { items } = (
      await eventually(
        () => api.get(`/admin/service-agreements/${id}/visits`),
        ({ data }) => data.items[0].status === "scheduled",
      )
    ).data;
    expect(items).toHaveLength(2);
    const job = (await api.get(`/admin/dispatch/${items[0].dispatch_job_id}`)).data;
    expect(job).toMatchObject({ title: "Comfort Club: visit 1", customer_name: "Pat Doe", status: "pending" });
    expect((await recurringOf(business, id)).invoices_made).toBe(1);
    const { data } = await api.get(`/admin/service-agreements/${id}/periods`);
    expect(data.items).toMatchObject([{ period_no: 1, price_cents: 18_900, refunded_cents: 0 }]);
    await refused(api.patch(`/admin/service-agreements/${id}`, { price_cents: 1 }), 409, "service_agreement.not_draft");
  });

  it("has visits that follow their jobs", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await agreed(business);
    await activate(business, id);
    const visit = async () => (await api.get(`/admin/service-agreements/${id}/visits`)).data.items[0];
    const { dispatch_job_id: job, id: visitId } = await eventually(visit, ({ status }) => status === "scheduled");
    await refused(
      api.patch(`/admin/agreement-visits/${visitId}`, { status: "completed" }),
      409,
      "agreement_visit.has_job",
    );
    await api.patch(`/admin/dispatch/${job}/cancel`, { reason: "They are on holiday" });
    await eventually(visit, ({ status }) => status === "skipped");
    const planned = await api.patch(`/admin/agreement-visits/${visitId}`, { due_on: "2199-01-01" });
    expect(planned.data).toMatchObject({ status: "planned", dispatch_job_id: null, window_start: "2198-12-17" });
    const done = await api.patch(`/admin/agreement-visits/${visitId}`, { status: "completed" });
    expect(done.data).toMatchObject({ status: "completed", completed_on: today() });
    await refused(api.patch(`/admin/agreement-visits/${visitId}`, { status: "planned" }), 409, "agreement_visit.over");
  });

  it("gives back what is not used when it is cancelled, as a credit note", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id, customer } = await agreed(business);
    await activate(business, id);
    await eventually(
      () => invoicesOf(business),
      (found) => found.length === 1,
    );
    const discount = async (date: string) =>
      (await api.get(`/admin/service-agreements/member-discount?customer_id=${customer.id}&date=${date}`)).data
        .discount_bps;
    expect(await discount(today())).toBe(1000);
    const ask = { effective: "now", refund: "prorata_days", reason: "Sold the house" };
    const { ends_on: end, starts_on: start } = (await api.get(`/admin/service-agreements/${id}`)).data;
    const all = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
    const cancelled = await api.post(`/admin/service-agreements/${id}/cancel`, ask);
    expect(cancelled.status, cancelled.text).toBe(200);
    const cents = Math.round((18_900 * (all - 1)) / all);
    expect(cancelled.data).toMatchObject({ status: "cancelled", refunded_cents: cents, last_day: today() });
    const note = (await api.get(`/admin/credit-notes/${cancelled.data.credit_note_id}`)).data;
    expect(note).toMatchObject({ total_cents: cents, reason: "Sold the house" });
    expect(await recurringOf(business, id)).toMatchObject({ status: "ended", next_invoice_on: null });
    expect([await discount(today()), await discount("2199-01-01")]).toEqual([1000, 0]);
    await refused(api.post(`/admin/service-agreements/${id}/cancel`, ask), 409, "service_agreement.wrong_status");
  });

  it("is cancelled for the end of its period, suspended, resumed and renewed only where that makes sense", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await agreed(
      business,
      { billing_frequency: "monthly", visits_per_year: 0 },
      { starts_on: "2190-01-31" },
    );
    const path = `/admin/service-agreements/${id}`;
    await refused(api.post(`${path}/suspend`, {}), 409, "service_agreement.wrong_status");
    await activate(business, id);
    await refused(
      api.post(`${path}/cancel`, { effective: "period_end", refund: "prorata_days" }),
      422,
      "refund_needs_now",
    );
    const renewed = await api.post(`${path}/renew`, { price_cents: 20_000 });
    expect(renewed.data).toMatchObject({
      term_no: 2,
      starts_on: "2191-01-31",
      price_cents: 20_000,
      renewed_from_id: id,
    });
    await refused(api.post(`${path}/renew`, {}), 409, "service_agreement.already_renewed");
    expect((await api.post(`${path}/suspend`, { reason: "Rebuilt" })).data.status).toBe("suspended");
    expect((await api.get(`/admin/service-agreements/${renewed.data.id}`)).data.status).toBe("suspended");
    expect((await recurringOf(business, id)).status).toBe("suspended");
    expect((await api.post(`${path}/resume`, {})).data).toMatchObject({ status: "active", ends_on: "2191-01-30" });
    const { id: recurring } = await recurringOf(business, id);
    const { items } = (await api.get(`/admin/recurring-invoices/${recurring}/preview`)).data;
    expect(items.map(({ period_start: from }: { period_start: string }) => from).slice(0, 4)).toEqual([
      ...["2190-01-31", "2190-02-28", "2190-03-31", "2190-04-30"],
    ]);
    expect(items).toHaveLength(12);
    await refused(api.post(`/admin/recurring-invoices/${recurring}/resume`, {}), 409, "recurring_invoice.wrong_status");
    expect((await api.post(`/admin/recurring-invoices/${recurring}/pause`, {})).data.status).toBe("paused");
    expect((await api.post(`/admin/recurring-invoices/${recurring}/resume`, {})).data.status).toBe("active");
    const run = await api.post(`/admin/recurring-invoices/${recurring}/run-now`);
    expect(run.data).toMatchObject({ invoice_ids: [], invoices_made: 0 });
    expect((await api.post(`${path}/cancel`, {})).data).toMatchObject({ status: "cancelled", refunded_cents: 0 });
    expect((await api.get(`/admin/service-agreements/${renewed.data.id}`)).data.status).toBe("cancelled");
  });

  it("bills three missed periods at once and leaves the rest to a person, who bills them by run-now, once", async () => {
    const business = await newBusiness();
    const { api } = business;
    const start = new Date(Date.now() - 130 * 86_400_000).toISOString().slice(0, 10);
    const { id } = await agreed(business, { billing_frequency: "monthly", visits_per_year: 0 }, { starts_on: start });
    await activate(business, id);
    await eventually(
      () => invoicesOf(business),
      (found) => found.length === 3,
    );
    const recurring = await recurringOf(business, id);
    expect(recurring).toMatchObject({ periods_left: 2, invoices_made: 3 });
    await refused(api.post(`/admin/service-agreements/${id}/suspend`, {}), 409, "service_agreement.behind");
    const runs = await Promise.all([1, 2, 3].map(() => api.post(`/admin/recurring-invoices/${recurring.id}/run-now`)));
    for (const run of runs) expect(run.status, run.text).toBe(200);
    expect(runs.flatMap(({ data }) => data.invoice_ids)).toHaveLength(2);
    const all = await invoicesOf(business);
    expect(all.map(({ source }) => source)).toEqual([1, 2, 3, 4, 5].map((no) => `agreement:${id}:${no}`));
    expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5].map((n) => `INV-${n}`));
    expect((await recurringOf(business, id)).periods_left).toBe(0);
    const { data } = await api.get("/admin/service-agreements/figures");
    expect(data).toMatchObject({ active: 1, mrr_cents: 18_900, currency: "USD" });
  });

  it("is listed while it ends soon, with whether it renews itself", async () => {
    const business = await newBusiness();
    const start = new Date(Date.now() - 340 * 86_400_000).toISOString().slice(0, 10);
    const { id } = await agreed(business, { auto_renew: false }, { starts_on: start });
    await activate(business, id, { bill_from: today() });
    const { data } = await business.api.get("/admin/service-agreements/expiring?days=30");
    expect(data.items).toMatchObject([{ id, will_auto_renew: false }]);
    expect(data.items[0].days_left).toBeLessThanOrEqual(30);
    expect((await business.api.get("/admin/service-agreements/expiring?days=1")).data.items).toEqual([]);
    expect(await invoicesOf(business)).toEqual([]);
  });
});
