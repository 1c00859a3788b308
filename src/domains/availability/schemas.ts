import { DateField, daysInOrder, Id, IdText, InstantOut, line, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { weekdays } from "./terms.ts";

export const LocalDay = z.string().openapi({ format: "date" });
const Start = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a local time of day, 00:00 to 23:59")
  .openapi({ description: "local time of day, HH:MM" });
const End = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a local time of day, 00:00 to 24:00")
  .openapi({ description: "local time of day, HH:MM; at or before `starts`: on the next day" });

const shiftTimes = { starts: Start, ends: End };
/** A shift without length is a mistake: one that lasts 24 hours ends at 24:00 or begins at 00:00. */
const hasLength: [(shift: { starts: string; ends: string }) => boolean, { path: string[]; error: string }] = [
  ({ starts, ends }) => starts !== ends,
  { path: ["ends"], error: "must differ from starts; before it, the shift ends on the next day" },
];

const DayOrNull = z.union([DateField, z.null()]);
const WeeklyShift = z
  .strictObject({
    weekday: z.enum(weekdays),
    ...shiftTimes,
    effective_from: DayOrNull.default(null).openapi({
      description: "first local day on which it may begin; null: always",
    }),
    effective_to: DayOrNull.default(null).openapi({
      description: "last local day on which it may begin; null: no end",
    }),
  })
  .refine(...hasLength)
  .refine(({ effective_from: from, effective_to: to }) => !from || !to || from <= to, {
    path: ["effective_to"],
    error: "must not be before effective_from",
  });

const weekExample = [
  { weekday: "monday" as const, starts: "08:00", ends: "12:00", effective_from: null, effective_to: null },
  { weekday: "monday" as const, starts: "13:00", ends: "17:00", effective_from: null, effective_to: null },
  { weekday: "friday" as const, starts: "22:00", ends: "06:00", effective_from: "2026-03-01", effective_to: null },
];
/** A week has no more. */
const MOST_SHIFTS = 100;

export const SetShifts = z
  .strictObject({
    shifts: z
      .array(WeeklyShift)
      .max(MOST_SHIFTS)
      .openapi({ description: "all shifts of every week; an empty list: they work only on days of their own" }),
  })
  .openapi("SetShifts", { example: { shifts: weekExample } });

const stamps = { created_at: InstantOut, updated_at: InstantOut, version: z.int() };
const stampsExample = { created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 };

export const ShiftPattern = z
  .object({
    technician_id: z.int(),
    shifts: z.array(
      z.object({
        weekday: z.enum(weekdays),
        starts: z.string(),
        ends: z.string().openapi({ description: "local time of day; at or before `starts`: on the next day" }),
        effective_from: LocalDay.nullable(),
        effective_to: LocalDay.nullable(),
      }),
    ),
    ...stamps,
  })
  .openapi("ShiftPattern", { example: { technician_id: 3, shifts: weekExample, ...stampsExample } });
export const ShiftPatternPage = pageOf("ShiftPatternPage", ShiftPattern);
export const ShiftPatternQuery = PageQuery.extend({ sort: sortBy("id", "updated_at") });

export const TechnicianParams = z.object({
  technician_id: IdText.openapi({ param: { name: "technician_id", in: "path" } }),
});

const daysShifts = z
  .array(z.strictObject(shiftTimes).refine(...hasLength))
  .max(24)
  .openapi({ description: "shifts that begin on this day, instead of all others; an empty list: a day off" });
const dayExample = [{ starts: "10:00", ends: "14:00" }];

export const AddShiftOverride = z
  .strictObject({ technician_id: Id, date: DateField, shifts: daysShifts, note: line(200).optional() })
  .openapi("AddShiftOverride", { example: { technician_id: 3, date: "2026-03-28", shifts: dayExample } });
export const ChangeShiftOverride = z
  .strictObject({ shifts: daysShifts.optional(), note: line(200).nullable().optional() })
  .refine((body) => Object.keys(body).length > 0, "name at least one field to change")
  .openapi("ChangeShiftOverride", { example: { shifts: [{ starts: "11:00", ends: "15:00" }] } });
export const ShiftOverride = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    date: LocalDay,
    shifts: z.array(z.object({ starts: z.string(), ends: z.string() })),
    note: z.string().nullable(),
    ...stamps,
  })
  .openapi("ShiftOverride", {
    example: { id: 1, technician_id: 3, date: "2026-03-28", shifts: dayExample, note: null, ...stampsExample },
  });
export const ShiftOverridePage = pageOf("ShiftOverridePage", ShiftOverride);

/** A list of what a technician has on days. */
export const dayFilter = PageQuery.extend({
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  sort: sortBy("id", "updated_at"),
}).shape;
export const ofTechnician = { technician_id: IdText.optional() };
export const ReachingQuery = z.object({ ...dayFilter, ...ofTechnician }).refine(...daysInOrder);

type Days = { date_from?: string | undefined; date_to?: string | undefined };
/** Checks of a query for some days, not a page of them: the first is named with the last, and they are no more than `most`. */
export const someDays = <S extends z.ZodType<Days>>(query: S, most: number): S =>
  query
    .refine(({ date_from, date_to }) => date_from !== undefined || date_to === undefined, {
      path: ["date_from"],
      error: "must be named with date_to",
    })
    .refine(...daysInOrder)
    .refine(({ date_from: from, date_to: to }) => !from || !to || (Date.parse(to) - Date.parse(from)) / DAY_MS < most, {
      path: ["date_to"],
      error: `must be at most ${most} days from date_from, that day included`,
    });
const DAY_MS = 86_400_000;

export const AddClosedDay = z
  .strictObject({
    date: DateField,
    name: line(120),
    closed: z
      .boolean()
      .default(true)
      .openapi({ description: "false: the business is open although it is a public holiday" }),
  })
  .openapi("AddClosedDay", { example: { date: "2026-12-24", name: "Christmas Eve", closed: true } });
export const ClosedDay = z
  .object({ id: z.int(), date: LocalDay, name: z.string(), closed: z.boolean(), ...stamps })
  .openapi("ClosedDay", {
    example: { id: 1, date: "2026-12-24", name: "Christmas Eve", closed: true, ...stampsExample },
  });

export const Holiday = z
  .object({
    date: LocalDay,
    name: z.string(),
    closed: z.boolean().openapi({ description: "false: the business is open although it is a public holiday" }),
    id: z.int().nullable().openapi({ description: "of the day that the business has added; null: a public holiday" }),
  })
  .openapi("Holiday", { example: { date: "2026-07-03", name: "Independence Day (observed)", closed: true, id: null } });
export const HolidayQuery = someDays(z.object({ date_from: DateField.optional(), date_to: DateField.optional() }), 366);
export const Holidays = z
  .object({
    date_from: LocalDay,
    date_to: LocalDay,
    region: z.string().nullable().openapi({ description: "the setting `holiday_region` of the business" }),
    known_until: LocalDay.openapi({ description: "last day of which public holidays are known" }),
    items: z.array(Holiday).openapi({ description: "holidays of these days, in their order" }),
  })
  .openapi("Holidays", {
    example: {
      date_from: "2026-07-01",
      date_to: "2026-07-31",
      region: "US",
      known_until: "2050-12-31",
      items: [
        { date: "2026-07-03", name: "Independence Day (observed)", closed: true, id: null },
        { date: "2026-07-04", name: "Independence Day", closed: true, id: null },
      ],
    },
  });

export const Interval = z.object({ starts_at: InstantOut, ends_at: InstantOut }).openapi("Interval", {
  example: { starts_at: "2026-03-27T12:00:00.000Z", ends_at: "2026-03-27T21:00:00.000Z" },
});
