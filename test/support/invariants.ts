// What must be true of a business at any moment, whatever has failed (reliability.md 6.3, last line): each rule selects what breaks it. The
// simulation asks after every write, the fault matrix after every row.

import { inventoryRules } from "./invariants-inventory.ts";
import { invoiceRules } from "./invariants-invoices.ts";
import { orderRules } from "./invariants-orders.ts";
import { timeRules } from "./invariants-time.ts";

type Rule = { broken: string; sql: string };

const legalSteps = {
  pending: ["dispatched", "on_hold", "cancelled"],
  dispatched: ["pending", "dispatched", "acknowledged", "en_route", "on_hold", "cancelled"],
  acknowledged: ["pending", "dispatched", "en_route", "on_hold", "cancelled"],
  en_route: ["dispatched", "acknowledged", "on_site", "in_progress", "on_hold", "cancelled"],
  on_site: ["en_route", "in_progress", "on_hold", "cancelled"],
  in_progress: ["en_route", "on_site", "completed", "on_hold", "cancelled"],
  on_hold: ["pending", "dispatched", "acknowledged", "en_route", "on_site", "in_progress", "cancelled"],
  completed: ["in_progress"],
  cancelled: ["pending"],
};
const steps = Object.entries(legalSteps).flatMap(([from, all]) => [from, ...all].map((to) => `${from}>${to}`));

const rules: readonly Rule[] = [
  {
    broken: "the numbers of events have a gap",
    sql: `select max(seq) what from outbox where tenant_id = ?1 having count(*) > 0 and (count(*) <> max(seq) - min(seq) + 1
      or max(seq) <> (select last_id from sequences where tenant_id = ?1 and entity = 'event'))`,
  },
  {
    broken: "a consumer has read what is not there",
    sql: `select consumer what from outbox_cursors where tenant_id = ?1
      and seq > coalesce((select last_id from sequences where tenant_id = ?1 and entity = 'event'), 0)`,
  },
  {
    broken: "an event that was read has no delivery for an endpoint that subscribed to it",
    sql: `select o.seq || ' to ' || e.id what from outbox o join webhook_endpoints e on e.tenant_id = ?1 and e.updated_at < o.occurred_at
      join json_each(e.events) wanted on o.type glob wanted.value
      where o.tenant_id = ?1 and o.seq <= coalesce((select seq from outbox_cursors where tenant_id = ?1 and consumer = 'webhooks'), 0)
      and not exists (select 1 from webhook_deliveries d where d.tenant_id = ?1 and d.endpoint_id = e.id and d.sequence = o.seq and d.event_id = o.id)`,
  },
  {
    broken: "an event has two deliveries for one endpoint",
    sql: `select event_id what from webhook_deliveries where tenant_id = ?1 and event_id <> '' group by endpoint_id, event_id having count(*) > 1`,
  },
  {
    broken: "a delivery tells of another business, or of another event",
    sql: `select d.id what from webhook_deliveries d left join outbox o on o.tenant_id = ?1 and o.seq = d.sequence
      where d.tenant_id = ?1 and json_valid(d.body) and (coalesce(d.body ->> 'tenant_id', ?1) <> ?1 or (o.id = d.event_id and o.type <> d.event_type))`,
  },
  {
    broken: "a delivery is done that nobody has attempted",
    sql: `select id what from webhook_deliveries where tenant_id = ?1 and status = 'delivered' and (attempt_count < 1 or delivered_at is null)`,
  },
  {
    broken: "a sale and the ledger of commissions differ",
    sql: `select s.id what from sales s left join (select sale_id, sum(amount_cents) cents from commission_entries where tenant_id = ?1 group by sale_id) e
      on e.sale_id = s.id where s.tenant_id = ?1 and case
        when s.voided = 1 or s.earned_on is null or s.approval_status <> 'approved' then coalesce(e.cents, 0) <> 0
        when s.refunded_cents = 0 then coalesce(e.cents, 0) <> s.commission_cents
        when s.refunded_cents = s.paid_cents and s.paid_cents = s.sale_price_cents then coalesce(e.cents, 0) <> 0
        else coalesce(e.cents, 0) not between min(0, s.commission_cents) and max(0, s.commission_cents) end`,
  },
  {
    broken: "a sale and its payments differ",
    sql: `select s.id what from sales s left join (select sale_id,
        sum(case kind when 'payment' then amount_cents when 'payment_undone' then -amount_cents else 0 end) paid,
        sum(case kind when 'refund' then amount_cents when 'refund_undone' then -amount_cents else 0 end) refunded
        from sale_payments where tenant_id = ?1 group by sale_id) p on p.sale_id = s.id
      where s.tenant_id = ?1 and (s.paid_cents <> coalesce(p.paid, 0) or s.refunded_cents <> coalesce(p.refunded, 0)
        or s.refunded_cents > s.paid_cents)`,
  },
  {
    broken: "a closed pay period and the ledger differ",
    sql: `select p.id || ' of ' || s.technician_id what from pay_periods p join pay_statements s on s.tenant_id = ?1 and s.pay_period_id = p.id
      where p.tenant_id = ?1 and p.status in ('closed', 'paid') and (
        s.commission_cents <> (select coalesce(sum(e.amount_cents), 0) from commission_entries e where e.tenant_id = ?1
          and e.technician_id = s.technician_id and e.counts_on between p.starts_on and p.ends_on)
        or s.gross_cents <> (select coalesce(sum(l.amount_cents), 0) from pay_lines l where l.tenant_id = ?1
          and l.pay_period_id = p.id and l.technician_id = s.technician_id))`,
  },
  {
    broken: "what was earned in a closed pay period is on no statement",
    sql: `select p.id || ' of ' || e.technician_id what from pay_periods p join commission_entries e on e.tenant_id = ?1
        and e.counts_on between p.starts_on and p.ends_on where p.tenant_id = ?1 and p.status in ('closed', 'paid')
      and not exists (select 1 from pay_statements s where s.tenant_id = ?1 and s.pay_period_id = p.id and s.technician_id = e.technician_id)`,
  },
  {
    broken: "a pay period that is open has statements",
    sql: `select p.id what from pay_periods p join pay_statements s on s.tenant_id = ?1 and s.pay_period_id = p.id
      where p.tenant_id = ?1 and p.status = 'open'`,
  },
  {
    broken: "a row belongs to nothing",
    sql: `select 'entry of sale ' || sale_id what from commission_entries e where tenant_id = ?1
        and not exists (select 1 from sales s where s.tenant_id = ?1 and s.id = e.sale_id)
      union all select 'payment of sale ' || sale_id from sale_payments p where tenant_id = ?1
        and not exists (select 1 from sales s where s.tenant_id = ?1 and s.id = p.sale_id)
      union all select 'change of job ' || job_id from job_status_changes c where tenant_id = ?1
        and not exists (select 1 from dispatch_jobs j where j.tenant_id = ?1 and j.id = c.job_id)
      union all select 'sale ' || id from sales s where tenant_id = ?1
        and not exists (select 1 from technicians t where t.tenant_id = ?1 and t.id = s.technician_id)
      union all select 'line of period ' || pay_period_id from pay_lines l where tenant_id = ?1
        and not exists (select 1 from pay_periods p where p.tenant_id = ?1 and p.id = l.pay_period_id)`,
  },
  {
    broken: "a job took a step that is not allowed",
    sql: `select job_id || ': ' || from_status || ' to ' || to_status what from job_status_changes where tenant_id = ?1 and is_applied = 1
      and from_status || '>' || to_status not in (select value from json_each('${JSON.stringify(steps)}'))`,
  },
  {
    broken: "the history of a job is broken",
    sql: `select job_id what from (select job_id, from_status, version,
        lag(to_status, 1, 'pending') over (partition by job_id order by version) came_to
        from job_status_changes where tenant_id = ?1 and is_applied = 1) where from_status <> came_to
      union all select j.id from dispatch_jobs j where j.tenant_id = ?1 and j.status <> coalesce((select to_status from job_status_changes c
        where c.tenant_id = ?1 and c.job_id = j.id and is_applied = 1 order by version desc limit 1), 'pending')`,
  },
  {
    broken: "rows and their count differ",
    sql: `select 'sale' what from (select 1) where (select count(*) from sales where tenant_id = ?1)
        <> coalesce((select n from counters where tenant_id = ?1 and entity = 'sale' and bucket = 'all'), 0)
      union all select 'dispatch_job' from (select 1) where (select count(*) from dispatch_jobs where tenant_id = ?1)
        <> coalesce((select n from counters where tenant_id = ?1 and entity = 'dispatch_job' and bucket = 'all'), 0)`,
  },
  {
    broken: "a change has no audit entry",
    sql: `select 'sale ' || s.id what from sales s where s.tenant_id = ?1
        and not exists (select 1 from audit_log a where a.tenant_id = ?1 and a.entity = 'sale' and a.entity_id = s.id)
      union all select 'job ' || j.id from dispatch_jobs j where j.tenant_id = ?1 and j.version >
        (select count(*) from audit_log a where a.tenant_id = ?1 and a.entity = 'dispatch_job' and a.entity_id = j.id) and j.version > 1`,
  },
  {
    broken: "an answer other than a success is kept under an Idempotency-Key",
    sql: `select key what from idempotency_keys where tenant_id = ?1 and status not between 200 and 299`,
  },
  ...invoiceRules,
  ...inventoryRules,
  ...orderRules,
  ...timeRules,
];

const texts = rules.map(({ broken, sql }) => `select '${broken}' broken, what from (${sql})`);
/** A database takes a few SELECTs at once. */
const MOST_AT_ONCE = 5;
const queries = Array.from({ length: Math.ceil(texts.length / MOST_AT_ONCE) }, (_, i) =>
  texts.slice(i * MOST_AT_ONCE, (i + 1) * MOST_AT_ONCE).join(" union all "),
);

type Rows = (sql: string, tenantId: string) => unknown[] | Promise<unknown[]>;
type Broken = { broken: string; what: string | number };
const told = (rows: unknown[]): string[] => (rows as Broken[]).map(({ broken, what }) => `${broken}: ${what}`);

/** What is wrong with a business, in words; nothing where all is well. */
export async function brokenRules(rows: Rows, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  for (const query of queries) found.push(...told(await rows(query, tenantId)));
  return found;
}

/** As `brokenRules`, of a database in this process; `mayBreak`: of these rules only. */
export const brokenRulesNow = (
  rows: (sql: string, tenantId: string) => unknown[],
  tenantId: string,
  mayBreak: (rule: string) => boolean = () => true,
): string[] => texts.filter(mayBreak).flatMap((text) => told(rows(text, tenantId)));
