import { and, eq, gte, isNotNull, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { jobs, jobTable } from "./tables.ts";

/** The number of the last visit of the job that this one belongs to. */
export const lastVisit = (ctx: Ctx, id: number) =>
  mapped(
    only(
      q
        .select({ last: sql<number | null>`max(${jobTable.visitNumber})`.as("last") })
        .from(jobTable)
        .where(
          and(
            eq(jobTable.tenantId, ctx.tenant.id),
            sql`${jobTable.parentId} = coalesce((select parent_id from dispatch_jobs one where one.tenant_id = ${ctx.tenant.id} and one.id = ${id}), ${id})`,
          ),
        ),
    ),
    ({ last }) => last ?? 1,
  );

/** Every job that comes again. */
export const recurringJobs = (ctx: Ctx) =>
  mapped(
    q
      .select()
      .from(jobTable)
      .where(and(eq(jobTable.tenantId, ctx.tenant.id), isNotNull(jobTable.recurrence))),
    (rows) => rows.map(jobs.asRead),
  );

/** The days from this one on for which a recurring job has its successor. */
export const occurrencesMade = (ctx: Ctx, from: LocalDate) =>
  q
    .select({ seriesId: jobTable.seriesId, occursOn: jobTable.occursOn })
    .from(jobTable)
    .where(
      and(
        eq(jobTable.tenantId, ctx.tenant.id),
        sql`${jobTable.seriesId} in (select id from dispatch_jobs one where one.tenant_id = ${ctx.tenant.id} and one.recurrence is not null)`,
        gte(jobTable.occursOn, from),
      ),
    );
