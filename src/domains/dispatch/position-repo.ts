import { and, eq, gt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { ShardDb } from "#/db/shards.ts";
import { q } from "#/db/tenant/client.ts";
import type { Position } from "#/kernel/position.ts";
import type { Instant } from "#/kernel/time.ts";
import { positionTrail } from "./position-tables.ts";
import { workedUntil } from "./tables.ts";

/**
 * Points for the trails of the jobs that their technicians were on at their times, from setting out to completion; a point that belongs to no job
 * is dropped. One statement: the few jobs that come into question are found first, by their indexes.
 */
export const trailInsert = (ctx: Ctx, points: readonly Position[]) => {
  const oldest = points.map(({ at }) => at).toSorted()[0] ?? ctx.now;
  const asked = JSON.stringify([...new Set(points.map(({ technicianId }) => technicianId))]);
  const jobsBy = (index: string) => sql`select id, technician_id, en_route_at, completed_at
    from dispatch_jobs indexed by ${sql.raw(index)}
    where tenant_id = ${ctx.tenant.id} and technician_id in (select value from json_each(${asked}))`;
  return q
    .insert(positionTrail)
    .select(
      sql`with points as materialized (
          select value ->> 'technicianId' technician, value ->> 'at' at, value from json_each(${JSON.stringify(points)})),
        jobs as materialized (
          ${jobsBy("dispatch_jobs_by_technician_status")} and status in ('en_route', 'on_site', 'in_progress')
          union all ${jobsBy("dispatch_jobs_by_work")} and ${workedUntil} >= ${oldest} and ${workedUntil} < '~')
      select ${ctx.tenant.id}, jobs.id, points.at, technician, value ->> 'latitude', value ->> 'longitude', value ->> 'speed',
        value ->> 'heading', value ->> 'accuracy'
      from points join jobs on jobs.technician_id = technician
      where jobs.en_route_at <= points.at and (jobs.completed_at is null or points.at <= jobs.completed_at)`,
    )
    .onConflictDoNothing();
};

/** The next points of a job's trail, oldest first. */
export const trailAfter = (ctx: Ctx, jobId: number, after: Instant | undefined, limit: number) =>
  q
    .select()
    .from(positionTrail)
    .where(
      and(
        eq(positionTrail.tenantId, ctx.tenant.id),
        eq(positionTrail.jobId, jobId),
        after && gt(positionTrail.at, after),
      ),
    )
    .orderBy(positionTrail.at, positionTrail.technicianId)
    .limit(limit);

/** Drops up to `limit` points of a whole shard that are older than `before`. Returns how many. */
export async function dropOldTrail(shard: ShardDb, before: Instant, limit: number): Promise<number> {
  const { meta } = await shard.delete(positionTrail).where(sql`(tenant_id, job_id, at, technician_id) in (
    select tenant_id, job_id, at, technician_id from position_trail where at < ${before} order by at limit ${limit})`);
  return meta.changes;
}
