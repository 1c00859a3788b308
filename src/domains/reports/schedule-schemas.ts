import { Id, IdText, InstantOut, namesAField, TimeZone, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { frequencies } from "./calendar.ts";
import { FormatField } from "./run-schemas.ts";
import { deliveries } from "./terms.ts";

const frequency = z.enum(frequencies).openapi({
  description: "`on_period_close`: whenever a pay period is closed",
  example: "weekly",
});
const dayOfWeek = z.int().min(1).max(7).openapi({ description: "1 is Monday; with `weekly`", example: 1 });
const dayOfMonth = z
  .int()
  .min(1)
  .max(31)
  .openapi({ description: "31 is the last day of every month; with `monthly`", example: 31 });
const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, HH:MM")
  .openapi({ description: "by the clocks of `timezone`: an hour later where they skip it", example: "06:00" });
const delivery = z.enum(deliveries).openapi({
  description: "`email`: a link to each recipient. `webhook`: the event `report.delivered`",
  example: "email",
});
const recipients = z
  .array(Id)
  .max(20)
  .openapi({ description: "users of the business who may read the report; with `email` at least one", example: [1] });

type Asked = {
  frequency?: string | undefined;
  day_of_week?: number | null | undefined;
  day_of_month?: number | null | undefined;
};
const needs = (
  name: "day_of_week" | "day_of_month",
  of: string,
): [(body: Asked) => boolean, { path: string[]; error: string }] => [
  (body) => body.frequency !== of || body[name] != null,
  { path: [name], error: `is required with ${of}` },
];

export const CreateReportSchedule = z
  .strictObject({
    report_id: Id,
    frequency,
    day_of_week: dayOfWeek.nullish(),
    day_of_month: dayOfMonth.nullish(),
    local_time: localTime.optional(),
    timezone: TimeZone.optional().openapi({ description: "that of the business when absent" }),
    format: FormatField,
    delivery,
    recipient_ids: recipients.optional(),
  })
  .refine(...needs("day_of_week", "weekly"))
  .refine(...needs("day_of_month", "monthly"))
  .openapi("CreateReportSchedule", {
    example: {
      ...{ report_id: 1, frequency: "weekly", day_of_week: 1, local_time: "06:00" },
      ...{ timezone: "America/New_York", format: "csv", delivery: "webhook", recipient_ids: [] },
    },
  });
export const ChangeReportSchedule = z
  .strictObject({
    frequency: frequency.optional(),
    day_of_week: dayOfWeek.nullish(),
    day_of_month: dayOfMonth.nullish(),
    local_time: localTime.optional(),
    timezone: TimeZone.optional(),
    format: FormatField.optional(),
    delivery: delivery.optional(),
    recipient_ids: recipients.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeReportSchedule", { example: { local_time: "07:30" } });

export const ReportSchedule = z
  .object({
    id: z.int(),
    report_id: z.int(),
    frequency,
    day_of_week: dayOfWeek.nullable(),
    day_of_month: dayOfMonth.nullable(),
    local_time: localTime,
    timezone: z.string().openapi({ example: "America/New_York" }),
    format: FormatField,
    delivery,
    recipient_ids: recipients,
    status: z
      .enum(["active", "paused", "disabled"])
      .openapi({ description: "`disabled`: its report has failed three times in a row" }),
    next_run_at: InstantOut.nullable().openapi({
      description:
        "the next moment of its calendar; null while it is not active, or waits for the close of a pay period",
    }),
    last_run_id: z.int().nullable().openapi({ description: "its last run that has ended" }),
    consecutive_failures: z.int(),
    owner_id: z.int().openapi({ description: "the user in whose rights it reads, and who is told when it fails" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("ReportSchedule", {
    example: {
      ...{ id: 2, report_id: 3, frequency: "weekly", day_of_week: 1, day_of_month: null, local_time: "06:00" },
      ...{ timezone: "America/New_York", format: "csv", delivery: "email", recipient_ids: [1], status: "active" },
      ...{ next_run_at: "2026-03-09T10:00:00.000Z", last_run_id: 12, consecutive_failures: 0, owner_id: 1 },
      ...{ created_by: "user:1", created_at: "2026-02-01T12:00:00.000Z", updated_at: "2026-03-02T11:00:02.000Z" },
      version: 6,
    },
  });
export const ReportSchedulePage = pageOf("ReportSchedulePage", ReportSchedule);
export const ReportScheduleQuery = PageQuery.extend({
  report_id: IdText.optional(),
  sort: sortBy("id", "updated_at"),
});
