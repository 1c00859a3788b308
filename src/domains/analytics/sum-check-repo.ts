import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { sumChecks } from "./tables.ts";

/** How far a job of the night has come with counting everything again. */
export const checkOf = (ctx: Ctx, task: string) =>
  first(
    q
      .select()
      .from(sumChecks)
      .where(and(eq(sumChecks.tenantId, ctx.tenant.id), eq(sumChecks.task, task))),
  );

export const noteCheck = ({ tenantId, task, ...set }: typeof sumChecks.$inferSelect) =>
  q
    .insert(sumChecks)
    .values({ tenantId, task, ...set })
    .onConflictDoUpdate({ target: [sumChecks.tenantId, sumChecks.task], set });

/** The earliest day or moment for which any row counts, by the index of each; none where there is no row. What follows from these comes later. */
export const earliestOf = (ctx: Ctx) => {
  const least = (column: string, table: string, where = "true"): SQL =>
    sql`coalesce((select min(${sql.raw(column)}) from ${sql.raw(table)} where tenant_id = ${ctx.tenant.id} and ${sql.raw(where)}), '~')`;
  const all = [
    least("sale_date", "sales"),
    least("completed_at", "dispatch_jobs", "status = 'completed'"),
    least("cancelled_at", "dispatch_jobs", "cancelled_at is not null"),
    least("clock_in", "time_entries"),
    least("first_sent_at", "estimates", "first_sent_at is not null"),
    least("counts_on", "commission_entries"),
  ];
  return mapped(
    q.select({ day: sql<string>`min(${sql.join(all, sql`, `)})`.as("day") }).from(sql`(select 1)`),
    ([row]) => (row && row.day < "~" ? (row.day.slice(0, 10) as LocalDate) : undefined),
  );
};
