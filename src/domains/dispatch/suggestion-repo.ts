import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { jobTable } from "./tables.ts";

const startOf = (
  ctx: Ctx,
  jobId: number,
): SQL => sql`(select coalesce(w.scheduled_start, ${ctx.now}) from dispatch_jobs w
  where w.tenant_id = ${ctx.tenant.id} and w.id = ${jobId})`;

/** Assigned jobs that begin within a day and a half of a job's start, or of now where it has none. */
export const jobsAround = (ctx: Ctx, jobId: number) => {
  const away = (hours: string) => sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${startOf(ctx, jobId)}, ${hours})`;
  return q
    .select({
      id: jobTable.id,
      technicianId: jobTable.technicianId,
      crew: jobTable.crew,
      scheduledStart: jobTable.scheduledStart,
      scheduledEnd: jobTable.scheduledEnd,
      durationMinutes: jobTable.durationMinutes,
      latitude: jobTable.serviceLatitude,
      longitude: jobTable.serviceLongitude,
    })
    .from(jobTable)
    .where(
      and(
        eq(jobTable.tenantId, ctx.tenant.id),
        sql`${jobTable.slot} >= ${away("-36 hours")} and ${jobTable.slot} < ${away("+36 hours")}`,
        sql`${jobTable.technicianId} is not null and ${jobTable.status} not in ('completed', 'cancelled') and ${jobTable.id} <> ${jobId}`,
      ),
    )
    .orderBy(jobTable.slot, jobTable.id);
};

/** Who has worked for the customer of a job before. */
export const servedBefore = (ctx: Ctx, jobId: number) =>
  mapped(
    q
      .selectDistinct({ technicianId: jobTable.technicianId })
      .from(jobTable)
      .where(
        and(
          eq(jobTable.tenantId, ctx.tenant.id),
          sql`${jobTable.customerId} is not null and ${jobTable.customerId} = (select w.customer_id from dispatch_jobs w
            where w.tenant_id = ${ctx.tenant.id} and w.id = ${jobId})`,
          eq(jobTable.status, "completed"),
        ),
      )
      .limit(200),
    (rows) => new Set(rows.map(({ technicianId }) => technicianId)),
  );
