import { expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, type Json, newBusiness, newTechnician, quiet } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";

// One agreement through the real Worker, with its real jobs, queues and reactions, on each day of three years on which something comes due.

/** Whether a technician goes there on a day on which a visit is due. */
type Visit = "done" | "cancelled" | "forgotten";

/** What a day brings: the office, the daily job, and a technician. Answers what was told of the agreement; the log of events keeps it for a week. */
async function live(
  business: Business,
  technician: Awaited<ReturnType<typeof newTechnician>>,
  [day, visit, office]: [string, Visit?, (() => Promise<unknown>)?],
) {
  // nothing comes due on the days between
  const ran = "update daily_runs set last_day = date(?, '-1 day'), due_at = ? where tenant_id = ? and task = ?";
  await sql(business.shard, ran, day, `${day}T06:00:00.000Z`, business.tenantId, "agreements of the day");
  return await atTime(`${day}T17:00:00Z`, async () => {
    await office?.();
    await runJob("agreements of the day", business);
    await runJob("agreements.run", business);
    if (visit === "done" || visit === "cancelled") await goTo(business, technician, visit);
    await quiet(business);
    const text =
      "select type, data ->> 'term_no' term from outbox where tenant_id = ? and type like 'agreement.%' and type not like 'agreement.visit%' and occurred_at > ? order by seq";
    const told = await sql<{ type: string; term: number }>(business.shard, text, business.tenantId, `${day}T`);
    return told.map(({ type, term }) => `${day} ${type} ${term}`);
  });
}

async function goTo(
  { api }: Business,
  { api: mike, id: technician_id }: Awaited<ReturnType<typeof newTechnician>>,
  visit: Visit,
) {
  const { data } = await api.get("/admin/dispatch?status=pending&limit=1");
  const job = data.items[0].id;
  if (visit === "cancelled") {
    expect((await api.patch(`/admin/dispatch/${job}/cancel`, { reason: "Nobody at home" })).status).toBe(200);
    return;
  }
  expect((await api.patch(`/admin/dispatch/${job}/assign`, { technician_id })).status).toBe(200);
  for (const status of ["en_route", "in_progress", "completed"])
    expect((await mike.patch(`/tech/dispatch/my-jobs/${job}/status`, { status })).status).toBe(200);
}

it("an agreement of three years bills twelve quarters from the 31st on, makes six visits, renews twice and expires once", async () => {
  const business = await newBusiness();
  const { api, shard, tenantId } = business;
  const mike = await newTechnician(business, true);
  const post = async (path: string, body: object): Promise<Json> => {
    const answer = await api.post(path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.data;
  };
  const agree = async () => {
    const plan = await post("/admin/agreement-plans", {
      ...{ name: "Comfort Club", price_cents: 14_700, billing_frequency: "quarterly", visits_per_year: 2 },
      ...{ renewal_price_rule: "percent", renewal_price_bps: 350 },
    });
    const customer = await post("/admin/customers", { name: "Pat Doe" });
    const agreed = { plan_id: plan.id, customer_id: customer.id, starts_on: "2026-01-31" };
    await post(`/admin/service-agreements/${(await post("/admin/service-agreements", agreed)).id}/activate`, {});
  };
  const endAutoRenew = async () => {
    const [third] = (await api.get("/admin/service-agreements?status=active")).data.items;
    expect((await api.patch(`/admin/service-agreements/${third.id}`, { auto_renew: false })).status).toBe(200);
  };
  const days: Parameters<typeof live>[2][] = [
    ["2026-01-31", "done", agree],
    ["2026-04-30"],
    ["2026-07-31", "done"],
    ["2026-10-31"],
    ["2026-12-31"], // thirty days before the end of the first term: it renews itself
    ["2027-01-31", "done"],
    ["2027-04-30"],
    ["2027-07-31", "forgotten"],
    ["2027-10-31"],
    ["2027-12-31"],
    ["2028-01-31", "cancelled"],
    ["2028-04-30", undefined, endAutoRenew],
    ["2028-07-31", "done"],
    ["2028-10-31"],
    ["2028-12-01"],
    ["2028-12-31"],
    ["2029-01-23"],
    ["2029-01-31"],
  ];
  const told: string[] = [];
  for (const day of days) told.push(...(await live(business, mike, day)));

  const rows = async (text: string) =>
    (await sql<Record<string, unknown>>(shard, text, tenantId)).map((row) => Object.values(row).join(" "));
  expect(
    await rows(
      "select term_no, status, starts_on, ends_on, price_cents from service_agreements where tenant_id = ? order by id",
    ),
  ).toEqual([
    "1 renewed 2026-01-31 2027-01-30 14700",
    "2 renewed 2027-01-31 2028-01-30 15214", // 3.5 % of 14700 is 514.5: half to even
    "3 expired 2028-01-31 2029-01-30 15746",
  ]);
  expect(
    await rows(
      `select i.number, p.period_start, p.period_end, i.invoice_date, i.total_cents, i.balance_cents from agreement_periods p
       join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id where p.tenant_id = ? order by p.agreement_id, p.period_no`,
    ),
  ).toEqual([
    "INV-1 2026-01-31 2026-04-29 2026-01-31 14700 14700",
    "INV-2 2026-04-30 2026-07-30 2026-04-30 14700 14700",
    "INV-3 2026-07-31 2026-10-30 2026-07-31 14700 14700",
    "INV-4 2026-10-31 2027-01-30 2026-10-31 14700 14700",
    "INV-5 2027-01-31 2027-04-29 2027-01-31 15214 15214",
    "INV-6 2027-04-30 2027-07-30 2027-04-30 15214 15214",
    "INV-7 2027-07-31 2027-10-30 2027-07-31 15214 15214",
    "INV-8 2027-10-31 2028-01-30 2027-10-31 15214 15214",
    "INV-9 2028-01-31 2028-04-29 2028-01-31 15746 15746",
    "INV-10 2028-04-30 2028-07-30 2028-04-30 15746 15746",
    "INV-11 2028-07-31 2028-10-30 2028-07-31 15746 15746",
    "INV-12 2028-10-31 2029-01-30 2028-10-31 15746 15746",
  ]);
  expect((await rows("select count(*) from invoices where tenant_id = ?"))[0]).toBe("12");
  expect(
    await rows(
      `select a.term_no, v.seq, v.due_on, v.status, coalesce(v.completed_on, '-'), j.status job from agreement_visits v
       join service_agreements a on a.tenant_id = v.tenant_id and a.id = v.agreement_id
       left join dispatch_jobs j on j.tenant_id = v.tenant_id and j.id = v.dispatch_job_id where v.tenant_id = ? order by v.due_on`,
    ),
  ).toEqual([
    "1 1 2026-01-31 completed 2026-01-31 completed",
    "1 2 2026-07-31 completed 2026-07-31 completed",
    "2 1 2027-01-31 completed 2027-01-31 completed",
    "2 2 2027-07-31 missed - pending",
    "3 1 2028-01-31 skipped - cancelled",
    "3 2 2028-07-31 completed 2028-07-31 completed",
  ]);
  expect(told).toEqual([
    "2026-01-31 agreement.created 1",
    "2026-01-31 agreement.activated 1",
    "2026-12-31 agreement.renewed 2",
    "2027-12-31 agreement.renewed 3",
    "2028-04-30 agreement.updated 3",
    "2028-12-01 agreement.expiring 3",
    "2028-12-31 agreement.expiring 3",
    "2029-01-23 agreement.expiring 3",
    "2029-01-31 agreement.expired 3",
  ]);
  const recurring = (await api.get("/admin/recurring-invoices")).data.items;
  expect(recurring.map(({ status, invoices_made }: Json) => `${status} ${invoices_made}`)).toEqual([
    "ended 4",
    "ended 4",
    "ended 4",
  ]);
});
