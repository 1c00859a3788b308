import { JobPriorityOnWire as JobPriority } from "#/domains/dispatch/index.ts";
import { Bps, DateField, FlagText, Id, InstantOut, line, namesAField, TimeZone, z } from "#/kernel/fields.ts";
import { holidayRegions } from "#/kernel/holiday-regions.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { clockStarts, responseStatuses, weekdays } from "./terms.ts";

const Opens = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a local time of day, 00:00 to 23:59")
  .openapi({ description: "local time of day, HH:MM", example: "08:00" });
const Closes = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a local time of day, 00:00 to 24:00")
  .openapi({ description: "local time of day, HH:MM; 24:00 is the end of the day", example: "17:00" });
const Window = z.strictObject({ opens: Opens, closes: Closes }).refine(({ opens, closes }) => opens < closes, {
  path: ["closes"],
  error: "must be after opens; what goes over midnight is two windows, one to 24:00 and one of the next day",
});
const MOST_WINDOWS = 10;
const DayWindows = z.array(Window).max(MOST_WINDOWS);
const byWeekday = <S extends z.ZodType>(schema: S) =>
  Object.fromEntries(weekdays.map((day) => [day, schema])) as Record<(typeof weekdays)[number], S>; // safe: all of them
const Windows = z
  .strictObject(byWeekday(DayWindows.optional()))
  .openapi({ description: "by weekday; one that is left out is closed" });
const WindowsOut = z.object(byWeekday(z.array(z.object({ opens: z.string(), closes: z.string() }))));

const MOST_HOLIDAYS = 100;
const Holidays = z.array(z.strictObject({ date: DateField, name: line(80) })).max(MOST_HOLIDAYS);
const Region = z.enum(holidayRegions).nullable();

const day = [
  { opens: "08:00", closes: "12:00" },
  { opens: "13:00", closes: "17:00" },
];
const week = {
  ...{ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
  ...{ saturday: [{ opens: "09:00", closes: "12:00" }], sunday: [] },
};
const calendarExample = {
  name: "Office hours",
  timezone: "America/New_York",
  is_24x7: false,
  windows: week,
  holidays: [{ date: "2026-12-24", name: "Company day" }],
  holiday_region: "US-FL",
};
const stamps = { created_at: InstantOut, updated_at: InstantOut, version: z.int() };
export const stampsExample = {
  ...{ created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 },
};

export const SlaCalendar = z
  .object({
    id: z.int(),
    name: z.string(),
    timezone: z.string(),
    is_24x7: z.boolean(),
    windows: WindowsOut,
    holidays: z.array(z.object({ date: z.string().openapi({ format: "date" }), name: z.string() })),
    holiday_region: z.string().nullable(),
    ...stamps,
  })
  .openapi("SlaCalendar", { example: { id: 1, ...calendarExample, ...stampsExample } });
export const SlaCalendarPage = pageOf("SlaCalendarPage", SlaCalendar);
export const SlaCalendarQuery = PageQuery.extend({ sort: sortBy("id", "updated_at") });

const calendarFields = {
  name: line(80),
  timezone: TimeZone,
  is_24x7: z.boolean(),
  windows: Windows,
  holidays: Holidays,
  holiday_region: Region,
};
export const CreateSlaCalendar = z
  .strictObject({
    ...calendarFields,
    timezone: calendarFields.timezone.optional().openapi({ description: "that of the business when absent" }),
    is_24x7: calendarFields.is_24x7.default(false),
    windows: calendarFields.windows.optional().openapi({
      description:
        "by weekday; one that is left out is closed. Absent, with `is_24x7` false: Monday to Friday, 08:00 to 17:00",
    }),
    holidays: calendarFields.holidays.default([]),
    holiday_region: calendarFields.holiday_region.default(null),
  })
  .openapi("CreateSlaCalendar", { example: calendarExample });
export const ChangeSlaCalendar = z
  .strictObject(calendarFields)
  .partial()
  .refine(...namesAField)
  .openapi("ChangeSlaCalendar", { example: { holidays: [{ date: "2026-12-31", name: "Stocktaking" }] } });

const MOST_NAMED = 200;
const Ids = z.array(Id).max(MOST_NAMED);
const Match = z.strictObject({
  priorities: z.array(JobPriority).max(4).optional(),
  job_types: z.array(line(100)).max(MOST_NAMED).optional(),
  customer_ids: Ids.optional(),
  agreement_plan_ids: Ids.optional(),
  zone_ids: Ids.optional(),
});
const MatchOut = z.object({
  priorities: z.array(JobPriority),
  job_types: z.array(z.string()),
  customer_ids: z.array(z.int()),
  agreement_plan_ids: z.array(z.int()),
  zone_ids: z.array(z.int()),
});
/** Ninety days around the clock. */
const MOST_MINUTES = 90 * 24 * 60;
const Minutes = z.int().min(1).max(MOST_MINUTES);
const Target = z.strictObject({ response_minutes: Minutes, resolution_minutes: Minutes });
const targetsOf = <S extends z.ZodType>(schema: S) => ({ urgent: schema, high: schema, normal: schema, low: schema });
const Targets = z.strictObject(targetsOf(Target));
const TargetsOut = z.object(targetsOf(z.object({ response_minutes: z.int(), resolution_minutes: z.int() })));

const policyExample = {
  name: "Commercial customers",
  is_enabled: true,
  is_default: false,
  rank: 10,
  match: {
    ...{ priorities: ["urgent" as const, "high" as const], job_types: ["refrigeration"] },
    ...{ customer_ids: [], agreement_plan_ids: [], zone_ids: [] },
  },
  targets: {
    urgent: { response_minutes: 30, resolution_minutes: 240 },
    high: { response_minutes: 60, resolution_minutes: 480 },
    normal: { response_minutes: 240, resolution_minutes: 1440 },
    low: { response_minutes: 480, resolution_minutes: 2880 },
  },
  calendar_id: 1,
  warn_at_bps: 8000,
  response_met_at: "acknowledged" as const,
  clock_starts: "created" as const,
};

export const SlaPolicy = z
  .object({
    id: z.int(),
    name: z.string(),
    is_enabled: z.boolean(),
    is_default: z.boolean(),
    rank: z.int(),
    match: MatchOut,
    targets: TargetsOut,
    calendar_id: z.int(),
    warn_at_bps: z.int(),
    response_met_at: z.enum(responseStatuses),
    clock_starts: z.enum(clockStarts),
    ...stamps,
  })
  .openapi("SlaPolicy", { example: { id: 2, ...policyExample, ...stampsExample } });
export const SlaPolicyPage = pageOf("SlaPolicyPage", SlaPolicy);
export const SlaPolicyQuery = PageQuery.extend({
  is_enabled: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

const policyFields = {
  name: line(80),
  is_enabled: z.boolean(),
  is_default: z.boolean(),
  rank: z.int().min(0).max(10_000),
  match: Match,
  targets: Targets,
  calendar_id: Id,
  warn_at_bps: Bps.min(1, "must be at least 1"),
  response_met_at: z.enum(responseStatuses),
  clock_starts: z.enum(clockStarts),
};
export const CreateSlaPolicy = z
  .strictObject({
    ...policyFields,
    is_enabled: policyFields.is_enabled.default(true),
    is_default: policyFields.is_default
      .optional()
      .openapi({ description: "whether it holds for the jobs that match no other; the first policy does" }),
    rank: policyFields.rank.default(100),
    match: policyFields.match.optional(),
    warn_at_bps: policyFields.warn_at_bps.default(8000),
    response_met_at: policyFields.response_met_at.default("acknowledged"),
    clock_starts: policyFields.clock_starts.default("created"),
  })
  .openapi("CreateSlaPolicy", { example: policyExample });
export const ChangeSlaPolicy = z
  .strictObject(policyFields)
  .partial()
  .refine(...namesAField)
  .openapi("ChangeSlaPolicy", { example: { rank: 5 } });
