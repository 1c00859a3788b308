import { type Instant, localDateOf } from "#/kernel/time.ts";
import { sql } from "./back-door.ts";
import type { Business, Json } from "./client.ts";

const ZONE = "America/New_York";

type Rows = (table: string) => Promise<Json[]>;
/** All rows of a business' tables, each read once. */
export function rowsOf({ shard, tenantId }: Business): Rows {
  const known = new Map<string, Promise<Json[]>>();
  return async (table) => {
    const rows = known.get(table) ?? sql<Json>(shard, `select * from ${table} where tenant_id = ?`, tenantId);
    known.set(table, rows);
    return await rows;
  };
}

/** The figures of a technician, counted from the rows by other means than the API's. */
export async function recounted(rows: Rows, technician: number, from: string, to: string): Promise<Json> {
  const within = (at: string | null) => {
    if (!at) return false;
    const day = at.length === 10 ? at : localDateOf(at as Instant, ZONE);
    return day >= from && day <= to;
  };
  const mean = (all: number[]) => (all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0) / all.length);
  const jobs = await rows("dispatch_jobs");
  const own = jobs.filter((job) => job.technician_id === technician);
  const done = own.filter((job) => job.status === "completed" && within(job.completed_at));
  const cancelled = own.filter((job) => job.status === "cancelled" && within(job.cancelled_at)).length;
  const recalls = jobs.filter(
    (job) => job.status !== "cancelled" && job.recall_technician_id === technician && within(job.recall_on),
  );
  const minutes = done
    .map((job) => (Date.parse(job.completed_at) - Date.parse(job.started_at)) / 60_000)
    .filter((took) => took <= 1440)
    .toSorted((a, b) => a - b);
  const promised = done.filter((job) => job.arrival_window_end);
  const onTime = promised.filter((job) => (job.on_site_at ?? job.started_at) <= job.arrival_window_end);
  let revenue = 0;
  for (const sale of await rows("sales")) {
    if (sale.voided || !within(sale.sale_date)) continue;
    const kept = sale.sale_price_cents - sale.refunded_cents;
    const net = kept - Math.floor((sale.tax_cents * kept) / sale.sale_price_cents);
    const shares = sale.splits ? JSON.parse(sale.splits) : [{ technicianId: sale.technician_id, shareBps: 10_000 }];
    const exact = shares.map((share: Json) => (net * share.shareBps) / 10_000);
    const parts = exact.map(Math.floor);
    let left = net - parts.reduce((sum: number, part: number) => sum + part, 0);
    for (const i of [...exact.keys()].toSorted((a, b) => (exact[b] % 1) - (exact[a] % 1)))
      if (left-- > 0) parts[i] += 1;
    for (const [i, share] of shares.entries()) if (share.technicianId === technician) revenue += parts[i];
  }
  const stars = (await rows("reviews")).filter((one) => one.technician_id === technician && within(one.created_at));
  const offered = (await rows("estimates")).filter(
    (one) => one.technician_id === technician && within(one.first_sent_at),
  );
  const clocked = (await rows("time_entries"))
    .filter((one) => one.technician_id === technician && !one.voided && within(one.day))
    .reduce((sum, one) => sum + one.duration_minutes, 0);
  const paid = (await rows("commission_entries"))
    .filter((one) => one.technician_id === technician && within(one.counts_on))
    .reduce((sum, one) => sum + one.amount_cents, 0);
  const worked = minutes.reduce((sum, one) => sum + one, 0);
  const middle = [minutes[Math.floor((minutes.length - 1) / 2)], minutes[Math.floor(minutes.length / 2)]];
  const share = (part: number, whole: number) => (whole === 0 ? null : even((part * 10_000) / whole));
  const rating = mean(stars.map((one) => one.rating));
  return {
    completed: done.length,
    cancelled_after_dispatch: cancelled,
    completion_rate_bps: share(done.length, done.length + cancelled),
    avg_job_minutes: even(mean(minutes)),
    median_job_minutes: minutes.length === 0 ? null : even(mean(middle as number[])),
    avg_rating: stars.length < 3 ? null : Math.round((rating ?? 0) * 100) / 100,
    rating_count: stars.length,
    revenue_cents: revenue,
    revenue_per_job_cents: done.length === 0 ? null : even(revenue / done.length),
    on_time_bps: share(onTime.length, promised.length),
    utilization_bps: share(worked, clocked),
    recall_rate_bps: share(recalls.length, done.length),
    close_rate_bps: share(offered.filter((one) => one.accepted_at).length, offered.length),
    commission_cents: paid,
  };
}

/** The close rate of the whole business, of estimates that nobody made too. */
export async function recountedTeamCloseRate(rows: Rows, from: string, to: string): Promise<number | null> {
  const offered = (await rows("estimates")).filter(({ first_sent_at: at }) => {
    const day = at && localDateOf(at as Instant, ZONE);
    return day && day >= from && day <= to;
  });
  return offered.length === 0
    ? null
    : even((offered.filter((one) => one.accepted_at).length * 10_000) / offered.length);
}

/** Rounded half to even. */
function even(value: number | null): number | null {
  if (value === null) return null;
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}
