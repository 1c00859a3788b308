import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { type PayrollSource, payrollLine } from "#/db/tenant/payroll-source.ts";
import { entriesOpen, sheetsWait } from "./errors.ts";

/** A statement that counts rows. */
const counted = (from: SQL) =>
  mapped(q.select({ n: sql<number>`count(*)`.as("n") }).from(sql`(select 1 ${from})`), (rows) => rows[0]?.n ?? 0);

/** What time tracking puts on the statements of pay periods: hours and overtime. Nothing is posted before the first open day, so a close locks them. */
export const payroll: PayrollSource = {
  lines: (tenantId, from, to) => sql`
    select ${payrollLine({
      technicianId: sql`l.technician_id`,
      line: sql`'3/' || l.counts_on || '/' || l.week_starts_on || '/' || l.line`,
      kind: sql`l.kind`,
      day: sql`l.counts_on`,
      causedOn: sql`l.caused_on`,
      reason: sql`l.reason`,
      description: sql`case l.kind when 'hours' then 'Hours' else 'Overtime' end`,
      quantity: sql`l.minutes * 1000`,
      unit: sql`'minute'`,
      rateCents: sql`l.rate_cents`,
      source: sql`'timesheet/' || w.id`,
      amountCents: sql`l.amount_cents`,
    })}
    from time_pay_lines l
    join timesheets w on w.tenant_id = ${tenantId} and w.technician_id = l.technician_id and w.starts_on = l.week_starts_on
    where l.tenant_id = ${tenantId} and l.counts_on between ${from} and ${to}`,
  waiting: [
    {
      count: (ctx: Ctx, from, to) =>
        counted(
          sql`from time_entries where tenant_id = ${ctx.tenant.id} and clock_out is null and day between ${from} and ${to}`,
        ),
      refusal: entriesOpen,
    },
    {
      count: (ctx: Ctx, from, to) =>
        counted(sql`from timesheets where tenant_id = ${ctx.tenant.id} and status = 'open' and entries > 0
          and starts_on >= date(${from}, '-6 days') and ends_on between ${from} and ${to}
          and coalesce((select rules ->> 'requireApproval' from time_rules where tenant_id = ${ctx.tenant.id}
            and effective_from <= ${to} order by effective_from desc limit 1), 0)`),
      refusal: sheetsWait,
    },
  ],
};
