import { drizzle } from "drizzle-orm/d1";
import { expect, it } from "vitest";
import type { Ctx } from "#/ctx.ts";
import { enterTenant, machineCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { enrolDailyRuns } from "#/db/tenant/daily.ts";
import { load } from "#/db/tenant/load.ts";
import { activateAgreement } from "#/domains/agreements/actions/activate-agreement.ts";
import { cancelAgreement } from "#/domains/agreements/actions/cancel-agreement.ts";
import { addPlan } from "#/domains/agreements/actions/change-plan.ts";
import { createAgreement } from "#/domains/agreements/actions/create-agreement.ts";
import { resumeAgreement, suspendAgreement } from "#/domains/agreements/actions/suspend-agreement.ts";
import { AddAgreementPlan } from "#/domains/agreements/plan-schemas.ts";
import { continueRun, startRun } from "#/domains/agreements/run.ts";
import { customers, planCustomer, readCustomer } from "#/domains/customers/index.ts";
import { type LocalDate, localTime, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { runDaily } from "#/queues/daily.ts";
import { bindingOf, openSqlite } from "./simulation/sqlite-d1.ts";

// Three years of agreements, day by day by the daily job itself, in the database of the simulation. A reference lives them without faults; in each of
// four time zones the crons are skipped, doubled and late, and two workers run the same day. What is there in the end must be the same, row by row.

const FIRST = "2026-01-31" as LocalDate;
const DAYS = Number(process.env.AGREEMENT_DAYS ?? 3 * 365 + 1);
const TENANT = "00000000-0000-4000-8000-00000000a9ee";
const plans = [
  {
    name: "Monthly",
    price_cents: 4900,
    billing_frequency: "monthly",
    visits_per_year: 2,
    renewal_price_rule: "percent",
    renewal_price_bps: 350,
  },
  { name: "Arrears", price_cents: 9900, billing_frequency: "quarterly", billing_timing: "arrears", visits_per_year: 4 },
  { name: "Seasons", price_cents: 18900, visits_per_year: 2, preferred_months: [3, 4, 5, 9, 10, 11] },
  { name: "Ends", price_cents: 20000, visits_per_year: 1, auto_renew: false },
  { name: "Endless", price_cents: 1500, billing_frequency: "monthly", term_months: null, visits_per_year: 3 },
  { name: "Once", price_cents: 60000, billing_frequency: "one_time", term_months: 18, visits_per_year: 5 },
] as const;

/** mulberry32: the same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function worldIn(timezone: string) {
  const database = openSqlite("tenant");
  const binding = bindingOf(async (statements) => database.run(statements));
  const sent = { send: async () => undefined, sendBatch: async () => undefined };
  const env = { ENVIRONMENT: "production", SHARD_00: binding, TASKS: sent, EVENTS: sent, MAIL: sent };
  database.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", TENANT);
  const at = (day: LocalDate, time = "12:00"): Ctx => {
    const now = localTime(day, time, timezone);
    const open = {
      ...machineCtx(env as unknown as Cloudflare.Env, { waitUntil: () => undefined }, "test"),
      now,
      realNow: now,
    };
    const tenant = {
      id: TENANT,
      businessCode: "SIM",
      businessName: "Smith",
      shard: "SHARD_00" as const,
      status: "active" as const,
    };
    const ctx = enterTenant(
      open,
      { ...tenant, timezone, branding: {}, createdAt: now, organizationVersion: 0 },
      { kind: "system", job: "test" },
    );
    return { ...ctx, announce: () => undefined };
  };
  const run = async (ctx: Ctx) => {
    await runDaily(ctx, { kind: "daily", name: "agreements of the day", run: startRun });
    for (const { id } of database.rows<{ id: string }>(
      "select id from agreement_runs where status = 'waiting' order by id",
    ))
      await continueRun(ctx, id);
  };
  const found = async () => {
    await enrolDailyRuns(drizzle(binding) as never, ["agreements of the day"], at(FIRST).now).run();
    const { id } = await load(at(FIRST), { id: customers.nextId(at(FIRST)) });
    const person = readCustomer({
      name: "Pat Doe",
      type: "residential",
      phones: [],
      emails: [],
      tags: [],
      doNotService: false,
    });
    const { row, ...part } = planCustomer(at(FIRST), { ...person, id }, false);
    await commit(at(FIRST), { ...part, result: undefined });
    for (const [i, plan] of plans.entries()) {
      const { id: planId } = await addPlan(at(FIRST), fromWire(AddAgreementPlan, AddAgreementPlan.parse(plan)));
      const startsOn = plusDays(FIRST, [0, 15, 29, 1, 0, 40][i] ?? 0);
      const made = await createAgreement(at(FIRST), { planId, customerId: row.id, startsOn });
      await activateAgreement(at(FIRST), { id: made.id });
    }
  };
  const rows = (text: string) => database.rows(text).map((one) => JSON.stringify(one));
  const ended = () => ({
    agreements: rows(
      "select plan_name, term_no, status, starts_on, ends_on, price_cents, renewed_from_id is null, last_day, suspended_on, visit_months from service_agreements order by plan_id, term_no",
    ),
    periods:
      rows(`select a.plan_name, a.term_no, p.period_no, p.period_start, p.period_end, p.billed_on, p.price_cents, i.total_cents, i.invoice_date, i.source is not null, i.status <> 'draft'
      from agreement_periods p join service_agreements a on a.id = p.agreement_id join invoices i on i.id = p.invoice_id order by a.plan_id, a.term_no, p.period_no`),
    visits:
      rows(`select a.plan_name, a.term_no, v.seq, v.due_on, v.window_start, v.window_end, v.status, j.title, j.description from agreement_visits v
      join service_agreements a on a.id = v.agreement_id left join dispatch_jobs j on j.id = v.dispatch_job_id order by a.plan_id, a.term_no, v.seq`),
    recurring: rows(
      "select title, status, next_period_no, next_invoice_on, periods_left, invoices_made from recurring_invoices order by agreement_id, title",
    ),
    told: rows(
      "select type, count(*) from outbox where type in ('agreement.renewed', 'agreement.expired', 'agreement.cancelled', 'invoice.sent') group by type order by type",
    ),
    counts: rows(
      "select (select count(*) from invoices), (select count(distinct source) from invoices), (select count(*) from dispatch_jobs), (select count(distinct number) from invoices), (select max(cast(substr(number, 5) as integer)) from invoices)",
    ),
  });
  return { at, run, found, ended };
}
type World = ReturnType<typeof worldIn>;

/** What the office does on its days. */
async function office({ at }: World, n: number): Promise<void> {
  const day = plusDays(FIRST, n);
  if (n === 100) await suspendAgreement(at(day), { id: 1, reason: null });
  if (n === 170) await resumeAgreement(at(day), { id: 1, extend: true });
  if (n === 200) await suspendAgreement(at(day), { id: 5, reason: null });
  if (n === 260) await resumeAgreement(at(day), { id: 5, extend: false });
  if (n === 500) await cancelAgreement(at(day), { id: 5, effective: "period_end", refund: "none", reason: null });
}

async function live(world: World, faults?: () => number): Promise<ReturnType<World["ended"]>> {
  await world.found();
  let silent = 0;
  for (let n = 0; n < DAYS; n++) {
    const day = plusDays(FIRST, n);
    const isLast = n === DAYS - 1;
    const dies = faults && !isLast ? faults() : 1;
    if (silent > 0 && !isLast) silent--;
    else if (dies < 0.03)
      silent = Math.floor((faults?.() ?? 0) * 20); // nothing runs for up to twenty days: visits are scheduled thirty days ahead
    else if (dies >= (faults ? 0.8 : 0.4)) await world.run(world.at(day, faults && faults() < 0.3 ? "23:59" : "02:00"));
    if (faults && dies > 0.97) {
      await Promise.all([world.run(world.at(day, "03:00")), continueRun(world.at(day, "03:01"), day)]);
      await continueRun({ ...world.at(day), now: plusSeconds(toInstant(world.at(day).now), 1) }, day);
    }
    await office(world, n);
  }
  return world.ended();
}

it("ends three years of agreements with the same rows, whichever crons were skipped, doubled or late, in four time zones", async () => {
  const expected = await live(worldIn("America/New_York"));
  expect(expected.periods.length).toBeGreaterThan(60);
  expect(expected.visits.length).toBeGreaterThan(25);
  for (const [i, zone] of ["Asia/Kolkata", "America/Phoenix", "America/New_York", "Europe/Berlin"].entries())
    expect(await live(worldIn(zone), dice(20_260_131 + i)), zone).toEqual(expected);
});
