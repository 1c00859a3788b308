import { and, asc, eq, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import type { ShardDb } from "#/db/shards.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import type { AlarmQueue, DueQueue } from "#/db/tenant/due.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { tenantState } from "#/db/tenant/tables.ts";
import { agreementPlans } from "#/domains/agreements/index.ts";
import { customers } from "#/domains/customers/index.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { zones } from "#/domains/zones/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { dayBounds, type Instant, type LocalDate } from "#/kernel/time.ts";
import {
  calendars,
  calendarTable,
  clocks,
  clockTable,
  policies,
  policyTable,
  type SlaViolation,
  violations,
  violationTable,
} from "./tables.ts";
import type { Kind, Match, ViolationStatus } from "./terms.ts";

export const listCalendars = (ctx: Ctx, input: ListInput) => calendars.list(ctx, input);
export const listPolicies = (ctx: Ctx, { isEnabled, ...input }: ListInput & { isEnabled?: boolean | undefined }) =>
  policies.list(ctx, input, { equals: { isEnabled } });

/** Every policy that is enabled, with the rows of their calendars; there are few (tables.ts). */
export const policiesInForce = (ctx: Ctx) => ({
  policies: q
    .select()
    .from(policyTable)
    .where(and(eq(policyTable.tenantId, ctx.tenant.id), eq(policyTable.isEnabled, true)))
    .orderBy(asc(policyTable.id)),
  calendars: q.select().from(calendarTable).where(eq(calendarTable.tenantId, ctx.tenant.id)),
});

/** The default policy, if there is one. */
export const defaultPolicy = (ctx: Ctx) =>
  first(
    q
      .select()
      .from(policyTable)
      .where(and(eq(policyTable.tenantId, ctx.tenant.id), eq(policyTable.isDefault, true))),
  );

/** SQL for whether a policy is not the default, or the last one. */
export const leavesDefault = (ctx: Ctx): SQL =>
  sql`(${policyTable.isDefault} = 0 or (select count(*) from sla_policies others where others.tenant_id = ${ctx.tenant.id}) = 1)`;

/** Refuses when the calendar is not there. */
export const holdCalendar = (ctx: Ctx, id: number): Write[] => [
  touch(calendarTable, and(eq(calendarTable.tenantId, ctx.tenant.id), eq(calendarTable.id, id))),
  must(notFound("sla_calendar", id, "calendar_id")),
];

/** SQL for whether no policy goes by a calendar. */
export const isUnused = (ctx: Ctx, calendarId: number): SQL =>
  sql`not exists (select 1 from sla_policies where tenant_id = ${ctx.tenant.id} and calendar_id = ${calendarId})`;

type Named = SQLiteTable & Record<"tenantId" | "id", SQLiteColumn>;
/** Those of some ids that the business does not have. */
const missingIn = (ctx: Ctx, table: Named, ids: readonly number[]) =>
  ids.length === 0
    ? undefined
    : mapped(
        q
          .select({ id: table.id })
          .from(table as SQLiteTable)
          .where(
            and(
              eq(table.tenantId, ctx.tenant.id),
              sql`${table.id} in (select value from json_each(${JSON.stringify(ids)}))`,
            ),
          ),
        (rows) => {
          const found = new Set(rows.map(({ id }) => Number(id)));
          return ids.filter((id) => !found.has(id));
        },
      );

/** Ids in the conditions of a policy that are not there. */
export const missingInMatch = (ctx: Ctx, match: Match | undefined) => ({
  zones: missingIn(ctx, zones.table, match?.zoneIds ?? []),
  customers: missingIn(ctx, customers.table, match?.customerIds ?? []),
  plans: missingIn(ctx, agreementPlans.table, match?.agreementPlanIds ?? []),
});

export const violationsOfJob = (ctx: Ctx, jobId: number) =>
  q
    .select()
    .from(violationTable)
    .where(and(eq(violationTable.tenantId, ctx.tenant.id), eq(violationTable.jobId, jobId)))
    .orderBy(asc(violationTable.id));

const due = (ctx: Ctx) =>
  and(eq(clockTable.tenantId, ctx.tenant.id), isNotNull(clockTable.nextAt), lte(clockTable.nextAt, ctx.now));

/** The clocks that somebody must look at now, the most urgent ones, and the violations of theirs that are there already. */
export function dueClocks(ctx: Ctx, limit: number) {
  const ids = sql`(select id from sla_clocks where tenant_id = ${ctx.tenant.id} and next_at is not null and next_at <= ${ctx.now} order by next_at, id limit ${limit})`;
  return {
    found: q.select().from(clockTable).where(due(ctx)).orderBy(asc(clockTable.nextAt), asc(clockTable.id)).limit(limit),
    known: q
      .select()
      .from(violationTable)
      .where(and(eq(violationTable.tenantId, ctx.tenant.id), sql`${violationTable.jobId} in ${ids}`)),
  };
}

/** When somebody must look at the next clock; undefined: never. */
export async function nextDue(ctx: Ctx): Promise<Instant | undefined> {
  const { next } = await read(ctx, {
    next: first(
      q
        .select({ at: clockTable.nextAt })
        .from(clockTable)
        .where(and(eq(clockTable.tenantId, ctx.tenant.id), isNotNull(clockTable.nextAt)))
        .orderBy(asc(clockTable.nextAt))
        .limit(1),
    ),
  });
  return next?.at ?? undefined;
}

const JOB = "sla clocks";
const QUEUE: AlarmQueue = "TASKS";
/** For the sweep: one piece of work for each business whose timer was lost. */
export const overdueClocks: DueQueue = {
  job: JOB,
  queue: QUEUE,
  rungByRelay: false,
  due: (ctx) =>
    mapped(q.select({ id: clockTable.id }).from(clockTable).where(due(ctx)).limit(1), (rows) => rows.map(() => "due")),
  overdue: (shard: ShardDb, before: Instant, limit: number, tenantId?: string) =>
    shard
      .selectDistinct({ tenantId: clockTable.tenantId, id: sql<string>`'due'`.as("id") })
      .from(clockTable)
      .innerJoin(tenantState, and(eq(tenantState.tenantId, clockTable.tenantId), eq(tenantState.state, "active")))
      .where(
        and(
          isNotNull(clockTable.nextAt),
          lte(clockTable.nextAt, before),
          tenantId === undefined ? undefined : eq(clockTable.tenantId, tenantId),
        ),
      )
      .limit(limit) as never,
  ringNow: (ctx, ids) =>
    ctx.env[QUEUE].sendBatch(ids.map((id) => ({ body: { job: JOB, tenantId: ctx.tenant.id, id } }))).then(() => {}),
};

type ViolationFilter = {
  kind?: Kind | undefined;
  status?: ViolationStatus | undefined;
  priority?: SlaViolation["priority"] | undefined;
  jobId?: number | undefined;
  policyId?: number | undefined;
  zoneId?: number | undefined;
  technicianId?: number | undefined;
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
};

/** The newest first. */
export function listViolations(ctx: Ctx, { dateFrom, dateTo, ...rest }: ListInput & ViolationFilter) {
  const { kind, status, priority, jobId, policyId, zoneId, technicianId, ...input } = rest;
  const { timezone } = ctx.tenant;
  const equals = { kind, status, priority, jobId, policyId, zoneId, technicianId };
  const filters = [
    dateFrom && sql`${violationTable.occurredAt} >= ${dayBounds(dateFrom, timezone).start}`,
    dateTo && sql`${violationTable.occurredAt} < ${dayBounds(dateTo, timezone).end}`,
  ].map((filter) => filter || undefined);
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const isPlain = named <= 1 && !dateFrom && !dateTo;
  return violations.list(ctx, input, {
    equals,
    filters,
    sorts: { occurred_at: [violationTable.occurredAt, violationTable.id] },
    defaultSort: "-occurred_at",
    total: isPlain && status ? status : undefined,
  });
}

/** The clock of a job with its violations, in one trip. */
export async function readClock(ctx: Ctx, jobId: number) {
  return await read(ctx, { clock: clocks.byId(ctx, jobId), violations: violationsOfJob(ctx, jobId) });
}

/** A job, which must be there, and its clock, in one trip. */
export async function readClockOfJob(ctx: Ctx, jobId: number) {
  return await read(ctx, { job: dispatchJobs.one(ctx, jobId), clock: clocks.byId(ctx, jobId) });
}
