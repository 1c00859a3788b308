import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { selectFrom } from "#/db/tenant/prepared.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { dayBounds, type LocalDate, plusSeconds } from "#/kernel/time.ts";
import { dayAfter } from "#/kernel/wall-clock.ts";
import {
  closedDayTable,
  onCallDuties,
  onCallTable,
  shiftOverrides,
  shiftOverrideTable,
  shiftPatterns,
  shiftPatternTable,
  type TimeOff,
  timeOffs,
  timeOffTable,
  workTermsTable,
} from "./tables.ts";

/** Local days, both included. */
export type Days = { from: LocalDate; to: LocalDate };

/** Zones lie at most 26 hours apart: whole days are found by the times that they had in another zone too. */
const MARGIN_SECONDS = 26 * 3600;

const rows = <T extends SQLiteTable>(ctx: Ctx, table: T, where = "", params: readonly unknown[] = []) =>
  selectFrom(table, { text: `where tenant_id = ?${where}`, params: [ctx.tenant.id, ...params] });

const BETWEEN = " and date between ? and ?";

type OfTechnician = { technicianId?: number | undefined };
const only = ({ technicianId }: OfTechnician) =>
  technicianId === undefined
    ? { text: "", params: [] }
    : { text: " and technician_id = ?", params: [technicianId] as const };

/** Everything that decides about these days, of all technicians or of one: for a batch of any domain. `availabilityFrom` reads it. */
export function availabilityParts(ctx: Ctx, days: Days, technician: OfTechnician = {}) {
  const who = only(technician);
  const { start } = dayBounds(days.from, ctx.tenant.timezone);
  const { end } = dayBounds(days.to, ctx.tenant.timezone);
  // shifts of the night before reach into the first day
  const dates = [dayAfter(days.from, -1), days.to];
  const near = [plusSeconds(start, -MARGIN_SECONDS), plusSeconds(end, MARGIN_SECONDS)];
  const reaching = " and ends_at > ? and starts_at < ?";
  return {
    organization: organizationOf(ctx),
    patterns: rows(ctx, shiftPatternTable, who.text, who.params),
    overrides: rows(ctx, shiftOverrideTable, `${BETWEEN}${who.text}`, [...dates, ...who.params]),
    ownDays: rows(ctx, closedDayTable, BETWEEN, dates),
    timeOff: rows(ctx, timeOffTable, `${reaching} and status = 'approved'${who.text}`, [...near, ...who.params]),
    duties: rows(ctx, onCallTable, `${reaching}${who.text}`, [...near, ...who.params]),
    terms: rows(ctx, workTermsTable, who.text, who.params),
  };
}

/** The days that the business has decided about itself. */
export const ownDaysWithin = (ctx: Ctx, { from, to }: Days) => rows(ctx, closedDayTable, BETWEEN, [from, to]);

type Reaching = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

type WhenColumns = Record<"dateFrom" | "dateTo" | "startsAt" | "endsAt", SQLiteColumn>;
/** What reaches into these days: whole days as they were entered, spans of time by the zone of the business. */
function reachingInto(ctx: Ctx, table: WhenColumns, { dateFrom, dateTo }: Reaching): (SQL | undefined)[] {
  const bounds = (date: LocalDate) => dayBounds(date, ctx.tenant.timezone);
  return [
    dateFrom &&
      sql`case when ${table.dateTo} is null then ${table.endsAt} > ${bounds(dateFrom).start} else ${table.dateTo} >= ${dateFrom} end`,
    dateTo &&
      sql`case when ${table.dateFrom} is null then ${table.startsAt} < ${bounds(dateTo).end} else ${table.dateFrom} <= ${dateTo} end`,
  ];
}

const onDates = (date: SQLiteColumn, { dateFrom, dateTo }: Reaching): (SQL | undefined)[] => [
  dateFrom && sql`${date} >= ${dateFrom}`,
  dateTo && sql`${date} <= ${dateTo}`,
];

export const listPatterns = (ctx: Ctx, input: ListInput) => shiftPatterns.list(ctx, input);
export const getPattern = (ctx: Ctx, technicianId: number) => shiftPatterns.get(ctx, technicianId);
export const getTimeOff = (ctx: Ctx, id: number) => timeOffs.get(ctx, id);

type Filter = ListInput & OfTechnician & Reaching;

export const listOverrides = (ctx: Ctx, { technicianId, dateFrom, dateTo, ...input }: Filter) =>
  shiftOverrides.list(ctx, input, {
    equals: { technicianId },
    filters: onDates(shiftOverrideTable.date, { dateFrom, dateTo }),
  });

export const listDuties = (ctx: Ctx, { technicianId, dateFrom, dateTo, ...input }: Filter) =>
  onCallDuties.list(ctx, input, {
    equals: { technicianId },
    filters: reachingInto(ctx, onCallTable, { dateFrom, dateTo }),
  });

export function listTimeOff(
  ctx: Ctx,
  { technicianId, status, dateFrom, dateTo, ...input }: Filter & { status?: TimeOff["status"] | undefined },
) {
  const isAllOfOne = technicianId !== undefined && !(status ?? dateFrom ?? dateTo);
  return timeOffs.list(ctx, input, {
    equals: { technicianId, status },
    filters: reachingInto(ctx, timeOffTable, { dateFrom, dateTo }),
    total: isAllOfOne ? `technician/${technicianId}` : undefined,
  });
}
