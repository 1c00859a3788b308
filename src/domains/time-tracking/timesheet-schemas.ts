import { weekdays } from "#/domains/availability/index.ts";
import { DateField, InstantOut, line, z } from "#/kernel/fields.ts";
import { TimeEntry } from "./schemas.ts";
import { roundingModes, roundingSteps } from "./terms.ts";
import { usualRules } from "./week-rules.ts";

const LocalDay = z.string().openapi({ format: "date" });
const Limit = (most: number) => z.int().min(1).max(most).nullable();
const DAY = 24 * 60;

const rules = {
  workweek_starts_on: z
    .enum(weekdays)
    .openapi({ description: "first day of the workweek by which overtime is counted" }),
  weekly_overtime_minutes: Limit(7 * DAY).openapi({
    description: "minutes of a workweek above which overtime begins; null: never",
  }),
  daily_overtime_minutes: Limit(DAY).openapi({
    description: "minutes of a day above which overtime begins (California: 480); null: never",
  }),
  daily_double_time_minutes: Limit(DAY).openapi({
    description: "minutes of a day above which time counts double (California: 720); null: never",
  }),
  seventh_day_overtime: z.boolean().openapi({
    description:
      "whether the seventh day of a workweek in which all days are worked is overtime from its first minute, and double above the daily limit (California)",
  }),
  rounding_minutes: z
    .union(roundingSteps.map((step) => z.literal(step)))
    .openapi({ description: "to how many minutes clock-in and clock-out are rounded for pay; 0: not at all" }),
  rounding_mode: z.enum(roundingModes).openapi({ description: "both ends of an entry are rounded alike" }),
  review_after_minutes: z
    .int()
    .min(60)
    .max(72 * 60)
    .openapi({ description: "a longer entry needs a review" }),
  auto_close_after_minutes: z
    .int()
    .min(60)
    .max(72 * 60)
    .nullable()
    .openapi({
      description: "the nightly job closes an entry that is open for longer; null: never",
    }),
  require_approval: z
    .boolean()
    .openapi({ description: "whether a pay period waits for the approval of its timesheets" }),
};
const example = {
  workweek_starts_on: "monday" as const,
  weekly_overtime_minutes: 2400,
  daily_overtime_minutes: 480,
  daily_double_time_minutes: 720,
  seventh_day_overtime: true,
  rounding_minutes: 15 as const,
  rounding_mode: "nearest" as const,
  review_after_minutes: usualRules.reviewAfterMinutes,
  auto_close_after_minutes: usualRules.autoCloseAfterMinutes,
  require_approval: false,
};
const order: [
  (body: { daily_overtime_minutes: number | null; daily_double_time_minutes: number | null }) => boolean,
  { path: string[]; error: string },
] = [
  ({ daily_overtime_minutes, daily_double_time_minutes }) =>
    daily_double_time_minutes === null ||
    (daily_overtime_minutes !== null && daily_double_time_minutes >= daily_overtime_minutes),
  { path: ["daily_double_time_minutes"], error: "must not be below daily_overtime_minutes, nor without it" },
];
export const SetTimeRules = z
  .strictObject(rules)
  .refine(...order)
  .openapi("SetTimeRules", { example });
export const TimeRules = z
  .object({
    effective_from: LocalDay.openapi({ description: "first day on which they hold" }),
    ...rules,
    updated_at: InstantOut.nullable().openapi({ description: "null: nobody has set them" }),
    version: z.int(),
  })
  .openapi("TimeRules", {
    example: { effective_from: "2026-03-30", ...example, updated_at: "2026-03-28T14:30:00.000Z", version: 1 },
  });

const minutes = { regular_minutes: z.int(), overtime_minutes: z.int(), double_time_minutes: z.int() };
const sums = {
  entries: z.int().openapi({ description: "number of entries that are closed" }),
  to_review: z.int().openapi({ description: "number of entries that need a review" }),
  ...minutes,
  pay_cents: z.int().openapi({ description: "what hours and overtime are worth" }),
  days: z
    .array(z.object({ day: LocalDay.openapi({ description: "local day" }), ...minutes }).openapi("TimesheetDay"))
    .openapi({ description: "the days with time in them" }),
};
const sheet = {
  technician_id: z.int(),
  starts_on: LocalDay.openapi({ description: "first day of the workweek" }),
  ends_on: LocalDay.openapi({ description: "last day" }),
  status: z.enum(["open", "approved"]),
  ...sums,
  approved_at: InstantOut.nullable(),
  approved_by: z.string().nullable().openapi({ description: "who approved it: `user:1`" }),
};
const sheetExample = {
  technician_id: 1,
  starts_on: "2026-03-23",
  ends_on: "2026-03-29",
  status: "approved" as const,
  entries: 5,
  to_review: 0,
  regular_minutes: 2400,
  overtime_minutes: 120,
  double_time_minutes: 0,
  pay_cents: 107500,
  days: [{ day: "2026-03-23", regular_minutes: 480, overtime_minutes: 0, double_time_minutes: 0 }],
  approved_at: "2026-03-30T14:30:00.000Z",
  approved_by: "user:1",
};
const timesheetExample = {
  id: 3,
  ...sheetExample,
  created_at: "2026-03-23T21:00:00.000Z",
  updated_at: "2026-03-30T14:30:00.000Z",
  version: 7,
};
const sheetFields = { id: z.int(), ...sheet, created_at: InstantOut, updated_at: InstantOut, version: z.int() };
export const Timesheet = z.object(sheetFields).openapi("Timesheet", { example: timesheetExample });

const rowExample = { id: 3, technician_name: "Mike Johnson", ...sheetExample, open_since: null, version: 7 };
const Row = z
  .object({
    id: z.int().nullable().openapi({ description: "null until the first entry of the week is closed" }),
    technician_name: z.string(),
    ...sheet,
    open_since: InstantOut.nullable().openapi({ description: "when they clocked in; null: they are not at work" }),
    version: z.int(),
  })
  .openapi("TimesheetRow", { example: rowExample });
export const TimesheetWeek = z
  .object({
    starts_on: LocalDay,
    ends_on: LocalDay,
    ...minutes,
    pay_cents: z.int().openapi({ description: "what hours and overtime of all of them are worth" }),
    items: z.array(Row).openapi({ description: "of every technician with time in this week, or who is at work in it" }),
  })
  .openapi("TimesheetWeek", {
    example: {
      ...{ starts_on: "2026-03-23", ends_on: "2026-03-29", regular_minutes: 2400, overtime_minutes: 120 },
      ...{ double_time_minutes: 0, pay_cents: 107500, items: [rowExample] },
    },
  });
export const WeekQuery = z.object({
  week: DateField.optional().openapi({ description: "any day of the workweek; today when absent" }),
});
export const TimesheetWithEntries = z
  .object({
    ...sheetFields,
    time_entries: z
      .array(TimeEntry)
      .openapi({ description: "those that began in the week, voided ones too, in their order" }),
  })
  .openapi("TimesheetWithEntries", { example: { ...timesheetExample, time_entries: [] } });

export const ReopenTimesheet = z
  .strictObject({ reason: line(500) })
  .openapi("ReopenTimesheet", { example: { reason: "Tuesday's break is missing" } });
