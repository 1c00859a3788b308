import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { dayBounds, type LocalDate } from "#/kernel/time.ts";
import { slots } from "./statuses.ts";
import { type DispatchJob, jobStatusChanges, jobs, jobTable, technicianPositions } from "./tables.ts";

export type Position = Omit<typeof technicianPositions.$inferSelect, "tenantId">;

/** From this slot on, up to but without the other. */
type Slots = { start: string; end: string };
const within = ({ start, end }: Slots) => and(gte(jobTable.slot, start), lt(jobTable.slot, end));

/** Jobs that start on a local day of the tenant. */
export const slotsOfDay = (ctx: Ctx, date: LocalDate): Slots => dayBounds(date, ctx.tenant.timezone);
/** Unfinished jobs without a time. */
export const backlog: Slots = { start: slots.backlog, end: slots.end };

/** All jobs within these slots, of one technician or of all, in the order of the day. */
export const jobsWithin = (ctx: Ctx, range: Slots, technicianId?: number) =>
  q
    .select()
    .from(jobTable)
    .where(
      and(
        eq(jobTable.tenantId, ctx.tenant.id),
        technicianId === undefined ? undefined : eq(jobTable.technicianId, technicianId),
        within(range),
      ),
    )
    .orderBy(jobTable.slot, jobTable.id);

type JobFilter = { status?: DispatchJob["status"]; technicianId?: number; dateFrom?: LocalDate; dateTo?: LocalDate };

/** Latest start first, jobs that still wait for a time before all. */
export function listJobs(ctx: Ctx, { status, technicianId, dateFrom, dateTo, ...input }: ListInput & JobFilter) {
  const days = (dateFrom ?? dateTo) && {
    start: dateFrom ? slotsOfDay(ctx, dateFrom).start : "",
    end: dateTo ? slotsOfDay(ctx, dateTo).end : slots.finished,
  };
  const kept = status ?? (technicianId === undefined ? undefined : `technician/${technicianId}`);
  return jobs.list(ctx, input, {
    equals: { technicianId, status },
    filters: [days && within(days)],
    sorts: { scheduled_start: [jobTable.slot, jobTable.id] },
    defaultSort: "-scheduled_start",
    total: days || (status && technicianId) ? undefined : kept,
  });
}

export const positions = (ctx: Ctx) =>
  q.select().from(technicianPositions).where(eq(technicianPositions.tenantId, ctx.tenant.id));

/** Many positions in one statement; a newer one that is already there stays. */
export const positionUpsert = (ctx: Ctx, positions: readonly Position[]) =>
  q
    .insert(technicianPositions)
    .select(
      sql`select ${ctx.tenant.id}, value ->> 'technicianId', value ->> 'latitude', value ->> 'longitude', value ->> 'speed',
        value ->> 'heading', value ->> 'at' from json_each(${JSON.stringify(positions)}) where true`,
    )
    .onConflictDoUpdate({
      target: [technicianPositions.tenantId, technicianPositions.technicianId],
      set: {
        latitude: sql`excluded.latitude`,
        longitude: sql`excluded.longitude`,
        speed: sql`excluded.speed`,
        heading: sql`excluded.heading`,
        at: sql`excluded.at`,
      },
      setWhere: sql`excluded.at >= ${technicianPositions.at}`,
    });

export const insertStatusChange = insertInto(jobStatusChanges);
