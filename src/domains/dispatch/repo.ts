import { and, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, only, q } from "#/db/tenant/client.ts";
import type { Also, AnyOf } from "#/db/tenant/count-rows.ts";
import { type ListInput, type LogInput, listLog, rowsOf } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { fold } from "#/kernel/fold.ts";
import { encodeCursor } from "#/kernel/page.ts";
import { dayBounds, type Instant, type LocalDate, plusSeconds } from "#/kernel/time.ts";
import { technicianPositions } from "./position-tables.ts";
import { slots } from "./statuses.ts";
import { type DispatchJob, jobChanges, jobs, jobTable, longerThanHalfADay, workedUntil } from "./tables.ts";

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

/** Those of which a day consists: jobs that start on it, reach into it, are under way today or were completed on it. */
function ofDay(ctx: Ctx, date: LocalDate) {
  const day = dayBounds(date, ctx.tenant.timezone);
  const around = { start: plusSeconds(day.start, -HALF_A_DAY), end: day.end }; // one range costs less than two
  return {
    timed: sql`${startsOn(around)} and (${startsOn(day)} or ${startsShortlyBefore(day.start)})`,
    long: startsLongBefore(day.start),
    worked: worked(day.start, holdNow(ctx, day) ? UNDER_WAY[1] : day.end, day),
  };
}

const inOrder = [jobTable.slot, jobTable.id] as const;
const asRead = (rows: DispatchJob[]) => rows.map(jobs.asRead);

/** All jobs of a local day, of all technicians or of one in charge, in its order. */
export function jobsOfDay(ctx: Ctx, date: LocalDate, technicianId?: number) {
  const { timed, long, worked } = ofDay(ctx, date);
  const anyOf = { mainly: timed, also: [long, worked] };
  return mapped(rowsOf(ctx, jobTable, { anyOf, filter: of(technicianId), columns: inOrder }), asRead);
}

/** The jobs of a local day that a technician helps with. */
export function helpedOnDay(ctx: Ctx, date: LocalDate, technicianId: number) {
  const { timed, long, worked } = ofDay(ctx, date);
  const also = [
    { condition: timed, index: "dispatch_jobs_crewed" },
    long,
    { ...worked, index: "dispatch_jobs_crewed_by_work" },
  ];
  const anyOf = { mainly: sql`0`, also };
  return mapped(rowsOf(ctx, jobTable, { anyOf, filter: helpedBy(technicianId), columns: inOrder }), asRead);
}

/** In these words on purpose: the indexes of jobs with a crew serve no other. */
const helpedBy = (technicianId: number) =>
  sql`${jobTable.crew} <> '[]' and exists (select 1 from json_each(${jobTable.crew}) where value = ${technicianId})`;

const inBacklog = (ctx: Ctx) =>
  and(eq(jobTable.tenantId, ctx.tenant.id), gte(jobTable.slot, slots.backlog), lt(jobTable.slot, slots.end));

/** Unfinished jobs without a time, of one technician or of all: at most `limit`. */
export const backlog = (ctx: Ctx, { technicianId, limit = -1 }: { technicianId?: number; limit?: number }) =>
  backlogWhere(ctx, of(technicianId), limit);

/** Unfinished jobs without a time that a technician helps with. */
export const helpedInBacklog = (ctx: Ctx, technicianId: number) => backlogWhere(ctx, helpedBy(technicianId), -1);

const backlogWhere = (ctx: Ctx, condition: SQL | undefined, limit: number) =>
  mapped(
    q
      .select()
      .from(jobTable)
      .where(and(inBacklog(ctx), condition))
      .orderBy(...inOrder)
      .limit(limit),
    asRead,
  );

/** SQL for the ids of what the board of a day shows: its jobs, and the first `most` of the backlog. */
export function idsOnBoard(ctx: Ctx, date: LocalDate, most: number): SQL {
  const { timed, long, worked } = ofDay(ctx, date);
  const ids = ({ condition, index }: { condition: SQL; index?: string }) =>
    sql`select id from dispatch_jobs ${sql.raw(index ? `indexed by ${index}` : "")} where tenant_id = ${ctx.tenant.id} and ${condition}`;
  const waiting = sql`select id from (select id from dispatch_jobs where ${inBacklog(ctx)} order by ${jobTable.slot}, ${jobTable.id} limit ${most})`;
  return sql.join([ids({ condition: timed }), ids(long), ids(worked), waiting], sql` union all `);
}

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

type JobFilter = {
  status?: DispatchJob["status"];
  technicianId?: number;
  customerId?: number;
  zoneId?: number;
  priority?: DispatchJob["priority"];
  jobType?: string;
  jobNumber?: number;
  dateFrom?: LocalDate;
  dateTo?: LocalDate;
  q?: string;
};

/** Latest start first, jobs that still wait for a time before all. */
export function listJobs(ctx: Ctx, { jobNumber, dateFrom, dateTo, q: text, ...rest }: ListInput & JobFilter) {
  const { status, technicianId, customerId, zoneId, priority, jobType, ...input } = rest;
  const days = (dateFrom ?? dateTo) && daysOf(ctx, dateFrom, dateTo);
  const inDays = days && { mainly: startsOn(days), also: besides(ctx, days) };
  const anyOf = jobNumber === undefined ? inDays : numbered(jobNumber);
  const filters = [...words(text), ...(jobNumber !== undefined && inDays ? [anyWhere(inDays)] : [])];
  const equals = { technicianId, status, customerId, zoneId, priority, jobType };
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const kept = status ?? (technicianId === undefined ? undefined : `technician/${technicianId}`);
  return jobs.list(ctx, input, {
    equals,
    filters,
    anyOf,
    sorts: { scheduled_start: inOrder },
    defaultSort: "-scheduled_start",
    total: anyOf || filters.length > 0 || named > 1 ? undefined : kept,
  });
}

/** The first visit of a job number and the further ones. */
const numbered = (jobNumber: number): AnyOf => ({
  mainly: sql`${jobTable.id} = ${jobNumber} and ${jobTable.parentId} is null`,
  also: [{ condition: sql`${jobTable.parentId} = ${jobNumber}`, index: "dispatch_jobs_further_visits" }],
});

const anyWhere = ({ mainly, also }: AnyOf) => sql`(${or(mainly, ...also.map(({ condition }) => condition))})`;

/** Every word begins a word of the job's title, customer or place; a phone number is found by four of its digits or more. */
function words(text = ""): SQL[] {
  const known = sql`coalesce(${jobTable.search}, lower(${jobTable.title} || ' ' || ${jobTable.customerName}))`;
  const digits = /^[\d\s()+.-]+$/.test(text) ? text.replace(/\D/g, "") : "";
  if (digits.length >= 4) return [sql`instr(${known}, ${digits}) > 0`];
  const parts = fold(text).split(" ").filter(Boolean);
  return parts.map((word) => sql`instr(' ' || ${known}, ${` ${word}`}) > 0`);
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

export const insertChange = insertInto(jobChanges);

/** The change that a device has reported under this id before. */
export const changeByClientEvent = prepared(
  (tenantId: Slot<string>, jobId: Slot<number>, clientEventId: Slot<string>) =>
    first(
      q
        .select({ version: jobChanges.version })
        .from(jobChanges)
        .where(
          and(
            eq(jobChanges.tenantId, tenantId),
            eq(jobChanges.jobId, jobId),
            eq(jobChanges.clientEventId, clientEventId),
          ),
        ),
    ),
);

/** Every change of a job, in their order. */
export const changesOfJob = (ctx: Ctx, jobId: number) =>
  q
    .select()
    .from(jobChanges)
    .where(and(eq(jobChanges.tenantId, ctx.tenant.id), eq(jobChanges.jobId, jobId)))
    .orderBy(jobChanges.version);

/** A page of the changes of a job, the latest first. */
export async function listChanges(ctx: Ctx, { id, ...input }: LogInput & { id: number }) {
  const page = await listLog(ctx, input, {
    table: jobChanges,
    key: jobChanges.version,
    order: "desc",
    filters: [eq(jobChanges.jobId, id)],
    parent: jobs.one(ctx, id),
  });
  return { ...page, items: page.items.map((change) => ({ ...change, action: change.action ?? "report" })) };
}
