import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { countRows } from "#/db/tenant/count-rows.ts";
import { read } from "#/db/tenant/load.ts";
import { countedUpTo, decodeCursor, encodeCursor, type PageInput, pageWindow, totalOf } from "#/kernel/page.ts";
import { dayBounds, type Instant, type LocalDate, localDateOf, plusDays, plusMonths } from "#/kernel/time.ts";
import { figureColumns, figuresOf, visitsOf } from "./cost-repo.ts";
import { rangeTooLarge } from "./errors.ts";
import type { Basis, Grouping } from "./list-terms.ts";
import { presentedRow, summed } from "./present.ts";

type Filter = {
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  basis?: Basis | undefined;
  technicianId?: number | undefined;
  jobType?: string | undefined;
};

/** The most jobs that one summary adds up. */
const MOST_JOBS = 20_000;
/** The days of a summary whose query names none. */
const USUAL_DAYS = 30;

/** What tells by which moment or day a job counts: the place in the order of an index, and what breaks a tie there. */
const by = {
  completed: { from: "dispatch_jobs j indexed by dispatch_jobs_completed", place: "j.completed_at", n: "j.id" },
  scheduled: { from: "dispatch_jobs j indexed by dispatch_jobs_by_slot", place: "j.slot", n: "j.id" },
  invoiced: {
    from: `invoices i indexed by invoices_by_date cross join dispatch_jobs w on w.tenant_id = i.tenant_id and w.id = i.job_id
      cross join dispatch_jobs j on j.tenant_id = w.tenant_id and j.id = coalesce(w.parent_id, w.id)`,
    place: "i.date_slot",
    n: "i.id",
  },
} as const;
const ISSUED = "not in ('draft', 'void')";
/** A job counts by its first invoice, so that it counts once. */
const also = {
  completed: "j.status = 'completed'",
  scheduled: "j.scheduled_start is not null",
  invoiced: `i.job_id is not null and i.status ${ISSUED} and not exists (select 1 from invoices e indexed by invoices_by_job where e.tenant_id = i.tenant_id
    and e.job_id in (${visitsOf("j")}) and e.status ${ISSUED} and (e.date_slot, e.id) < (i.date_slot, i.id))`,
} as const;

/** From where to where a range of days goes in the order of a basis; the end is exclusive. */
function spanOf(ctx: Ctx, basis: Basis, from: LocalDate | undefined, to: LocalDate | undefined) {
  const { timezone } = ctx.tenant;
  return basis === "invoiced"
    ? { start: from ?? "", end: to ? plusDays(to, 1) : "~" }
    : { start: from ? dayBounds(from, timezone).start : "", end: to ? dayBounds(to, timezone).end : "~" };
}

type After = { place: string; n: number } | undefined;

type Part = { limit: number; offset?: number; after?: After };

/** The jobs of a range, the newest first: `tenant_id, id, place, n`. */
function scopeOf(ctx: Ctx, { basis = "completed", ...filter }: Filter, { limit, offset = 0, after }: Part): SQL {
  const { from, place, n } = by[basis];
  const { start, end } = spanOf(ctx, basis, filter.dateFrom, filter.dateTo);
  const { technicianId, jobType } = filter;
  const conditions = [
    sql`${sql.raw(basis === "invoiced" ? "i" : "j")}.tenant_id = ${ctx.tenant.id}`,
    sql.raw(`${also[basis]} and j.parent_id is null`),
    // one bound at the top: of two, SQLite would take the first for the index and read what a page before has shown
    after
      ? sql`${sql.raw(place)} >= ${start} and ${sql.raw(place)} <= ${after.place}`
      : sql`${sql.raw(place)} >= ${start} and ${sql.raw(place)} < ${end}`,
    technicianId !== undefined &&
      sql`(j.technician_id = ${technicianId} or exists (select 1 from json_each(j.crew) w where w.value = ${technicianId}))`,
    jobType !== undefined && sql`j.job_type = ${jobType}`,
    after && sql`(${sql.raw(place)}, ${sql.raw(n)}) < (${after.place}, ${after.n})`,
  ].filter((condition): condition is SQL => Boolean(condition));
  return sql`select j.tenant_id, j.id, ${sql.raw(place)} as place, ${sql.raw(n)} as n from ${sql.raw(from)}
    where ${sql.join(conditions, sql` and `)} order by ${sql.raw(place)} desc, ${sql.raw(n)} desc limit ${limit} offset ${offset}`;
}

const job = <T>(name: string) => sql<T>`${sql.raw(`j.${name}`)}`.as(`job_${name}`);
export const jobColumns = {
  jobNumber: sql<number>`coalesce(nullif(j.job_number, 0), j.id)`.as("job_number"),
  title: job<string>("title"),
  status: job<string>("status"),
  jobType: job<string | null>("job_type"),
  customerId: job<number | null>("customer_id"),
  customerName: job<string>("customer_name"),
  technicianId: job<number | null>("technician_id"),
  crew: sql<string>`j.crew`.as("crew"),
  serviceZip: job<string | null>("service_zip"),
  scheduledStart: job<Instant | null>("scheduled_start"),
  completedAt: job<Instant | null>("completed_at"),
};

/** One page of jobs with their figures, the newest first: as many rows as the page has jobs, and the rows of these jobs. One trip. */
export async function listJobCosts(ctx: Ctx, input: Filter & PageInput) {
  const { cursor, page: _page, limit: _limit, ...filter } = input;
  const window = pageWindow(input);
  const { limit, offset } = window;
  const name = `-${filter.basis ?? "completed"}`;
  const [place, n] = cursor === undefined ? [] : decodeCursor(cursor, name, 2);
  const after = place === undefined ? undefined : { place: String(place), n: Number(n) };
  const most = countedUpTo(window);
  const { found, total } = await read(ctx, {
    found: q
      .select({ ...figureColumns, ...jobColumns })
      .from(
        sql`(with ${figuresOf(ctx.tenant.id, scopeOf(ctx, filter, { limit: limit + 1, offset, after }))} select * from figures) f
          join dispatch_jobs j on j.tenant_id = f.tenant_id and j.id = f.id`,
      )
      .orderBy(sql`f.place desc, f.n desc`),
    total: cursor === undefined ? countRows(scopeOf(ctx, filter, { limit: most + 1 })) : undefined,
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: rows.map(presentedRow),
    limit,
    nextCursor: found.length > limit && last ? encodeCursor(name, [last.place, last.n]) : null,
    ...(total !== undefined && totalOf(window, total, most)),
  };
}

const groups: Record<Grouping, SQL> = {
  job_type: sql`j.job_type`,
  technician: sql`cast(j.technician_id as text)`,
  zip: sql`j.service_zip`,
  month: sql`(select m.value ->> 'month' from months m where f.place >= m.value ->> 'start' and f.place < m.value ->> 'end')`,
};

const summable = Object.entries(figureColumns).filter(([name]) => name.endsWith("Cents") || name === "labourMinutes");

/** What the jobs of some days come to by group: reads each of these jobs and its rows, at most 20,000 jobs whatever the business has. One trip. */
export async function summarizeJobCosts(ctx: Ctx, { groupBy = "job_type", ...asked }: Filter & { groupBy?: Grouping }) {
  const dateTo = asked.dateTo ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const dateFrom = asked.dateFrom ?? plusDays(dateTo, 1 - USUAL_DAYS);
  const filter = { ...asked, dateFrom, dateTo };
  const months = JSON.stringify(groupBy === "month" ? monthsOf(ctx, asked.basis ?? "completed", dateFrom, dateTo) : []);
  const { found } = await read(ctx, {
    found: q
      .select({
        group: sql<string | null>`g.grouped`.as("grouped"),
        jobs: sql<number>`g.jobs`.as("jobs"),
        ...(Object.fromEntries(
          summable.map(([name, { fieldAlias }]) => [name, sql<number>`${sql.raw(`g.${fieldAlias}`)}`.as(fieldAlias)]),
        ) as unknown as Record<Summed, SQL.Aliased<number>>),
      })
      .from(
        sql`(with months as materialized (select value from json_each(${months})), ${figuresOf(ctx.tenant.id, scopeOf(ctx, filter, { limit: MOST_JOBS + 1 }))}
          select ${groups[groupBy]} as grouped, count(*) as jobs,
            ${sql.raw(summable.map(([, { fieldAlias }]) => `coalesce(sum(f.${fieldAlias}), 0) as ${fieldAlias}`).join(", "))}
          from figures f join dispatch_jobs j on j.tenant_id = f.tenant_id and j.id = f.id group by 1) g`,
      )
      .orderBy(sql`g.grouped is null, g.grouped`),
  });
  if (found.reduce((all, { jobs }) => all + jobs, 0) > MOST_JOBS) throw rangeTooLarge(MOST_JOBS);
  return { dateFrom, dateTo, basis: asked.basis ?? "completed", groupBy, ...summed(found) };
}
type Summed = Extract<keyof typeof figureColumns, `${string}Cents` | "labourMinutes">;

/** The months of a range, with their bounds in the order of a basis. */
function monthsOf(ctx: Ctx, basis: Basis, from: LocalDate, to: LocalDate) {
  const found: { month: string; start: string; end: string }[] = [];
  for (let first = `${from.slice(0, 7)}-01` as LocalDate; first <= to; first = plusMonths(first, 1))
    found.push({ month: first.slice(0, 7), ...spanOf(ctx, basis, first, plusDays(plusMonths(first, 1), -1)) });
  return found;
}
