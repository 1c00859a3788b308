import type { Database } from "../support/miniflare.ts";

/** What a sale brought in, without its tax and what was given back. */
export const REVENUE = `case when tax_cents = 0 then sale_price_cents - refunded_cents
  else sale_price_cents - refunded_cents - tax_cents * (sale_price_cents - refunded_cents) / sale_price_cents end`;

const CUSTOMERS = 20_000;
const ZIPS = 300;
const DAYS = 1095;
const TECHNICIANS = 12;
const CHUNK = 20_000;

/**
 * Spreads the sales of a business over three years, customers and ZIPs, pays most of them, voids and refunds some, and adds up what is kept of them. The
 * product keeps it with each change; a test of a year through the API holds both to be equal (analytics-year.test.ts).
 */
export async function fillYears(database: Database, tenantId: string, sales: number): Promise<void> {
  const run = async (text: string, ...more: unknown[]) =>
    void (await database
      .prepare(text)
      .bind(tenantId, ...more)
      .run());
  const series = (n: number) => `with recursive s(n) as (select 1 union all select n + 1 from s where n < ${n})`;
  await run(
    `${series(CUSTOMERS)} insert into customers (tenant_id, id, name, type, phones, emails, tags, do_not_service, name_key, search, created_by, created_at, updated_at, version)
     select ?1, n, 'Customer ' || n, 'residential', '[]', '[]', '[]', 0, 'customer ' || n, '', 'user:1', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', 1 from s`,
  );
  await run(
    "insert into counters values (?1, 'customer/listed', 'all', ?2) on conflict do update set n = excluded.n",
    CUSTOMERS,
  );
  for (let from = 1; from <= sales; from += CHUNK)
    await run(
      `update sales set technician_id = 1 + id % ${TECHNICIANS}, customer_id = 1 + (id * 7919) % (1 + (id * 104729) % ${CUSTOMERS}),
        sale_date = date('now', '-' || (${DAYS} - id * (${DAYS} - 1) / ?4) || ' days'),
        sale_price_cents = 10000 + (id * 31) % 90000, tax_cents = case id % 3 when 0 then 700 else 0 end,
        paid_cents = case when id % 10 = 0 then 0 else 10000 + (id * 31) % 90000 end,
        refunded_cents = case when id % 50 = 1 then 5000 else 0 end, voided = id % 40 = 0,
        payment_status = case when id % 10 = 0 then 'unpaid' when id % 50 = 1 then 'partially_refunded' else 'paid' end,
        place = json_object('zip', printf('%05d', 33000 + (id * 6151) % ${ZIPS}), 'city', 'City ' || ((id * 6151) % ${ZIPS} / 10),
          'state', substr('FLGAALSCNC', 1 + 2 * ((id * 6151) % ${ZIPS} / 60), 2), 'latitude', 27.5, 'longitude', -82.5)
       where tenant_id = ?1 and id between ?2 and ?3`,
      from,
      from + CHUNK - 1,
      sales,
    );
  const counted = "from sales where tenant_id = ?1 and voided = 0";
  await run("delete from day_sums where tenant_id = ?1");
  await run("delete from customer_sums where tenant_id = ?1");
  await run("delete from place_sums where tenant_id = ?1");
  for (const bucket of ["'m:' || substr(sale_date, 1, 7)", "'d:' || sale_date"])
    await run(`insert into day_sums select ?1, 'sale', ${bucket}, count(*), sum(${REVENUE}) ${counted} group by 3`);
  await run(
    `insert into customer_sums (tenant_id, id, sales, spend_cents, outstanding_cents, first_sale_on, last_sale_on, last_at, avg_ticket_cents)
     select ?1, customer_id, count(*), sum(paid_cents - refunded_cents), sum(case payment_status when 'unpaid' then sale_price_cents else 0 end),
       min(sale_date), max(sale_date), max(sale_date), sum(paid_cents - refunded_cents) / count(*) ${counted} group by customer_id`,
  );
  await run(
    "insert or ignore into customer_sums (tenant_id, id) select tenant_id, id from customers where tenant_id = ?1",
  );
  const keys = {
    all: "''",
    zip: "place ->> 'zip'",
    city: "lower(place ->> 'city') || ', ' || (place ->> 'state')",
    state: "place ->> 'state'",
  };
  const labels = { ...keys, city: "(place ->> 'city') || ', ' || (place ->> 'state')" };
  for (const kind of ["zip", "city", "state", "all"] as const)
    await run(
      `insert into place_sums
       select ?1, '${kind}', k, l, max(m), json_group_object(m, json_array(n, c, 0)), sum(n), sum(n), sum(n) * 27500000, sum(n) * -82500000
       from (select ${keys[kind]} k, ${labels[kind]} l, substr(sale_date, 1, 7) m, count(*) n, sum(${REVENUE}) c ${counted} group by 1, 2, 3) group by k`,
    );
  await fillTechnicians(run);
}

/** Technicians, their jobs (every one completed) and commissions over the same years, and what is kept of each. */
async function fillTechnicians(run: (text: string) => Promise<void>): Promise<void> {
  await run(`with recursive s(n) as (select 2 union all select n + 1 from s where n < ${TECHNICIANS})
    insert into technicians (tenant_id, id, name, pay_type, base_pay_cents, is_active, created_at, updated_at, version)
    select ?1, n, 'Technician ' || n, 'hourly', 2500, 1, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', 1 from s`);
  await run("delete from technician_packs where tenant_id = ?1");
  await run(`insert into technician_packs
    select ?1, id / 100, json_group_object(id, json_array(name, is_active)) from technicians where tenant_id = ?1 group by 2`);
  await run("delete from commission_entries where tenant_id = ?1");
  await run(`insert into commission_entries (tenant_id, counts_on, technician_id, sale_id, n, caused_on, amount_cents, reason, share_bps, role, created_at)
    select ?1, sale_date, technician_id, id, 0, sale_date, commission_cents, 'commission', 10000, 'technician', created_at
    from sales where tenant_id = ?1 and voided = 0`);
  const day = `date('now', '-' || (1 + id % (${DAYS} - 1)) || ' days')`;
  await run(`update dispatch_jobs set status = 'completed', technician_id = 1 + id * 31 % ${TECHNICIANS}, completed_at = ${day} || 'T19:00:00.000Z',
    started_at = strftime('%Y-%m-%dT%H:%M:00.000Z', ${day} || 'T19:00:00', '-' || (30 + 2 * (id * 37 % 75)) || ' minutes') where tenant_id = ?1`);
  await run("delete from team_sums where tenant_id = ?1");
  const minutes = "cast(round((julianday(completed_at) - julianday(started_at)) * 1440) as integer)";
  for (const [kind, length] of [
    ["m:", 7],
    ["d:", 10],
  ] as const)
    await run(`insert into team_sums
      select ?1, '${kind}' || d, json_group_object(t, json_object('0', completed, '10', revenue, '11', commission)), json_group_object(t, json(durations)) from (
        select d, t, sum(completed) completed, sum(revenue) revenue, sum(commission) commission, coalesce(max(durations), '{}') durations from (
          select substr(sale_date, 1, ${length}) d, technician_id t, 0 completed, sum(${REVENUE}) revenue, 0 commission, null durations
            from sales where tenant_id = ?1 and voided = 0 group by 1, 2
          union all select substr(counts_on, 1, ${length}), technician_id, 0, 0, sum(amount_cents), null from commission_entries where tenant_id = ?1 group by 1, 2
          union all select d, t, sum(n), 0, 0, json_group_object(m, n) from (select substr(completed_at, 1, ${length}) d, technician_id t, ${minutes} m, count(*) n
            from dispatch_jobs where tenant_id = ?1 group by 1, 2, 3) group by d, t)
        group by d, t)
      group by d`);
}
