import { and, desc, eq, gt, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { entriesWithin } from "#/domains/commissions/index.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { statementOf, totalsOf } from "./rules.ts";
import { type PayPeriod, payPeriods, payPeriodTable, paySchedules, payStatements } from "./tables.ts";
import type { Statement, Sums } from "./terms.ts";

export type PaySchedule = typeof paySchedules.$inferSelect;
export type NamedStatement = Statement & { technicianName: string };

export const scheduleOf = prepared((tenantId: Slot<string>) =>
  first(q.select().from(paySchedules).where(eq(paySchedules.tenantId, tenantId))),
);

/** The first version of the schedule or the next. Hits no row when another request was faster. */
export const scheduleUpsert = (schedule: PaySchedule) => {
  const { frequency, startsOn, payDelayDays, updatedAt, version } = schedule;
  return q
    .insert(paySchedules)
    .values(schedule)
    .onConflictDoUpdate({
      target: paySchedules.tenantId,
      set: { frequency, startsOn, payDelayDays, updatedAt, version },
      setWhere: eq(paySchedules.version, version - 1),
    });
};

const ofTenant = (ctx: Ctx) => eq(payPeriodTable.tenantId, ctx.tenant.id);

/** Newest first. */
export const listPeriods = (
  ctx: Ctx,
  { status, date, ...input }: ListInput & { status?: PayPeriod["status"]; date?: LocalDate },
) =>
  payPeriods.list(ctx, input, {
    equals: { status },
    filters: [date && sql`${date} between ${payPeriodTable.startsOn} and ${payPeriodTable.endsOn}`],
    sorts: { starts_on: [payPeriodTable.startsOn] },
    defaultSort: "-starts_on",
  });

/** All periods that are open, oldest first. */
export const openPeriods = (ctx: Ctx) =>
  q
    .select()
    .from(payPeriodTable)
    .where(and(ofTenant(ctx), eq(payPeriodTable.status, "open")))
    .orderBy(payPeriodTable.startsOn);

/** The last period, or the last that is not open. */
export const lastPeriod = (ctx: Ctx, { settled = false } = {}) =>
  first(
    q
      .select()
      .from(payPeriodTable)
      .where(and(ofTenant(ctx), settled ? sql`${payPeriodTable.status} <> 'open'` : undefined))
      .orderBy(desc(payPeriodTable.startsOn))
      .limit(1),
  );

const startOf = (ctx: Ctx, id: number): SQL =>
  sql`(select starts_on from pay_periods where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The earliest period before this one that is not closed. */
export const unclosedBefore = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(payPeriodTable)
      .where(
        and(
          ofTenant(ctx),
          lt(payPeriodTable.startsOn, startOf(ctx, id)),
          sql`${payPeriodTable.status} in ('open', 'closing')`,
        ),
      )
      .orderBy(payPeriodTable.startsOn)
      .limit(1),
  );

/** The earliest period after this one that is not open. */
export const settledAfter = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(payPeriodTable)
      .where(and(ofTenant(ctx), gt(payPeriodTable.startsOn, startOf(ctx, id)), sql`${payPeriodTable.status} <> 'open'`))
      .orderBy(payPeriodTable.startsOn)
      .limit(1),
  );

/** One day of the period with this id, as SQL; null once it is closed, so that nothing is summed up again. */
const dayOf = (ctx: Ctx, id: number, column: "starts_on" | "ends_on"): SQL =>
  sql`(select ${sql.raw(column)} from pay_periods where tenant_id = ${ctx.tenant.id} and id = ${id} and status in ('open', 'closing'))`;
export const boundsOf = (ctx: Ctx, id: number) => ({
  from: dayOf(ctx, id, "starts_on"),
  to: dayOf(ctx, id, "ends_on"),
});

/** What the statements of the period before carry over, as SQL: technician_id, amount_cents. */
const broughtForward = (ctx: Ctx, from: SQL): SQL =>
  sql`(select technician_id, carried_forward_cents as amount_cents from pay_statements
    where tenant_id = ${ctx.tenant.id} and carried_forward_cents < 0
      and pay_period_id = (select id from pay_periods where tenant_id = ${ctx.tenant.id} and starts_on < ${from} order by starts_on desc limit 1))`;

/** All lines of a period that is not closed, as SQL. The columns are those of `pay_lines` after the period. */
export const linesOf = (ctx: Ctx, id: number, contributed: (tenantId: string, from: SQL, to: SQL) => SQL): SQL => {
  const { from, to } = boundsOf(ctx, id);
  return sql`${contributed(ctx.tenant.id, from, to)}
    union all select technician_id, printf('2/%s/%012d', counts_on, id), 'adjustment', counts_on, counts_on, 'manual', null, memo, null, null, null,
      null, null, amount_cents from pay_adjustments where tenant_id = ${ctx.tenant.id} and counts_on between ${from} and ${to}
    union all select technician_id, '0/', 'balance_brought_forward', ${from}, ${from}, 'balance_brought_forward', null,
      'Balance of the pay period before', null, null, null, null, null, amount_cents from ${broughtForward(ctx, from)}`;
};

/** The statements of a period that is not closed, by what has been posted up to now. */
export const liveStatements = (ctx: Ctx, id: number, technicianId?: number) => {
  const { from, to } = boundsOf(ctx, id);
  const only = technicianId === undefined ? sql`` : sql`where l.technician_id = ${technicianId}`;
  const sum = (condition: SQL, name: string) =>
    sql<number>`sum(case when ${condition} then l.amount_cents else 0 end)`.as(name);
  return mapped(
    q
      .select({
        technicianId: sql<number>`l.technician_id`.as("technician_id"),
        technicianName: sql<string>`coalesce(max(t.name), '')`.as("technician_name"),
        lines: sql<number>`count(*)`.as("lines"),
        commissionCents: sum(sql`l.kind = 'commission'`, "commission_cents"),
        adjustmentCents: sum(sql`l.kind = 'adjustment'`, "adjustment_cents"),
        broughtForwardCents: sum(sql`l.kind = 'balance_brought_forward'`, "brought_forward_cents"),
      })
      .from(sql`(select technician_id, case reason when 'commission' then reason else 'adjustment' end as kind, amount_cents
          from ${entriesWithin(ctx.tenant.id, from, to)} e
        union all select technician_id, 'adjustment', amount_cents from pay_adjustments
          where tenant_id = ${ctx.tenant.id} and counts_on between ${from} and ${to}
        union all select technician_id, 'balance_brought_forward', amount_cents from ${broughtForward(ctx, from)}) l
        left join ${technicianNames(ctx.tenant.id)} t on t.id = l.technician_id ${only}`)
      .groupBy(sql`l.technician_id`)
      .orderBy(sql`l.technician_id`),
    (rows) =>
      rows.map(({ technicianName, ...sums }): NamedStatement => ({ technicianName, ...statementOf(sums as Sums) })),
  );
};

/** The statements of a closed period. */
export const storedStatements = (ctx: Ctx, id: number, technicianId?: number) =>
  q
    .select()
    .from(payStatements)
    .where(
      and(
        eq(payStatements.tenantId, ctx.tenant.id),
        eq(payStatements.payPeriodId, id),
        technicianId === undefined ? undefined : eq(payStatements.technicianId, technicianId),
      ),
    )
    .orderBy(payStatements.technicianId);

/** A period with its totals: those of its close, or those of what has been posted up to now. */
export async function getPeriod(ctx: Ctx, id: number): Promise<PayPeriod> {
  const { period, live } = await read(ctx, { period: payPeriods.one(ctx, id), live: liveStatements(ctx, id) });
  return { ...period, totals: period.totals ?? totalsOf(live) };
}

/** Whether its lines and statements are stored: those of other periods follow from what has been posted up to now. */
export const isFinal = ({ status }: PayPeriod): boolean => status === "closed" || status === "paid";

/** The statements of a period, or that of one technician: stored and live, of which one is empty. For a load of its own. */
export const statementsOf = (ctx: Ctx, id: number, technicianId?: number) => ({
  period: payPeriods.one(ctx, id),
  live: liveStatements(ctx, id, technicianId),
  stored: storedStatements(ctx, id, technicianId),
});
