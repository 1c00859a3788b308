import { DateField, IdText, InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { DatasetField } from "./schemas.ts";
import { deliveries, formats, runErrors, runStatuses } from "./terms.ts";

export const FormatField = z.enum(formats).openapi({
  description: "`csv`: amounts in whole units. `json`: a list of objects, amounts in cents. `pdf`: up to 2,000 rows",
  example: "csv",
});

export const RunReport = z.strictObject({ format: FormatField }).openapi("RunReport", { example: { format: "csv" } });

const run = {
  id: z.int(),
  report_id: z.int().openapi({ description: "the report, which may be another or removed since" }),
  report_name: z.string(),
  dataset: DatasetField,
  format: FormatField,
  timezone: z.string().openapi({ description: "the zone in which the range of days was resolved" }),
  date_from: DateField.nullable().openapi({ description: "the first day of the range, as it was resolved" }),
  date_to: DateField.nullable().openapi({ description: "the last day" }),
  status: z.enum(runStatuses).openapi({ description: "`expired`: the file was removed" }),
  row_count: z.int().openapi({ description: "rows of the file, up to now" }),
  bytes: z.int().openapi({ description: "size of the file, up to now" }),
  error: z.enum(runErrors).nullable().openapi({
    description:
      "why it failed. `too_many_rows`: more than a file, or a PDF, has room for. `too_many_rows_to_sort`: more than 10,000, in another order than that of their days. `not_permitted`: the owner of the schedule may no longer read this. `no_recipients`: nobody is left who may get it. `broke_off`: tried many times in vain",
  }),
  triggered_by: z.enum(["user", "schedule"]),
  schedule_id: z.int().nullable(),
  due_at: InstantOut.nullable().openapi({ description: "the moment of the schedule that it is for" }),
  created_by: z.string(),
  created_at: InstantOut,
  started_at: InstantOut.nullable(),
  finished_at: InstantOut.nullable(),
  expires_at: InstantOut.nullable().openapi({ description: "when the file is removed" }),
  updated_at: InstantOut,
  version: z.int(),
};
export const ReportRun = z.object(run).openapi("ReportRun", {
  example: {
    ...{ id: 12, report_id: 3, report_name: "Sales by technician", dataset: "sales", format: "csv" },
    ...{ timezone: "America/New_York", date_from: "2026-02-01", date_to: "2026-02-28", status: "succeeded" },
    ...{ row_count: 7, bytes: 412, error: null, triggered_by: "schedule", schedule_id: 2 },
    ...{ due_at: "2026-03-01T11:00:00.000Z", created_by: "system:report.schedule" },
    ...{ created_at: "2026-03-01T11:00:01.000Z", started_at: "2026-03-01T11:00:02.000Z" },
    ...{ finished_at: "2026-03-01T11:00:02.000Z", expires_at: "2026-03-31T11:00:02.000Z" },
    ...{ updated_at: "2026-03-01T11:00:02.000Z", version: 3 },
  },
});
export const ReportRunPage = pageOf("ReportRunPage", ReportRun);
export const ReportRunQuery = PageQuery.extend({
  report_id: IdText.optional(),
  sort: sortBy("id", "updated_at"),
});

export const ReportDelivered = z
  .object({
    id: z.int().openapi({ description: "the run" }),
    report_id: z.int(),
    report_name: z.string(),
    schedule_id: z.int().nullable(),
    due_at: InstantOut.nullable(),
    format: FormatField,
    date_from: DateField.nullable(),
    date_to: DateField.nullable(),
    row_count: z.int(),
    delivery: z.enum(deliveries),
    recipients: z.int().openapi({ description: "mails that went out" }),
    is_test: z.boolean(),
    url: z.string().openapi({
      description:
        "where the file is, for who may read the report: a key with `reports:read` and what its dataset needs",
    }),
    expires_at: InstantOut,
  })
  .openapi("ReportDelivered", {
    example: {
      ...{ id: 12, report_id: 3, report_name: "Sales by technician", schedule_id: 2 },
      ...{ due_at: "2026-03-01T11:00:00.000Z", format: "csv", date_from: "2026-02-01", date_to: "2026-02-28" },
      ...{ row_count: 7, delivery: "webhook", recipients: 0, is_test: false },
      url: "https://api.truckroll.example/api/v1/admin/report-runs/12/download",
      expires_at: "2026-03-31T11:00:02.000Z",
    },
  });
