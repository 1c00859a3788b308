import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { dayBounds, type LocalDate, plusSeconds } from "#/kernel/time.ts";
import { longerThanHalfADay } from "./tables.ts";

/** What is planned on a local day, in minutes. */
export type Booked = { jobs: number; bookedMinutes: number; unassignedMinutes: number };

const HALF_A_DAY = 12 * 3600;

/**
 * What is planned on each of these local days: the part of each job that lies in the day. Jobs that are cancelled or have no time are not counted.
 * `where` narrows the jobs down, which are `j`.
 */
export function bookedOn(ctx: Ctx, dates: readonly LocalDate[], where: SQL = sql`true`) {
  const days = dates.map((date) => {
    const { start, end } = dayBounds(date, ctx.tenant.timezone);
    return { date, start, end, near: plusSeconds(start, -HALF_A_DAY) };
  });
  const day = (name: "date" | "start" | "end" | "near") => sql.raw(`(d.value ->> '${name}')`);
  // most jobs began at most half a day before the day; the longer ones have an index of their own, as on the board
  const part = (index: string, condition: SQL) => sql`
    select ${day("date")} as date, j.technician_id,
      unixepoch(min(j.scheduled_end, ${day("end")})) - unixepoch(max(j.scheduled_start, ${day("start")})) as seconds
    from json_each(${JSON.stringify(days)}) d cross join dispatch_jobs j indexed by ${sql.raw(index)}
    where j.tenant_id = ${ctx.tenant.id} and j.scheduled_end > ${day("start")} and j.status <> 'cancelled'
      and ${condition} and ${where}`;
  const shorter = sql`j.slot >= ${day("near")} and j.slot < ${day("end")} and not (${longerThanHalfADay})`;
  const longer = sql`j.scheduled_start < ${day("end")} and ${longerThanHalfADay}`;
  const minutes = (condition: string, name: string) =>
    sql<number>`coalesce(sum(case when ${sql.raw(condition)} then seconds end), 0) / 60`.as(name);
  return mapped(
    q
      .select({
        date: sql<LocalDate>`date`.as("date"),
        jobs: sql<number>`count(*)`.as("jobs"),
        bookedMinutes: minutes("technician_id is not null", "booked_minutes"),
        unassignedMinutes: minutes("technician_id is null", "unassigned_minutes"),
      })
      .from(sql`(${part("dispatch_jobs_by_slot", shorter)} union all ${part("dispatch_jobs_long", longer)})`)
      .groupBy(sql`date`),
    (rows) => new Map(rows.map(({ date, ...booked }): [LocalDate, Booked] => [date, booked])),
  );
}

/** Jobs of one technician. */
export const assignedTo = (technicianId: number): SQL => sql`j.technician_id = ${technicianId}`;
