import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { type PayDays, type PayrollSource, payrollLine } from "#/db/tenant/payroll-source.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { isOpenOn } from "#/domains/commissions/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { expenseTable } from "./tables.ts";

/** A line for each expense that counts within days; what is taken back again stays on the statement that paid it. */
const lines = (tenantId: string, from: SQL, to: SQL): SQL => {
  const of = (day: "counts_on" | "taken_back_on", prefix: string, sign: string) =>
    sql`select ${payrollLine({
      technicianId: sql`technician_id`,
      line: sql`printf('4/%s/%012d${sql.raw(prefix)}', ${sql.raw(day)}, id)`,
      kind: sql`'reimbursement'`,
      day: sql.raw(day),
      causedOn: sql`incurred_on`,
      reason: sql.raw(day === "counts_on" ? "'reimbursement'" : "'void'"),
      description: sql`coalesce(vendor, (select c.name from expense_categories c where c.tenant_id = expenses.tenant_id and c.id = expense_category_id), 'Expense')`,
      quantity: sql`miles_milli`,
      unit: sql`iif(miles_milli is null, null, 'mile')`,
      rateCents: sql`cast(round(mileage_rate_millicents / 1000.0) as integer)`,
      source: sql`'expense/' || id`,
      amountCents: sql.raw(`${sign}approved_cents`),
    })} from expenses where tenant_id = ${tenantId} and ${sql.raw(day)} between ${from} and ${to}`;
  return sql`${of("counts_on", "", "")} union all ${of("taken_back_on", "/void", "-")}`;
};

/** What the period pays back is paid with it, and can only be voided from then on. */
const lock = (ctx: Ctx, { id, startsOn, endsOn }: PayDays): Part => ({
  writes: [
    q
      .update(expenseTable)
      .set({ status: "reimbursed", payPeriodId: id, ...touched(ctx, expenseTable) })
      .where(
        and(
          eq(expenseTable.tenantId, ctx.tenant.id),
          eq(expenseTable.status, "approved"),
          sql`${expenseTable.countsOn} between ${startsOn} and ${endsOn}`,
        ),
      ),
  ],
});

/** What the period would have paid back is open again. */
const unlock = (ctx: Ctx, { id }: PayDays): Part => ({
  writes: [
    q
      .update(expenseTable)
      .set({ status: "approved", payPeriodId: null, ...touched(ctx, expenseTable) })
      .where(
        and(
          eq(expenseTable.tenantId, ctx.tenant.id),
          eq(expenseTable.status, "reimbursed"),
          eq(expenseTable.payPeriodId, id),
        ),
      ),
  ],
});

/** What the statements of pay periods pay back to technicians, and take back (src/payroll-sources.ts). */
export const payroll: PayrollSource = { lines, lock, unlock };

/** Refuses when the day on which the expense now counts belongs to a period that was closed meanwhile. */
export const holdPayDay = (ctx: Ctx, id: number): Write[] => [
  touch(
    expenseTable,
    and(
      eq(expenseTable.tenantId, ctx.tenant.id),
      eq(expenseTable.id, id),
      isOpenOn(ctx.tenant.id, sql`coalesce(${expenseTable.takenBackOn}, ${expenseTable.countsOn}, '9')`),
    ),
  ),
  must(changedMeanwhile("expense", id, false)),
];
