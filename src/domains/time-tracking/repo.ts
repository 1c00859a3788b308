import { and, asc, eq, gte, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { touch } from "#/db/tenant/guards.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { listLog } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import { openFromIn, openFromOf } from "#/domains/commissions/index.ts";
import { dayBounds, type Instant, type LocalDate, plusDays } from "#/kernel/time.ts";
import {
  scoredEntry,
  type TimeEntry,
  timeEntries,
  timeEntryChanges,
  timeEntryTable,
  timePayLines,
  timeRules,
  timesheetTable,
} from "./tables.ts";
import { weekOf, withUsual } from "./week-rules.ts";

const entry = timeEntryTable;
const ofTenant = (ctx: Ctx) => eq(entry.tenantId, ctx.tenant.id);

/** The entry by which a technician is clocked in. */
export const openEntry = prepared((tenantId: Slot<string>, technicianId: Slot<number>) =>
  first(
    q
      .select()
      .from(entry)
      .where(and(eq(entry.tenantId, tenantId), eq(entry.technicianId, technicianId), isNull(entry.clockOut))),
  ),
);

/** The entry that a device has told of under this id of its own. */
export const entryByEvent = prepared((tenantId: Slot<string>, technicianId: Slot<number>, event: Slot<string>) =>
  first(
    q
      .select()
      .from(entry)
      .where(
        and(
          eq(entry.tenantId, tenantId),
          sql`${entry.id} = (select entry_id from time_entry_changes where tenant_id = ${tenantId}
            and technician_id = ${technicianId} and client_event_id = ${event})`,
        ),
      ),
  ),
);

/** A moment some days before or after another, as SQL: no entry that shares a workweek with it lies further away. */
const DAYS_AROUND = 12;
const around = (at: Instant | SQL, sign: "-" | "+"): SQL =>
  sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${at}, ${`${sign}${DAYS_AROUND} days`})`;

/** All rules of the business, oldest first. */
export const ruleSets = prepared((tenantId: Slot<string>) =>
  q.select().from(timeRules).where(eq(timeRules.tenantId, tenantId)).orderBy(asc(timeRules.effectiveFrom)),
);

type Near = { technicianId: number | SQL; from: Instant | SQL; to?: Instant | SQL };

/** Everything that the workweeks of a technician around a time are counted from. For a load of any action. */
export function sheetParts(ctx: Ctx, { technicianId, from, to = from }: Near) {
  const [since, until] = [around(from, "-"), around(to, "+")];
  const day = (at: SQL) => sql`substr(${at}, 1, 10)`;
  return {
    entries: q
      .select()
      .from(entry)
      .where(
        and(
          ofTenant(ctx),
          sql`${entry.technicianId} = ${technicianId} and ${entry.clockIn} between ${since} and ${until}`,
          eq(entry.voided, false),
        ),
      ),
    sheets: q
      .select()
      .from(timesheetTable)
      .where(
        and(
          eq(timesheetTable.tenantId, ctx.tenant.id),
          sql`${timesheetTable.technicianId} = ${technicianId} and ${timesheetTable.startsOn} between ${day(since)} and ${day(until)}`,
        ),
      ),
    finalLines: q
      .select()
      .from(timePayLines)
      .where(
        and(
          eq(timePayLines.tenantId, ctx.tenant.id),
          sql`${timePayLines.technicianId} = ${technicianId} and ${timePayLines.weekStartsOn} between ${day(since)} and ${day(until)}`,
          sql`${timePayLines.countsOn} < ${openFromIn(ctx.tenant.id)}`,
        ),
      ),
    sets: ruleSets(ctx),
    openFrom: openFromOf(ctx),
  };
}

/** One column of an entry, as SQL, for what is loaded beside it. */
export const columnOf = (ctx: Ctx, id: number, column: "technician_id" | "clock_in"): SQL =>
  sql`(select ${sql.raw(column)} from time_entries where tenant_id = ${ctx.tenant.id} and id = ${id})`;
/** When the technician's open entry began, as SQL; null where there is none. */
export const openSince = (ctx: Ctx, technicianId: number): SQL =>
  sql`(select clock_in from time_entries where tenant_id = ${ctx.tenant.id} and technician_id = ${technicianId} and clock_out is null)`;
/** The earlier or later of two moments, as SQL. */
export const eitherOf = (which: "min" | "max", a: SQL, b: Instant | undefined): SQL =>
  b === undefined ? a : sql`${sql.raw(which)}(${a}, ${b})`;

/** Entries that hold a moment, or begin at it. */
export const entriesAt = (ctx: Ctx, technicianId: number, at: Instant) =>
  q
    .select()
    .from(entry)
    .where(
      and(
        ofTenant(ctx),
        eq(entry.technicianId, technicianId),
        sql`${entry.clockIn} between ${around(at, "-")} and ${at}`,
        sql`${entry.clockOut} > ${at}`,
        eq(entry.voided, false),
      ),
    );

export const insertChange = insertInto(timeEntryChanges);

/** Hits no row when a pay period was closed or opened, or the rules were changed, since they were loaded. */
export const holdTerms = (
  ctx: Ctx,
  at: { technicianId: number; startsOn: LocalDate },
  { openFrom, sets }: { openFrom: LocalDate | undefined; sets: readonly { version: number }[] },
) =>
  touch(
    timesheetTable,
    and(
      eq(timesheetTable.tenantId, ctx.tenant.id),
      eq(timesheetTable.technicianId, at.technicianId),
      eq(timesheetTable.startsOn, at.startsOn),
      sql`coalesce(${openFromIn(ctx.tenant.id)}, '') = ${openFrom ?? ""}`,
      sql`(select coalesce(sum(version), 0) from time_rules where tenant_id = ${ctx.tenant.id}) = ${sets.reduce((all, { version }) => all + version, 0)}`,
    ),
  );

export type NewPayLine = Omit<typeof timePayLines.$inferSelect, "tenantId" | "technicianId" | "weekStartsOn">;

/** Puts these lines in place of those of a workweek that are not final. */
export const replaceLines = (
  ctx: Ctx,
  { technicianId, startsOn }: { technicianId: number; startsOn: LocalDate },
  openFrom: LocalDate | undefined,
  lines: readonly NewPayLine[],
) => [
  q
    .delete(timePayLines)
    .where(
      and(
        eq(timePayLines.tenantId, ctx.tenant.id),
        eq(timePayLines.technicianId, technicianId),
        eq(timePayLines.weekStartsOn, startsOn),
        gte(timePayLines.countsOn, openFrom ?? ("" as LocalDate)),
      ),
    ),
  q.insert(timePayLines).select(sql`
    select ${ctx.tenant.id}, cast(${technicianId} as integer), ${startsOn}, value ->> 'line', value ->> 'countsOn', value ->> 'causedOn',
      value ->> 'kind', value ->> 'reason', value ->> 'minutes', value ->> 'rateCents', value ->> 'amountCents'
    from json_each(${JSON.stringify(lines)}) where true`),
];

export type EntryFilter = {
  technicianId?: number | undefined;
  jobId?: number | undefined;
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  status?: "open" | "closed" | undefined;
  needsReview?: boolean | undefined;
};

/** Newest first. Totals of ranges of days come from counters. */
export function listEntries(ctx: Ctx, input: ListInput & EntryFilter, total?: "none") {
  const { technicianId, jobId, dateFrom, dateTo, status, needsReview } = input;
  const isPlain = [technicianId, jobId, status, needsReview].every((value) => value === undefined);
  const { timezone } = ctx.tenant;
  return timeEntries.list(ctx, input, {
    equals: { technicianId, jobId, needsReview },
    filters: [
      dateFrom && gte(entry.clockIn, dayBounds(dateFrom, timezone).start),
      dateTo && lt(entry.clockIn, dayBounds(dateTo, timezone).end),
      status && (status === "open" ? sql`${entry.clockOut} is null` : sql`${entry.clockOut} is not null`),
    ],
    sorts: { clock_in: [entry.clockIn, entry.id] },
    defaultSort: "-clock_in",
    total: total ?? (isPlain ? { from: dateFrom, to: dateTo } : undefined),
  });
}

/** What happened to an entry, oldest first. */
export const listChanges = (ctx: Ctx, id: number, input: { cursor?: string; limit?: number }) =>
  listLog(ctx, input, {
    table: timeEntryChanges,
    key: timeEntryChanges.version,
    order: "asc",
    parent: timeEntries.one(ctx, id),
    filters: [eq(timeEntryChanges.entryId, id)],
  });

/** The workweek that holds a day, by the rules of the business. */
export const weekWith = (ctx: Ctx, day: LocalDate) => mapped(ruleSets(ctx), (sets) => weekOf(withUsual(sets), day));

export type OpenEntry = Pick<TimeEntry, "id" | "technicianId" | "clockIn" | "jobId">;

/** What entries count for technicians from one day on, up to but without the other, from the entries themselves. */
export const timeScored = (ctx: Ctx, from: LocalDate, before: LocalDate) => {
  const { technicianId, day, durationMinutes, voided } = entry;
  const around = [dayBounds(plusDays(from, -1), "UTC").start, dayBounds(plusDays(before, 1), "UTC").start] as const;
  return mapped(
    q
      .select({ technicianId, day, durationMinutes, voided })
      .from(entry)
      .where(
        and(
          ofTenant(ctx),
          gte(entry.clockIn, around[0]),
          lt(entry.clockIn, around[1]),
          gte(day, from),
          lt(day, before),
        ),
      ),
    (rows): TechnicianSums => rows.flatMap(scoredEntry),
  );
};
