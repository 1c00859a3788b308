import { eventsOf } from "#/kernel/events.ts";
import { ReportDelivered, ReportRun } from "./run-schemas.ts";
import { ReportSchedule } from "./schedule-schemas.ts";

const permission = "reports:read" as const;
const area = { entity: "report_run", permission } as const;
const define = eventsOf(ReportRun, { ...area, idIn: ({ id }) => id });

export const runSucceeded = define("report.run_succeeded", "The file of a report is there");
export const runFailed = define("report.run_failed", "A report could not be read, or nobody is left who may get it", {
  ...{ status: "failed", error: "too_many_rows", expires_at: null },
});
export const delivered = eventsOf(ReportDelivered, { ...area, idIn: ({ id }) => id })(
  "report.delivered",
  "A report was delivered by its schedule: `url` is where the file is",
);
export const scheduleDisabled = eventsOf(ReportSchedule, {
  entity: "report_schedule",
  permission,
  idIn: ({ id }) => id,
})("report.schedule_disabled", "A schedule was disabled: its report has failed three times in a row", {
  ...{ status: "disabled", next_run_at: null, consecutive_failures: 3, version: 9 },
});

export const events = [runSucceeded, runFailed, delivered, scheduleDisabled];
