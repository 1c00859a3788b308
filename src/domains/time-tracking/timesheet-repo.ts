import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import { type Instant, type LocalDate, localDateOf } from "#/kernel/time.ts";
import { dayAfter } from "#/kernel/wall-clock.ts";
import { ruleSets } from "./repo.ts";
import { type Timesheet, timeEntryTable, timeRules, timesheets, timesheetTable } from "./tables.ts";
import { weekOf, withUsual } from "./week-rules.ts";

const sheet = timesheetTable;

/** The timesheets of the workweeks that may hold a day: which of them does is known when the rules are read. */
const sheetsNear = (ctx: Ctx, day: LocalDate, technicianId: number | undefined) =>
  q
    .select()
    .from(sheet)
    .where(
      and(
        eq(sheet.tenantId, ctx.tenant.id),
        sql`${sheet.startsOn} between ${dayAfter(day, -6)} and ${day} and ${sheet.endsOn} >= ${day}`,
        technicianId === undefined ? undefined : eq(sheet.technicianId, technicianId),
      ),
    );

const openEntries = (ctx: Ctx, technicianId: number | undefined) =>
  q
    .select({ technicianId: timeEntryTable.technicianId, clockIn: timeEntryTable.clockIn, day: timeEntryTable.day })
    .from(timeEntryTable)
    .where(
      and(
        eq(timeEntryTable.tenantId, ctx.tenant.id),
        sql`clock_out is null`, // as the index has it
        technicianId === undefined ? undefined : eq(timeEntryTable.technicianId, technicianId),
      ),
    );

const names = (ctx: Ctx, day: LocalDate, technicianId: number | undefined) => {
  const mine = (column: SQL) => (technicianId === undefined ? sql`` : sql`and ${column} = ${technicianId}`);
  return q
    .select({ id: sql<number>`t.id`.as("id"), name: sql<string>`t.name`.as("name") })
    .from(sql`${technicianNames(ctx.tenant.id)} t`)
    .where(sql`t.id in (select technician_id from timesheets where tenant_id = ${ctx.tenant.id}
        and starts_on between ${dayAfter(day, -6)} and ${day} ${mine(sql`technician_id`)}
      union select technician_id from time_entries where tenant_id = ${ctx.tenant.id} and clock_out is null ${mine(sql`technician_id`)})`);
};

/** The timesheets of the workweek that holds a day, of all technicians with time in it or of one. One trip: each is summed up already. */
export async function weekOfSheets(
  ctx: Ctx,
  { week, technicianId }: { week?: LocalDate | undefined; technicianId?: number },
) {
  const day = week ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const found = await read(ctx, {
    sets: ruleSets(ctx),
    sheets: sheetsNear(ctx, day, technicianId),
    open: openEntries(ctx, technicianId),
    names: names(ctx, day, technicianId),
  });
  const { startsOn, endsOn } = weekOf(withUsual(found.sets), day);
  const nameOf = new Map(found.names.map(({ id, name }) => [id, name]));
  const openOf = new Map(
    found.open.flatMap((entry) =>
      entry.day >= startsOn && entry.day <= endsOn ? [[entry.technicianId, entry.clockIn] as const] : [],
    ),
  );
  const sheets = found.sheets.filter((one) => one.entries > 0);
  const without = [...openOf.keys()].filter((id) => !sheets.some((one) => one.technicianId === id));
  const rows = [...sheets, ...without.map((id) => blank(id, startsOn, endsOn))]
    .toSorted((a, b) => a.technicianId - b.technicianId)
    .map((one) => ({
      ...one,
      technicianName: nameOf.get(one.technicianId) ?? "",
      openSince: openOf.get(one.technicianId) ?? null,
    }));
  const sum = (of: "regularMinutes" | "overtimeMinutes" | "doubleTimeMinutes" | "payCents") =>
    rows.reduce((all, row) => all + row[of], 0);
  return {
    startsOn,
    endsOn,
    regularMinutes: sum("regularMinutes"),
    overtimeMinutes: sum("overtimeMinutes"),
    doubleTimeMinutes: sum("doubleTimeMinutes"),
    payCents: sum("payCents"),
    items: rows,
  };
}

type Row = Omit<Timesheet, "tenantId" | "id" | "createdAt" | "updatedAt"> & { id: number | null };
const blank = (technicianId: number, startsOn: LocalDate, endsOn: LocalDate): Row => ({
  id: null,
  technicianId,
  startsOn,
  endsOn,
  status: "open",
  entries: 0,
  toReview: 0,
  regularMinutes: 0,
  overtimeMinutes: 0,
  doubleTimeMinutes: 0,
  payCents: 0,
  days: [],
  approvedAt: null,
  approvedBy: null,
  version: 0,
});

const columnOf = (ctx: Ctx, id: number, column: "technician_id" | "starts_on" | "ends_on"): SQL =>
  sql`(select ${sql.raw(column)} from timesheets where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The entries that began in the week of a timesheet, in their order. */
const entriesOf = (ctx: Ctx, id: number) =>
  q
    .select()
    .from(timeEntryTable)
    .where(
      and(
        eq(timeEntryTable.tenantId, ctx.tenant.id),
        sql`${timeEntryTable.technicianId} = ${columnOf(ctx, id, "technician_id")}`,
        // zones lie at most 14 hours from UTC: the index finds the days by their instants
        sql`${timeEntryTable.clockIn} between date(${columnOf(ctx, id, "starts_on")}, '-1 day') and date(${columnOf(ctx, id, "ends_on")}, '+2 days')`,
        sql`${timeEntryTable.day} between ${columnOf(ctx, id, "starts_on")} and ${columnOf(ctx, id, "ends_on")}`,
      ),
    )
    .orderBy(asc(timeEntryTable.clockIn));

export async function sheetWithEntries(ctx: Ctx, id: number) {
  const { sheet: one, entries } = await read(ctx, { sheet: timesheets.one(ctx, id), entries: entriesOf(ctx, id) });
  return { ...one, timeEntries: entries };
}

/** How many entries of the week of a timesheet are open. */
export const openWithin = (ctx: Ctx, id: number) =>
  mapped(
    only(
      q
        .select({ n: sql<number>`count(*)`.as("n") })
        .from(timeEntryTable)
        .where(
          and(
            eq(timeEntryTable.tenantId, ctx.tenant.id),
            sql`${timeEntryTable.technicianId} = ${columnOf(ctx, id, "technician_id")} and clock_out is null
              and ${timeEntryTable.day} between ${columnOf(ctx, id, "starts_on")} and ${columnOf(ctx, id, "ends_on")}`,
          ),
        ),
    ),
    ({ n }) => n,
  );

/** The last day of the workweeks of which something is counted; undefined: of none. */
export const lastCounted = (ctx: Ctx) =>
  mapped(
    first(
      q
        .select({ endsOn: sheet.endsOn })
        .from(sheet)
        .where(eq(sheet.tenantId, ctx.tenant.id))
        .orderBy(sql`${sheet.startsOn} desc`)
        .limit(1),
    ),
    (row) => row?.endsOn,
  );

type RuleRow = typeof timeRules.$inferSelect;
/** The first version of the rules from a day on, or the next. Hits no row when another request was faster, or has counted a day on which they would hold. */
export const rulesUpsert = (row: RuleRow) => {
  const { rules, updatedAt, version, tenantId, effectiveFrom } = row;
  return q
    .insert(timeRules)
    .select(
      sql`select ${tenantId}, ${effectiveFrom}, ${JSON.stringify(rules)}, ${row.createdAt}, ${updatedAt}, cast(${version} as integer)
        where not exists (select 1 from timesheets where tenant_id = ${tenantId} and starts_on > date(${effectiveFrom}, '-7 days') and ends_on >= ${effectiveFrom})`,
    )
    .onConflictDoUpdate({
      target: [timeRules.tenantId, timeRules.effectiveFrom],
      set: { rules, updatedAt, version },
      setWhere: eq(timeRules.version, version - 1),
    });
};

/** Entries that are open since before a moment. */
export const openSinceBefore = (ctx: Ctx, before: Instant, limit: number) =>
  q
    .select()
    .from(timeEntryTable)
    .where(
      and(eq(timeEntryTable.tenantId, ctx.tenant.id), sql`clock_out is null and ${timeEntryTable.clockIn} < ${before}`),
    )
    .orderBy(asc(timeEntryTable.technicianId))
    .limit(limit);
