import { and, desc, eq, gt, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import type { PayrollSource } from "#/db/tenant/payroll-source.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { entriesWithin } from "#/domains/commissions/index.ts";
import { saleLines } from "#/domains/sales/index.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { payrollSources } from "#/payroll-sources.ts";
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

type Sources = readonly PayrollSource[];

/** These columns of the lines of all sources, as one more SELECT of a union, since a database takes five at once. */
const contributed = (ctx: Ctx, from: SQL, to: SQL, sources: Sources, columns: SQL): SQL => {
  const each = sources.map(({ lines }) => sql`select * from (${lines(ctx.tenant.id, from, to)})`);
  return each.length === 0 ? sql`` : sql` union all select ${columns} from (${sql.join(each, sql` union all `)})`;
};

/** All lines of a period that is not closed, as SQL. The columns are those of `pay_lines` after the period. */
export const linesOf = (ctx: Ctx, id: number, sources: Sources): SQL => {
  const { from, to } = boundsOf(ctx, id);
  return sql`select s.*, null as quantity, null as unit, null as rate_cents, 'sale/' || s.sale_id as source
      from (${saleLines(ctx.tenant.id, from, to)}) s
    union all select technician_id, printf('2/%s/%012d', counts_on, id), 'adjustment', counts_on, counts_on, 'manual', null, memo, null, null, null,
      null, null, amount_cents, null, null, null, 'pay_adjustment/' || id
      from pay_adjustments where tenant_id = ${ctx.tenant.id} and counts_on between ${from} and ${to}
    union all select technician_id, '0/', 'balance_brought_forward', ${from}, ${from}, 'balance_brought_forward', null,
      'Balance of the pay period before', null, null, null, null, null, amount_cents, null, null, null, null
      from ${broughtForward(ctx, from)}${contributed(ctx, from, to, sources, sql`*`)}`;
};

/** The statements of a period that is not closed, by what has been posted up to now. */
export const liveStatements = (ctx: Ctx, id: number, sources: Sources, technicianId?: number) => {
  const { from, to } = boundsOf(ctx, id);
  const only = technicianId === undefined ? sql`` : sql`where l.technician_id = ${technicianId}`;
  const sum = (kind: string, name: string, what = sql`l.amount_cents`) =>
    sql<number>`sum(case when l.kind = ${kind} then ${what} else 0 end)`.as(name);
  const minutes = sql`coalesce(l.quantity, 0) / 1000`;
  return mapped(
    q
      .select({
        technicianId: sql<number>`l.technician_id`.as("technician_id"),
        technicianName: sql<string>`coalesce(max(t.name), '')`.as("technician_name"),
        lines: sql<number>`count(*)`.as("lines"),
        commissionCents: sum("commission", "commission_cents"),
        hoursCents: sum("hours", "hours_cents"),
        overtimeCents: sum("overtime", "overtime_cents"),
        reimbursementCents: sum("reimbursement", "reimbursement_cents"),
        adjustmentCents: sum("adjustment", "adjustment_cents"),
        broughtForwardCents: sum("balance_brought_forward", "brought_forward_cents"),
        regularMinutes: sum("hours", "regular_minutes", minutes),
        overtimeMinutes: sum("overtime", "overtime_minutes", minutes),
      })
      .from(sql`(select technician_id, case reason when 'commission' then reason else 'adjustment' end as kind, amount_cents, null as quantity
          from ${entriesWithin(ctx.tenant.id, from, to)} e
        union all select technician_id, 'adjustment', amount_cents, null from pay_adjustments
          where tenant_id = ${ctx.tenant.id} and counts_on between ${from} and ${to}
        union all select technician_id, 'balance_brought_forward', amount_cents, null from ${broughtForward(ctx, from)}${contributed(ctx, from, to, sources, sql`technician_id, kind, amount_cents, quantity`)}) l
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
  const sources = await payrollSources();
  const { period, live } = await read(ctx, {
    period: payPeriods.one(ctx, id),
    live: liveStatements(ctx, id, sources),
  });
  return { ...period, totals: period.totals ?? totalsOf(live) };
}

/** Whether its lines and statements are stored: those of other periods follow from what has been posted up to now. */
export const isFinal = ({ status }: PayPeriod): boolean => status === "closed" || status === "paid";

/** The statements of a period, or that of one technician: stored and live, of which one is empty. For a load of its own. */
export const statementsOf = async (ctx: Ctx, id: number, technicianId?: number) => ({
  period: payPeriods.one(ctx, id),
  live: liveStatements(ctx, id, await payrollSources(), technicianId),
  stored: storedStatements(ctx, id, technicianId),
});
