import { and, asc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import type { Instant } from "#/kernel/time.ts";
import { planOutdated, tooManyPlans } from "./errors.ts";
import { routePlanTable, routePlanWork } from "./route-plan-tables.ts";
import { type DispatchJob, jobs, jobTable } from "./tables.ts";

type Work = typeof routePlanWork.$inferSelect;

export const insertWork = insertInto(routePlanWork);

const ofPlan = (ctx: Ctx, planId: number) =>
  and(eq(routePlanWork.tenantId, ctx.tenant.id), eq(routePlanWork.planId, planId));

/** What a plan is made of; undefined when there is no such plan. */
export const workOf = (ctx: Ctx, planId: number) => first(q.select().from(routePlanWork).where(ofPlan(ctx, planId)));

/** Right behind a guarded write of the plan. */
export const changeWork = (ctx: Ctx, planId: number, fields: Partial<Omit<Work, "tenantId" | "planId">>) =>
  q.update(routePlanWork).set(fields).where(ofPlan(ctx, planId));

/** Plans of one business that are made at the same time. */
const MOST_RUNNING = 3;
/** Changes nothing; refuses a plan more than may be made at the same time. */
export const holdRunning = (ctx: Ctx): Write[] => [
  q
    .update(routePlanTable)
    .set({ status: sql`${routePlanTable.status}` })
    .where(
      and(
        eq(routePlanTable.tenantId, ctx.tenant.id),
        eq(routePlanTable.status, "running"),
        sql`(select count(*) from route_plans r where r.tenant_id = ${ctx.tenant.id} and r.status = 'running') <= ${MOST_RUNNING}`,
      ),
    ),
  must(tooManyPlans(MOST_RUNNING)),
];

/** The oldest plans that ended before a moment. */
export const plansEndedBefore = (ctx: Ctx, before: Instant, limit: number) =>
  q
    .select()
    .from(routePlanTable)
    .where(and(eq(routePlanTable.tenantId, ctx.tenant.id), lt(routePlanTable.finishedAt, before)))
    .orderBy(asc(routePlanTable.id))
    .limit(limit);

export const dropWork = (ctx: Ctx, planId: number) => q.delete(routePlanWork).where(ofPlan(ctx, planId));

const jobsIn = (ctx: Ctx, ids: SQL) =>
  mapped(
    q
      .select()
      .from(jobTable)
      .where(and(eq(jobTable.tenantId, ctx.tenant.id), sql`${jobTable.id} in (${ids})`)),
    (rows) => new Map(rows.map((row): [number, DispatchJob] => [row.id, jobs.asRead(row)])),
  );

/** Those of these jobs that there are. */
export const jobsNamed = (ctx: Ctx, ids: readonly number[]) =>
  jobsIn(ctx, sql`select value from json_each(${JSON.stringify(ids)})`);

/** The jobs that an applied plan has moved. */
export const jobsMovedBy = (ctx: Ctx, planId: number) =>
  jobsIn(
    ctx,
    sql`select m.value ->> 'jobId' from route_plan_work w, json_each(w.moves) m where w.tenant_id = ${ctx.tenant.id} and w.plan_id = ${planId}`,
  );

/** What a plan, or its undoing, changes of a job. */
const moved = [
  ...["technicianId", "crew", "scheduledStart", "scheduledEnd", "slot", "status", "statusAt"],
  ...["assignedAt", "acknowledgedAt", "updatedAt", "version"],
] as (keyof DispatchJob)[];
/** Left out of the row that gives way to the present one, so that it meets no unique index but the key. */
const beside: readonly (keyof DispatchJob)[] = ["parentId", "seriesId"];

/**
 * Writes many jobs in one statement; refused when one of them is not at the version that it was loaded with. An upsert, since an update from
 * a list may read every job for each of the list.
 */
export function moveJobs(ctx: Ctx, steps: readonly { before: DispatchJob; row: DispatchJob }[]): Write[] {
  const columns = Object.entries(getTableColumns(jobTable));
  const list = JSON.stringify(
    steps.map(({ before, row }) => ({
      id: row.id,
      was: before.version,
      ...Object.fromEntries(moved.map((name) => [name, row[name]])),
    })),
  );
  const values = columns.map(([name, column]) => {
    const key = name as keyof DispatchJob; // safe: a column of the table
    if (beside.includes(key)) return sql`null`;
    return moved.includes(key) ? sql.raw(`m.value ->> '${name}'`) : sql.raw(`j."${column.name}"`);
  });
  const isCurrent = sql`not exists (
    select 1 from json_each(${list}) w left join dispatch_jobs o on o.tenant_id = ${ctx.tenant.id} and o.id = w.value ->> 'id'
    where o.version is not w.value ->> 'was')`;
  const set = Object.fromEntries(
    columns.flatMap(([name, column]) =>
      moved.includes(name as keyof DispatchJob) ? [[name, sql.raw(`excluded."${column.name}"`)]] : [],
    ),
  );
  return [
    q
      .insert(jobTable)
      .select(
        sql`select ${sql.join(values, sql`, `)} from json_each(${list}) m
          cross join dispatch_jobs j on j.tenant_id = ${ctx.tenant.id} and j.id = m.value ->> 'id' where ${isCurrent}`,
      )
      .onConflictDoUpdate({ target: [jobTable.tenantId, jobTable.id], set }),
    must(planOutdated()),
  ];
}
