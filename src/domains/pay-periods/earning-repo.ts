import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { payrollSources } from "#/payroll-sources.ts";
import { linesOf } from "./repo.ts";

/** What a technician gets of one kind and at one rate: minutes, kilometres or whatever is paid by quantity, and the amount. */
const earning = {
  technicianId: sql<number>`l.technician_id`.as("technician_id"),
  earning: sql<string>`case when l.kind in ('hours', 'overtime') and l.reason <> 'correction' then l.reason
    when l.kind = 'hours' then 'regular' when l.kind = 'commission' and l.reason <> 'commission' then 'adjustment'
    else l.kind end`.as("earning"),
  unit: sql<string | null>`l.unit`.as("unit"),
  rateCents: sql<number | null>`l.rate_cents`.as("rate_cents"),
  quantity: sql<number | null>`sum(l.quantity) / 1000.0`.as("quantity"),
  amountCents: sql<number>`sum(l.amount_cents)`.as("amount_cents"),
};

const earnings = (lines: SQL) =>
  q.select(earning).from(sql`(${lines}) l`).groupBy(sql`1, 2, 3, 4`).orderBy(sql`1, 2, 3, 4`);

/** What each technician gets in a period, by kind and rate, as payroll programs take it: stored and live, of which one is empty. */
export async function earningsOf(ctx: Ctx, id: number) {
  return {
    liveEarnings: earnings(linesOf(ctx, id, await payrollSources())),
    storedEarnings:
      earnings(sql`select technician_id, kind, reason, unit, rate_cents, quantity, amount_cents from pay_lines
      where tenant_id = ${ctx.tenant.id} and pay_period_id = ${id}`),
  };
}
