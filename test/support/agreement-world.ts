import { drizzle } from "drizzle-orm/d1";
import { type Ctx, enterTenant, machineCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { enrolDailyRuns } from "#/db/tenant/daily.ts";
import { load } from "#/db/tenant/load.ts";
import { activateAgreement } from "#/domains/agreements/actions/activate-agreement.ts";
import { addPlan } from "#/domains/agreements/actions/change-plan.ts";
import { createAgreement } from "#/domains/agreements/actions/create-agreement.ts";
import { AddAgreementPlan } from "#/domains/agreements/plan-schemas.ts";
import { continueRun, startRun } from "#/domains/agreements/run.ts";
import { customers, planCustomer, readCustomer } from "#/domains/customers/index.ts";
import { type LocalDate, localTime, plusDays } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { runDaily } from "#/queues/daily.ts";
import { bindingOf, openSqlite } from "../simulation/sqlite-d1.ts";

// A business with agreements of each kind, in the database of the simulation, whose days are lived by the daily job itself.

export const FIRST = "2026-01-31" as LocalDate;
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

/** `answer` is what answers a trip to the database; as it is, or broken off. */
export function worldIn(timezone: string, answer = (run: () => D1Result[]): D1Result[] => run()) {
  const database = openSqlite("tenant");
  const binding = bindingOf(async (statements) => answer(() => database.run(statements)));
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
  /** As if the worker had died long ago. */
  const endLeases = () =>
    database.rows("update agreement_runs set next_attempt_at = '2000-01-01T00:00:00.000Z' where status = 'waiting'");
  return { at, run, found, ended, endLeases, keep: () => database.keep(), reset: () => database.reset() };
}
export type World = ReturnType<typeof worldIn>;
