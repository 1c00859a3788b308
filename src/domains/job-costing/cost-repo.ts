import { type SQL, sql } from "drizzle-orm";
import { q } from "#/db/tenant/client.ts";
import type { Instant } from "#/kernel/time.ts";
import type { Figures } from "./rules.ts";

// What jobs cost, in one statement: the sums of each kind by the job's index in its table. A frozen job has the figures that it was frozen with.

export const ISSUED = "status not in ('draft', 'void')";
/** The ids of a job and of its further visits: each is a dispatch job of its own, under the same number. */
export const visitsOf = (alias: string) =>
  `select ${alias}.id union all select z.id from dispatch_jobs z indexed by dispatch_jobs_further_visits where z.tenant_id = ${alias}.tenant_id and z.parent_id = ${alias}.id`;
/** Accepted estimates `e` of a job `a`: of the job that they became, else of the one that they were made on. */
export const ESTIMATE_OF_JOB = `e.tenant_id = a.tenant_id and e.status in ('accepted', 'converted') and e.id in (
  select k.id from estimates k indexed by estimates_by_converted_job where k.tenant_id = a.tenant_id and k.converted_job_id in (${visitsOf("a")})
  union all select k.id from estimates k indexed by estimates_by_job
    where k.tenant_id = a.tenant_id and k.job_id in (${visitsOf("a")}) and k.converted_job_id is null)`;
/** SQLite keeps no statistics here, and would read all rows of a business by the primary key: each index is named. */
const at = {
  i: "invoices i indexed by invoices_by_job",
  n: "credit_notes n indexed by credit_notes_by_invoice",
  t: "time_entry_costs t indexed by time_entry_costs_by_job",
  m: "stock_moves m indexed by stock_moves_by_job",
  r: "purchase_order_receipts r indexed by purchase_order_receipts_by_job",
  x: "expenses x indexed by expenses_by_job",
  v: "job_costs v indexed by job_costs_by_job",
  l: "job_sales l indexed by job_sales_by_job",
} as const;
type OfJob = Exclude<keyof typeof at, "n">;
/** The rows of a job `a` and its visits in a table, under its alias; more conditions may follow. */
export const rowsOfJob = (alias: OfJob, join = "") =>
  `${at[alias]} ${join} where ${alias}.tenant_id = a.tenant_id and ${alias}.job_id in (${visitsOf("a")})`;
export const CREDIT_NOTES = at.n;

/** Sales of a job `a`: those that were named for it, and those that its estimates became and nobody named for another. */
export const SALES_OF_JOB = `select l.sale_id from ${rowsOfJob("l")}
  union select e.converted_sale_id from estimates e where ${ESTIMATE_OF_JOB} and e.converted_sale_id is not null
    and not exists (select 1 from job_sales l where l.tenant_id = e.tenant_id and l.sale_id = e.converted_sale_id)`;

/** A quotient of integers from 0 on, rounded half to even. */
const halfEvenOf = (n: string, d: string) =>
  `((2 * ${n} + ${d}) / (2 * ${d}) - ((2 * ${n} + ${d}) % (2 * ${d}) = 0 and (2 * ${n} + ${d}) / (2 * ${d}) % 2 = 1))`;

/** What a refund will take of a commission that is not earned yet: as `refunded` of the ledger, from each technician their part. */
const REFUNDED_OF_SALE = `case when s.refunded_cents = 0 then 0 when s.refunded_cents = s.paid_cents then s.commission_cents
  else (select sum(${halfEvenOf("(w.value ->> '$.commissionCents' * s.refunded_cents)", "s.sale_price_cents")})
    from json_each(coalesce(s.splits, json_array(json_object('commissionCents', s.commission_cents)))) w) end`;
/** What the commissions of a sale `s` cost: what was posted for it, or what it will earn. */
export const COMMISSION_OF_SALE = `case
  when s.earned_on is null and s.voided = 0 and s.approval_status <> 'rejected' then s.commission_cents - (${REFUNDED_OF_SALE})
  else coalesce((select sum(m.amount_cents) from commission_entries m indexed by commission_entries_by_sale where m.tenant_id = s.tenant_id and m.sale_id = s.id), 0) end`;

/** Of an invoice `i`: without taxes, after discounts, less its credit notes. */
const NET = `i.total_cents - i.tax_cents - coalesce((select sum(n.total_cents - n.tax_cents) from ${CREDIT_NOTES}
  where n.tenant_id = i.tenant_id and n.invoice_id = i.id and n.voided_at is null), 0)`;

/** Whether miles of a vehicle are among the costs of a job `a`: their rate pays for its fuel. */
const HAS_MILES = `exists (select 1 from ${rowsOfJob("v")} and v.miles_milli is not null)`;
const FUEL =
  "exists (select 1 from fuel_logs f indexed by fuel_logs_by_expense where f.tenant_id = x.tenant_id and f.expense_id = x.id)";
/** Expenses `x` of a job `a` that count: approved, and not paid by the rate of a mile already. */
export const COUNTED_EXPENSE = `x.status in ('approved', 'reimbursed') and not (${HAS_MILES} and ${FUEL})`;

const live = {
  invoiced_cents: `select sum(${NET}) from ${rowsOfJob("i")} and i.${ISSUED}`,
  estimate_cents: `select sum(e.total_cents - e.tax_cents) from estimates e where ${ESTIMATE_OF_JOB}`,
  labour_minutes: `select sum(t.minutes) from ${rowsOfJob("t")}`,
  labour_cents: `select sum(t.amount_cents) from ${rowsOfJob("t")}`,
  materials_cents: `select -sum(m.value_cents) from ${rowsOfJob("m")}`,
  purchases_cents: `select sum(r.job_cents) from ${rowsOfJob("r")}`,
  expenses_cents: `select sum(x.approved_cents) from ${rowsOfJob("x")} and ${COUNTED_EXPENSE}`,
  commissions_cents: `select sum(${COMMISSION_OF_SALE}) from sales s where s.tenant_id = a.tenant_id and s.id in (${SALES_OF_JOB})`,
  vehicle_cents: `select sum(v.amount_cents) from ${rowsOfJob("v")} and v.kind = 'vehicle'`,
  manual_cents: `select sum(v.amount_cents) from ${rowsOfJob("v")} and v.kind <> 'vehicle'`,
};
type Live = keyof typeof live;
const figure = (name: Exclude<Live, "invoiced_cents">, empty = "0") =>
  `case when c.frozen_at is null then coalesce((${live[name]}), ${empty}) else c.${name} end as ${name}`;
const sums = (
  [
    "labour_minutes",
    "labour_cents",
    "materials_cents",
    "purchases_cents",
    "expenses_cents",
    "commissions_cents",
    "vehicle_cents",
    "manual_cents",
  ] as const
).map((name) => figure(name));

/** All costs of a row but those of recalls. */
const TOTAL = [
  "labour_cents",
  "materials_cents",
  "purchases_cents",
  "expenses_cents",
  "commissions_cents",
  "vehicle_cents",
  "manual_cents",
  "overhead_cents",
].join(" + ");

/**
 * The figures of the jobs of a scope, as SQL after `with`: `scope` selects `tenant_id, id, place, n`. Beside it their recalls are counted, with n null. In `figures` each job bears what its recalls
 * cost, and a recall gives away what it costs: `recall_cents`. The sum over all jobs is what was spent, once.
 */
export function figuresOf(tenantId: string, scope: SQL): SQL {
  return sql`scope as materialized (${scope}),
    ids as (select * from scope union all
      select c.tenant_id, c.id, null, null from job_costings c indexed by job_costings_by_recall
        where c.tenant_id = ${tenantId} and c.recall_of_job_id in (select id from scope)),
    raw as materialized (select a.*, c.recall_of_job_id, c.frozen_at, c.overhead_cents as frozen_overhead,
        case when c.frozen_at is null then (${sql.raw(live.invoiced_cents)}) else case c.revenue_basis when 'invoice' then c.revenue_cents end end as invoiced_cents,
        ${sql.raw(figure("estimate_cents", "null"))}, ${sql.raw(sums.join(", "))},
        (select coalesce(max(settings ->> '$.job_overhead_bps'), 0) from organizations where tenant_id = ${tenantId}) as overhead_bps
      from ids a left join job_costings c on c.tenant_id = a.tenant_id and c.id = a.id),
    priced as (select raw.*, case when frozen_at is null then ${sql.raw(halfEvenOf("(labour_cents * overhead_bps)", "10000"))}
        else frozen_overhead end as overhead_cents from raw),
    costs as (select priced.*, ${sql.raw(TOTAL)} as own_cents,
        case when invoiced_cents is not null then 'invoice' when estimate_cents is not null then 'estimate' else 'none' end as revenue_basis,
        coalesce(invoiced_cents, estimate_cents, 0) as revenue_cents from priced),
    recalls as materialized (select recall_of_job_id as original, sum(own_cents) as cents from costs
        where n is null group by recall_of_job_id),
    figures as (select costs.*, coalesce((select r.cents from recalls r where r.original = costs.id), 0)
        - case when costs.recall_of_job_id is null then 0 else costs.own_cents end as recall_cents
      from costs where costs.n is not null)`;
}

export type FigureRow = Figures & {
  id: number;
  place: string;
  n: number;
  recallOfJobId: number | null;
  frozenAt: Instant | null;
  recallCents: number;
};

const column = <T>(name: string) => sql<T>`${sql.raw(`f.${name}`)}`.as(name);
export const figureColumns = {
  id: column<number>("id"),
  place: column<string>("place"),
  n: column<number>("n"),
  recallOfJobId: column<number | null>("recall_of_job_id"),
  frozenAt: column<Instant | null>("frozen_at"),
  revenueBasis: column<Figures["revenueBasis"]>("revenue_basis"),
  revenueCents: column<number>("revenue_cents"),
  estimateCents: column<number | null>("estimate_cents"),
  labourMinutes: column<number>("labour_minutes"),
  labourCents: column<number>("labour_cents"),
  materialsCents: column<number>("materials_cents"),
  purchasesCents: column<number>("purchases_cents"),
  expensesCents: column<number>("expenses_cents"),
  commissionsCents: column<number>("commissions_cents"),
  vehicleCents: column<number>("vehicle_cents"),
  manualCents: column<number>("manual_cents"),
  overheadCents: column<number>("overhead_cents"),
  recallCents: column<number>("recall_cents"),
};

/** The figures of a job and of its recalls, the job first. */
export const figuresAround = (tenantId: string, jobId: number) =>
  q.select(figureColumns).from(
    sql`(with ${figuresOf(
      tenantId,
      sql`select j.tenant_id, j.id, '' as place, j.id as n from dispatch_jobs j where j.tenant_id = ${tenantId}
        and (j.id = ${jobId} or j.id in (select c.id from job_costings c indexed by job_costings_by_recall where c.tenant_id = ${tenantId} and c.recall_of_job_id = ${jobId}))`,
    )} select * from figures order by id <> ${jobId}, id) f`,
  );
