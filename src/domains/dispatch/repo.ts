import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import { type Also, type ListInput, rowsOf } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { encodeCursor } from "#/kernel/page.ts";
import { dayBounds, type Instant, type LocalDate, plusSeconds } from "#/kernel/time.ts";
import { slots } from "./statuses.ts";
import {
  type DispatchJob,
  jobStatusChanges,
  jobs,
  jobTable,
  longerThanHalfADay,
  technicianPositions,
  workedUntil,
} from "./tables.ts";

export type Position = Omit<typeof technicianPositions.$inferSelect, "tenantId">;

/** A span of local days as instants: `start` up to but without `end`; open where one is absent. */
type Days = { start?: Instant | undefined; end?: Instant | undefined };

const daysOf = (ctx: Ctx, from: LocalDate | undefined, to: LocalDate | undefined): Days => ({
  start: from && dayBounds(from, ctx.tenant.timezone).start,
  end: to && dayBounds(to, ctx.tenant.timezone).end,
});

// What belongs to days (domain-rules.md 3.22), by the index that serves it. A job is in one of these at most.

const startsOn = ({ start = "" as Instant, end = slots.finished as Instant }: Days) =>
  sql`${jobTable.slot} >= ${start} and ${jobTable.slot} < ${end}`;

/** Jobs that started before and reach into the days. Most did so within half a day. */
const reaches = (start: Instant) => sql`${jobTable.slot} < ${start} and ${jobTable.scheduledEnd} > ${start}`;
const startsShortlyBefore = (start: Instant) =>
  sql`${jobTable.slot} >= ${plusSeconds(start, -HALF_A_DAY)} and ${reaches(start)} and not (${longerThanHalfADay})`;
const startsLongBefore = (start: Instant): Also => ({
  condition: sql`${reaches(start)} and ${longerThanHalfADay}`,
  index: "dispatch_jobs_long",
});
const HALF_A_DAY = 12 * 3600;

/** Jobs of other days that were worked on. */
const worked = (from: string, to: string, { start = "" as Instant, end = slots.finished as Instant }: Days): Also => ({
  condition: sql`${workedUntil} >= ${from} and ${workedUntil} < ${to} and (${jobTable.slot} >= ${end} or ${jobTable.scheduledEnd} <= ${start})`,
  index: "dispatch_jobs_by_work",
});
/** `workedUntil` of jobs that are under way lies from here to there. */
const UNDER_WAY = ["~", "~~"] as const;

const holdNow = ({ now }: Ctx, { start = "" as Instant, end }: Days): boolean => start <= now && (!end || now < end);

const of = (technicianId: number | undefined) =>
  technicianId === undefined ? undefined : eq(jobTable.technicianId, technicianId);

/** All jobs of a local day, of one technician or of all, in its order; with those that are under way today or were completed on it. */
export function jobsOfDay(ctx: Ctx, date: LocalDate, technicianId?: number) {
  const day = dayBounds(date, ctx.tenant.timezone);
  const around = { start: plusSeconds(day.start, -HALF_A_DAY), end: day.end }; // one range costs less than two
  return rowsOf(ctx, jobTable, {
    anyOf: {
      mainly: sql`${startsOn(around)} and (${startsOn(day)} or ${startsShortlyBefore(day.start)})`,
      also: [startsLongBefore(day.start), worked(day.start, holdNow(ctx, day) ? UNDER_WAY[1] : day.end, day)],
    },
    filter: of(technicianId),
    columns: [jobTable.slot, jobTable.id],
  });
}

const inBacklog = (ctx: Ctx) =>
  and(eq(jobTable.tenantId, ctx.tenant.id), gte(jobTable.slot, slots.backlog), lt(jobTable.slot, slots.end));

/** Unfinished jobs without a time, of one technician or of all: at most `limit`. */
export const backlog = (ctx: Ctx, { technicianId, limit = -1 }: { technicianId?: number; limit?: number }) =>
  q
    .select()
    .from(jobTable)
    .where(and(inBacklog(ctx), of(technicianId)))
    .orderBy(jobTable.slot, jobTable.id)
    .limit(limit);

/** How many jobs the backlog has, counted up to `most`. */
export const backlogTotal = (ctx: Ctx, most: number) =>
  mapped(
    only(
      q
        .select({ n: sql<number>`count(*)` })
        .from(q.select({ id: jobTable.id }).from(jobTable).where(inBacklog(ctx)).limit(most).as("backlog")),
    ),
    ({ n }) => n,
  );

/** Where `listJobs` in the order of `scheduled_start` goes on behind a job. Behind the backlog there are no others. */
export const cursorBehind = ({ slot, id }: DispatchJob): string => encodeCursor("scheduled_start", [slot, id]);

type JobFilter = { status?: DispatchJob["status"]; technicianId?: number; dateFrom?: LocalDate; dateTo?: LocalDate };

/** Latest start first, jobs that still wait for a time before all. */
export function listJobs(ctx: Ctx, { status, technicianId, dateFrom, dateTo, ...input }: ListInput & JobFilter) {
  const days = (dateFrom ?? dateTo) && daysOf(ctx, dateFrom, dateTo);
  const kept = status ?? (technicianId === undefined ? undefined : `technician/${technicianId}`);
  return jobs.list(ctx, input, {
    equals: { technicianId, status },
    anyOf: days && { mainly: startsOn(days), also: besides(ctx, days) },
    sorts: { scheduled_start: [jobTable.slot, jobTable.id] },
    defaultSort: "-scheduled_start",
    total: days || (status && technicianId) ? undefined : kept,
  });
}

const besides = (ctx: Ctx, days: Days): Also[] => [
  ...(days.start ? [{ condition: startsShortlyBefore(days.start) }, startsLongBefore(days.start)] : []),
  ...(holdNow(ctx, days) ? [worked(...UNDER_WAY, days)] : []),
];

export const positions = (ctx: Ctx) =>
  q.select().from(technicianPositions).where(eq(technicianPositions.tenantId, ctx.tenant.id));

/** Many positions in one statement; a newer one that is already there stays. */
export const positionUpsert = (ctx: Ctx, positions: readonly Position[]) =>
  q
    .insert(technicianPositions)
    .select(
      sql`select ${ctx.tenant.id}, value ->> 'technicianId', value ->> 'latitude', value ->> 'longitude', value ->> 'speed',
        value ->> 'heading', value ->> 'accuracy', value ->> 'at' from json_each(${JSON.stringify(positions)}) where true`,
    )
    .onConflictDoUpdate({
      target: [technicianPositions.tenantId, technicianPositions.technicianId],
      set: {
        latitude: sql`excluded.latitude`,
        longitude: sql`excluded.longitude`,
        speed: sql`excluded.speed`,
        heading: sql`excluded.heading`,
        accuracy: sql`excluded.accuracy`,
        at: sql`excluded.at`,
      },
      setWhere: sql`excluded.at >= ${technicianPositions.at}`,
    });

export const insertStatusChange = insertInto(jobStatusChanges);
