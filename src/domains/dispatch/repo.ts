import { and, eq, gte, lt } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q, type Statement } from "#/db/tenant/client.ts";
import { count, total } from "#/db/tenant/counters.ts";
import { type ListInput, listRows } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { dispatchJobs, jobStatusChanges, slots, technicianPositions } from "#/db/tenant/schema/dispatch.ts";
import { dayBounds, type LocalDate } from "#/kernel/time.ts";
import { slotOf } from "./rules.ts";

export type DispatchJob = Omit<typeof dispatchJobs.$inferSelect, "slot">;
export type Position = Omit<typeof technicianPositions.$inferSelect, "tenantId">;

const one = (ctx: Ctx, id: number) => and(eq(dispatchJobs.tenantId, ctx.tenant.id), eq(dispatchJobs.id, id));

export const findJob = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(dispatchJobs)
      .where(and(eq(dispatchJobs.tenantId, tenantId), eq(dispatchJobs.id, id))),
  ),
);

/** From this slot on, up to but without the other. */
type Slots = { start: string; end: string };
const within = ({ start, end }: Slots) => and(gte(dispatchJobs.slot, start), lt(dispatchJobs.slot, end));

/** Jobs that start on a local day of the tenant. */
export const slotsOfDay = (ctx: Ctx, date: LocalDate): Slots => dayBounds(date, ctx.tenant.timezone);
/** Unfinished jobs without a time. */
export const backlog: Slots = { start: slots.backlog, end: slots.end };

/** All jobs within these slots, of one technician or of all, in the order of the day. */
export const jobsWithin = (ctx: Ctx, range: Slots, technicianId?: number) =>
  q
    .select()
    .from(dispatchJobs)
    .where(
      and(
        eq(dispatchJobs.tenantId, ctx.tenant.id),
        technicianId === undefined ? undefined : eq(dispatchJobs.technicianId, technicianId),
        within(range),
      ),
    )
    .orderBy(dispatchJobs.slot, dispatchJobs.id);

export type JobFilter = ListInput & {
  status?: DispatchJob["status"];
  technicianId?: number;
  dateFrom?: LocalDate;
  dateTo?: LocalDate;
};

/** Latest start first, jobs that still wait for a time before all. */
export function listJobs(ctx: Ctx, { status, technicianId, dateFrom, dateTo, ...input }: JobFilter) {
  const days = (dateFrom ?? dateTo) && {
    start: dateFrom ? slotsOfDay(ctx, dateFrom).start : "",
    end: dateTo ? slotsOfDay(ctx, dateTo).end : slots.finished,
  };
  return listRows(ctx, input, {
    table: dispatchJobs,
    filters: [
      days && within(days),
      technicianId === undefined ? undefined : eq(dispatchJobs.technicianId, technicianId),
      status && eq(dispatchJobs.status, status),
    ],
    sorts: { scheduled_start: [dispatchJobs.slot, dispatchJobs.id] },
    defaultSort: "-scheduled_start",
    total: days || (status && technicianId !== undefined) ? undefined : total(ctx, tally({ status, technicianId })),
  });
}

export const listPositions = (ctx: Ctx) =>
  q.select().from(technicianPositions).where(eq(technicianPositions.tenantId, ctx.tenant.id));

const insertRow = insertInto(dispatchJobs);
export const insertJob = (job: DispatchJob) => insertRow({ ...job, slot: slotOf(job) });

/** Hits no row when the job is no longer as it was loaded. */
export const updateJob = (ctx: Ctx, job: DispatchJob, change: Partial<DispatchJob>) =>
  q
    .update(dispatchJobs)
    .set({ ...change, slot: slotOf({ ...job, ...change }), updatedAt: ctx.now, version: job.version + 1 })
    .where(and(one(ctx, job.id), eq(dispatchJobs.status, job.status), eq(dispatchJobs.version, job.version)));

export const insertStatusChange = insertInto(jobStatusChanges);

type Tallied = { status?: DispatchJob["status"]; technicianId?: number | null };

/** Name of the counter of all jobs, of those of a status, or of those of a technician. */
const tally = ({ status, technicianId }: Tallied): string => {
  if (status) return `dispatch_job/${status}`;
  return technicianId ? `dispatch_job/technician/${technicianId}` : "dispatch_job";
};
const talliesOf = ({ status, technicianId }: DispatchJob): string[] => [
  tally({}),
  tally({ status }),
  ...(technicianId ? [tally({ technicianId })] : []),
];

/** Keeps the totals of the lists: counts a job out of what it was (null: it is new) and into what it is. */
export function recount(ctx: Ctx, before: DispatchJob | null, after: DispatchJob): Statement[] {
  const was = before ? talliesOf(before) : [];
  const is = talliesOf(after);
  return [
    ...was.filter((name) => !is.includes(name)).map((name) => count(ctx, name, null, -1)),
    ...is.filter((name) => !was.includes(name)).map((name) => count(ctx, name, null)),
  ];
}
