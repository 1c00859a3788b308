import { weekdays } from "#/domains/availability/index.ts";
import { DateField, z } from "#/kernel/fields.ts";
import { recurrenceUnits, weekOfMonth } from "./recurrence-rules.ts";

const Unit = z.enum(recurrenceUnits);
const Weekdays = z.array(z.enum(weekdays));
const WeekdayOfMonth = z.strictObject({
  week: z.enum(weekOfMonth).openapi({ description: "which of that weekday in the month" }),
  weekday: z.enum(weekdays).openapi({ description: "the weekday" }),
});
const WEEKDAYS = "by weeks: its days; absent: the weekday of the first job";
const WEEKDAY_OF_MONTH =
  "by months or years: the first Monday, say, or the last Friday; absent: the day of the month of the first job, or the last one of a shorter month";

/** What the office says; day and time of the first job are the job's own. */
export const SetRecurrence = z
  .strictObject({
    unit: Unit,
    every: z.int().min(1).max(366).default(1),
    weekdays: Weekdays.min(1).max(7).optional().openapi({ description: WEEKDAYS }),
    weekday_of_month: WeekdayOfMonth.optional().openapi({ description: WEEKDAY_OF_MONTH }),
    until: DateField.optional(),
  })
  .refine(({ unit, weekdays: days }) => !days || unit === "week", {
    path: ["weekdays"],
    error: "goes with the unit week",
  })
  .refine(({ weekdays: days = [] }) => new Set(days).size === days.length, {
    path: ["weekdays"],
    error: "names a day twice",
  })
  .refine(({ unit, weekday_of_month: day }) => !day || unit === "month" || unit === "year", {
    path: ["weekday_of_month"],
    error: "goes with the unit month or year",
  })
  .openapi("SetRecurrence", { example: { unit: "week", every: 2, weekdays: ["monday", "thursday"] } });

export const Recurrence = z
  .object({
    unit: Unit,
    every: z.int(),
    weekdays: Weekdays.optional().openapi({ description: WEEKDAYS }),
    weekday_of_month: WeekdayOfMonth.optional().openapi({ description: WEEKDAY_OF_MONTH }),
    until: z.string().nullable().openapi({ format: "date" }),
    starts_on: z.string().openapi({ format: "date" }),
    start_time: z.string(),
    timezone: z.string(),
  })
  .openapi("Recurrence", {
    example: {
      unit: "month",
      every: 3,
      weekday_of_month: { week: "last", weekday: "friday" },
      until: null,
      starts_on: "2026-03-28",
      start_time: "09:00",
      timezone: "America/New_York",
    },
  });
