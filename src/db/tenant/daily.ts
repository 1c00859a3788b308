import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type Instant, type LocalDate, localDateOf, localTime, plusDays, toInstant } from "#/kernel/time.ts";
import type { ShardDb } from "../shards.ts";
import { first, q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { dailyRuns, tenantState } from "./tables.ts";

export type DailyRun = typeof dailyRuns.$inferSelect;

/** When a daily task runs, on the tenant's clock: after midnight's changes, before the office opens. */
const TIME_OF_DAY = "02:00";
/** Missed days further back than this are given up. */
const MAX_MISSED_DAYS = 31;

export const dailyRun = prepared((tenantId: Slot<string>, task: Slot<string>) =>
  first(
    q
      .select()
      .from(dailyRuns)
      .where(and(eq(dailyRuns.tenantId, tenantId), eq(dailyRuns.task, task))),
  ),
);

/** Notes the day that was run and when the next is due. Hits no row when another worker was faster. */
export const noteDailyRun = (ctx: Ctx, { task, lastDay, dueAt }: DailyRun, next: Pick<DailyRun, "lastDay" | "dueAt">) =>
  q
    .update(dailyRuns)
    .set(next)
    .where(
      and(
        eq(dailyRuns.tenantId, ctx.tenant.id),
        eq(dailyRuns.task, task),
        sql`${dailyRuns.lastDay} is ${lastDay}`,
        eq(dailyRuns.dueAt, dueAt),
      ),
    );

/** A portion of a day is done: the run is due as before, and yet another one than the run whose portion it was. */
export const nextPortion = ({ lastDay, dueAt }: DailyRun): Pick<DailyRun, "lastDay" | "dueAt"> => ({
  lastDay,
  dueAt: toInstant(Date.parse(dueAt) + 1),
});

/**
 * Asks for the last day of a task again, since what it goes by has changed; the sweep rings within a minute. For tasks that find only what is not
 * done yet. A run that is due already moves by a millisecond: whoever is at it has read what holds no longer, and begins again.
 */
export const redoDailyRun = (ctx: Ctx, task: string) => {
  const isDue = sql`${dailyRuns.dueAt} <= ${ctx.now}`;
  return q
    .update(dailyRuns)
    .set({
      lastDay: sql`iif(${isDue}, ${dailyRuns.lastDay}, date(${dailyRuns.lastDay}, '-1 day'))`,
      dueAt: sql`iif(${isDue}, strftime('%Y-%m-%dT%H:%M:%fZ', ${dailyRuns.dueAt}, '+0.001 seconds'), ${ctx.now})`,
    })
    .where(and(eq(dailyRuns.tenantId, ctx.tenant.id), eq(dailyRuns.task, task), sql`${dailyRuns.lastDay} is not null`));
};

/** Runs of these tasks, of a whole shard or one tenant, that are due. A task that no longer exists is not among them. */
export const dueDailyRuns = (
  shard: ShardDb,
  tasks: readonly string[],
  now: Instant,
  limit: number,
  tenantId?: string,
) =>
  shard
    .select({ tenantId: dailyRuns.tenantId, task: dailyRuns.task })
    .from(dailyRuns)
    .innerJoin(tenantState, and(eq(tenantState.tenantId, dailyRuns.tenantId), eq(tenantState.state, "active")))
    .where(
      and(
        lte(dailyRuns.dueAt, now),
        inArray(dailyRuns.task, [...tasks]),
        tenantId === undefined ? undefined : eq(dailyRuns.tenantId, tenantId),
      ),
    )
    .orderBy(dailyRuns.dueAt)
    .limit(limit);

/** Gives every tenant of a shard a row for every task; a task's first run is due at once. */
export const enrolDailyRuns = (shard: ShardDb, tasks: readonly string[], now: Instant) =>
  shard
    .insert(dailyRuns)
    .select(sql`
      select tenant_id, value, null, ${now} from ${tenantState}, json_each(${JSON.stringify(tasks)}) where state = 'active'`)
    .onConflictDoNothing();

/** The day that a due run is for, and when the run after it is due; no day when it is not yet time; `early`: it is time for today from midnight on. */
export function planDailyRun(
  { lastDay }: Pick<DailyRun, "lastDay">,
  now: Instant,
  timeZone: string,
  early = false,
): { day: LocalDate | null; dueAt: Instant } {
  const today = localDateOf(now, timeZone);
  const latest = !early && now < localTime(today, TIME_OF_DAY, timeZone) ? plusDays(today, -1) : today;
  const earliest = plusDays(latest, -MAX_MISSED_DAYS);
  let day = lastDay === null ? latest : plusDays(lastDay, 1);
  if (day < earliest) day = earliest;
  if (day > latest) return { day: null, dueAt: localTime(plusDays(latest, 1), TIME_OF_DAY, timeZone) };
  return { day, dueAt: localTime(plusDays(day, 1), TIME_OF_DAY, timeZone) };
}
