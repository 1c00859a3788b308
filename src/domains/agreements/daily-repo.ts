import { and, eq, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { named, q } from "#/db/tenant/client.ts";
import { customerSites, customers } from "#/domains/customers/index.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { EXPIRING_DAYS, RENEWAL_DAYS } from "./statuses.ts";
import { agreementTable, planTable } from "./tables.ts";
import { runTable, visitTable } from "./visit-tables.ts";

/** Only those of one agreement, where an action settles what the day's run has not done yet. */
export type Only = number | undefined;
const one = (only: Only): SQL | undefined => (only === undefined ? undefined : eq(agreementTable.id, only));
const active = (ctx: Ctx) => and(eq(agreementTable.tenantId, ctx.tenant.id), eq(agreementTable.status, "active"));

const renewing = (ctx: Ctx, day: LocalDate, only: Only) =>
  and(
    active(ctx),
    lte(agreementTable.endSlot, plusDays(day, RENEWAL_DAYS)),
    sql`${agreementTable.autoRenew} = 1 and ${agreementTable.renewedToId} is null and ${agreementTable.cancelsOn} is null`,
    one(only),
  );

/** What renews itself by a day, with the plan that it was sold by. */
export const toRenew = (ctx: Ctx, day: LocalDate, limit: number, only: Only) =>
  q
    .select({ agreement: agreementTable, planCents: named(planTable.priceCents, "plan_cents") })
    .from(agreementTable)
    .innerJoin(planTable, and(eq(planTable.tenantId, agreementTable.tenantId), eq(planTable.id, agreementTable.planId)))
    .where(renewing(ctx, day, only))
    .orderBy(agreementTable.endSlot, agreementTable.id)
    .limit(limit);

/** What is over by a day. */
export const toEnd = (ctx: Ctx, day: LocalDate, limit: number, only: Only) =>
  q
    .select()
    .from(agreementTable)
    .where(
      and(
        eq(agreementTable.tenantId, ctx.tenant.id),
        sql`${agreementTable.status} in ('active', 'suspended')`,
        lt(agreementTable.endSlot, day),
        one(only),
      ),
    )
    .orderBy(agreementTable.endSlot, agreementTable.id)
    .limit(limit);

/** What ends within 60 days without a next term, and was not told of at this distance. */
export const toTell = (ctx: Ctx, day: LocalDate, limit: number, only: Only) => {
  const step = sql.join(
    EXPIRING_DAYS.toReversed().map(
      (days) => sql`when ${agreementTable.endSlot} <= ${plusDays(day, days)} then ${days}`,
    ),
    sql` `,
  );
  return q
    .select()
    .from(agreementTable)
    .where(
      and(
        active(ctx),
        gte(agreementTable.endSlot, day),
        lte(agreementTable.endSlot, plusDays(day, EXPIRING_DAYS[0])),
        sql`${agreementTable.renewedToId} is null and ${agreementTable.cancelsOn} is null`,
        sql`coalesce(${agreementTable.expiringTold}, 999) > case ${step} end`,
        one(only),
      ),
    )
    .orderBy(agreementTable.endSlot, agreementTable.id)
    .limit(limit);
};

/** Terms without an end whose next year of visits is planned by a day. */
export const toPlan = (ctx: Ctx, day: LocalDate, limit: number, only: Only) =>
  q
    .select()
    .from(agreementTable)
    .where(and(active(ctx), lte(agreementTable.planVisitsOn, day), one(only)))
    .orderBy(agreementTable.planVisitsOn, agreementTable.id)
    .limit(limit);

/** How many visits agreements have; `ids` is a JSON array. */
export const visitCounts = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select({ agreementId: visitTable.agreementId, n: sql<number>`max(${visitTable.seq})`.as("n") })
    .from(visitTable)
    .where(
      and(
        eq(visitTable.tenantId, ctx.tenant.id),
        sql`${visitTable.agreementId} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .groupBy(visitTable.agreementId);

/** Visits whose jobs are to be made by a day, each with its agreement. */
export const toSchedule = (ctx: Ctx, day: LocalDate, limit: number, only: Only) =>
  q
    .select({ visit: visitTable, ...agreementOfVisit })
    .from(visitTable)
    .innerJoin(
      agreementTable,
      and(eq(agreementTable.tenantId, visitTable.tenantId), eq(agreementTable.id, visitTable.agreementId)),
    )
    .where(
      and(
        eq(visitTable.tenantId, ctx.tenant.id),
        eq(visitTable.status, "planned"),
        lte(visitTable.scheduleOn, day),
        eq(agreementTable.status, "active"),
        one(only),
      ),
    )
    .orderBy(visitTable.scheduleOn, visitTable.id)
    .limit(limit);
const agreementOfVisit = {
  customerId: named(agreementTable.customerId, "of_customer"),
  siteId: named(agreementTable.siteId, "of_site"),
  customerName: named(agreementTable.customerName, "of_name"),
  planName: named(agreementTable.planName, "of_plan"),
  planSnapshot: named(agreementTable.planSnapshot, "of_snapshot"),
};

/** Visits whose window has passed and that are not done. */
export const toMiss = (ctx: Ctx, day: LocalDate, limit: number, only: Only) =>
  q
    .select()
    .from(visitTable)
    .where(
      and(
        eq(visitTable.tenantId, ctx.tenant.id),
        sql`${visitTable.status} in ('planned', 'scheduled')`,
        lt(visitTable.windowEnd, day),
        only === undefined ? undefined : eq(visitTable.agreementId, only),
      ),
    )
    .orderBy(visitTable.windowEnd, visitTable.id)
    .limit(limit);

export const customersAmong = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select()
    .from(customers.table)
    .where(
      and(
        eq(customers.table.tenantId, ctx.tenant.id),
        sql`${customers.table.id} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    );
export const sitesAmong = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select()
    .from(customerSites.table)
    .where(
      and(
        eq(customerSites.table.tenantId, ctx.tenant.id),
        sql`${customerSites.table.id} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    );

/** The visit that a job is for. */
export const visitOfJob = (ctx: Ctx, jobId: number) =>
  q
    .select()
    .from(visitTable)
    .where(and(eq(visitTable.tenantId, ctx.tenant.id), eq(visitTable.dispatchJobId, jobId)))
    .limit(1);

/** Runs that are done and older than a day. */
export const dropRuns = (ctx: Ctx, before: LocalDate) =>
  q
    .delete(runTable)
    .where(and(eq(runTable.tenantId, ctx.tenant.id), eq(runTable.status, "done"), lt(runTable.id, before)));
export const runOf = (ctx: Ctx, id: LocalDate) =>
  q
    .select()
    .from(runTable)
    .where(and(eq(runTable.tenantId, ctx.tenant.id), eq(runTable.id, id)))
    .limit(1);
