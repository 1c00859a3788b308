import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, localDate, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { dayTaken, overrideExists } from "./errors.ts";
import type { Lunch, Place, ShiftTimes, TimeOffStatus, timeOffKinds, WeeklyShift } from "./terms.ts";

/** The id of what each technician has one of: their own. */
const technicianAsId = () => integer("technician_id").notNull();

/** The shifts of every week, all of a technician's in one row: they are judged and replaced together. */
export const shiftPatternTable = sqliteTable(
  "shift_patterns",
  {
    tenantId: tenantId(),
    id: technicianAsId(),
    shifts: text("shifts", { mode: "json" }).$type<WeeklyShift[]>().notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("shift_patterns_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
export const shiftPatterns = resource("shift_pattern", shiftPatternTable, {
  sequence: "technician",
  refusals: ({ id }) => ({
    "shift_patterns.tenant_id, shift_patterns.technician_id": changedMeanwhile("shift_pattern", id, false),
  }),
});
export type ShiftPattern = typeof shiftPatternTable.$inferSelect;

/** The shifts of a single day, instead of those of every week. */
export const shiftOverrideTable = sqliteTable(
  "shift_overrides",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    date: localDate("date").notNull(),
    shifts: text("shifts", { mode: "json" }).$type<ShiftTimes[]>().notNull(),
    note: text("note"),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("shift_overrides_by_date").on(t.tenantId, t.date, t.technicianId),
    index("shift_overrides_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
export const shiftOverrides = resource("shift_override", shiftOverrideTable, {
  refusals: ({ technicianId, date }) => ({
    "shift_overrides.tenant_id, shift_overrides.date, shift_overrides.technician_id": overrideExists(
      technicianId,
      date,
    ),
  }),
});
export type ShiftOverride = typeof shiftOverrideTable.$inferSelect;

/**
 * Columns of what lasts whole local days or a span of time. `starts_at` and `ends_at` of whole days are those of the zone at the time of the
 * write: good to find them by, with a margin.
 */
const when = () => ({
  dateFrom: localDate("date_from"),
  dateTo: localDate("date_to"),
  startsAt: instant("starts_at").notNull(),
  endsAt: instant("ends_at").notNull(),
});

export const onCallTable = sqliteTable(
  "on_call_duties",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    ...when(),
    rank: integer("rank").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("on_call_duties_by_end").on(t.tenantId, t.endsAt, t.startsAt),
    index("on_call_duties_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
/** Who is called outside their shifts. */
export const onCallDuties = resource("on_call_duty", onCallTable);
export type OnCallDuty = typeof onCallTable.$inferSelect;

export const timeOffTable = sqliteTable(
  "time_off",
  {
    tenantId: tenantId(),
    id: id(),
    technicianId: integer("technician_id").notNull(),
    kind: text("kind").$type<(typeof timeOffKinds)[number]>().notNull(),
    status: text("status").$type<TimeOffStatus>().notNull(),
    ...when(),
    note: text("note"),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    /** Why it was rejected. */
    reason: text("reason"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("time_off_by_end").on(t.tenantId, t.endsAt, t.startsAt),
    index("time_off_by_technician").on(t.tenantId, t.technicianId, t.id),
    index("time_off_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);
export const timeOffs = resource("time_off", timeOffTable, {
  totals: ({ technicianId }) => [`technician/${technicianId}`],
});
export type TimeOff = typeof timeOffTable.$inferSelect;

/** Days on which the business is closed, or open although they are public holidays. */
export const closedDayTable = sqliteTable(
  "closed_days",
  {
    tenantId: tenantId(),
    id: id(),
    date: localDate("date").notNull(),
    name: text("name").notNull(),
    closed: flag("closed").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("closed_days_by_date").on(t.tenantId, t.date)],
);
export const closedDays = resource("closed_day", closedDayTable, {
  refusals: ({ date }) => ({ "closed_days.tenant_id, closed_days.date": dayTaken(date) }),
});
export type ClosedDay = typeof closedDayTable.$inferSelect;

/** What planning must know of a technician beside their shifts. */
export const workTermsTable = sqliteTable(
  "work_terms",
  {
    tenantId: tenantId(),
    id: technicianAsId(),
    startPlace: text("start_place", { mode: "json" }).$type<Place>(),
    endPlace: text("end_place", { mode: "json" }).$type<Place>(),
    maxJobsPerDay: integer("max_jobs_per_day"),
    overtimeMinutes: integer("overtime_minutes"),
    lunch: text("lunch", { mode: "json" }).$type<Lunch>(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
export const workTerms = resource("work_terms", workTermsTable, {
  sequence: "technician",
  refusals: ({ id }) => ({
    "work_terms.tenant_id, work_terms.technician_id": changedMeanwhile("work_terms", id, false),
  }),
});
export type WorkTerms = typeof workTermsTable.$inferSelect;
