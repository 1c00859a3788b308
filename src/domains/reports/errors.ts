import { AppError, type FieldErrors } from "#/kernel/errors.ts";
import type { Permission } from "#/kernel/permissions.ts";

export const tooManyReports = (most: number) =>
  new AppError("conflict", "report.too_many", `A business has at most ${most} reports. Remove one first.`);
export const tooManySchedules = (most: number) =>
  new AppError("conflict", "report_schedule.too_many", `A business has at most ${most} schedules. Remove one first.`);

/** Every problem at once, each by its field. */
export const unfit = (problems: FieldErrors) => {
  const all = Object.entries(problems).map(([field, problem]) => `${field}: ${problem}`);
  return new AppError("invalid", "report.unfit", `${all.join("; ").slice(0, 1000)}.`, { fields: problems });
};
export const notPermitted = (permission: Permission, field: string) =>
  new AppError(
    "forbidden",
    "report.not_permitted",
    `This report reads what needs the permission ${permission}, which you do not have.`,
    { fields: { [field]: `needs ${permission}` } },
  );
export const noSuchColumn = (name: string, dataset: string, listed: readonly string[]) =>
  new AppError(
    "bad_request",
    "report.no_such_column",
    `Dataset ${dataset} has no column ${name} whose values are listed.`,
    {
      fields: { column: `must be one of: ${listed.join(", ")}` },
    },
  );
export const tooManyRuns = (id: number, most: number) =>
  new AppError(
    "conflict",
    "report.too_many_runs",
    `The last ${most} runs of report ${id} are still to be done. Wait for one of them to end, or take its file.`,
  );
export const notYours = () =>
  new AppError("forbidden", "report.not_yours", "Only its owner can make a shared report private.", {
    fields: { visibility: "can be made private by the owner only" },
  });
export const tooWide = (most: number) =>
  new AppError("invalid", "report.too_wide", `A PDF has room for ${most} columns. Take csv or json.`, {
    fields: { format: "must be csv or json for that many columns" },
  });
export const pdfScheduled = (id: number, most: number) =>
  new AppError(
    "conflict",
    "report.pdf_scheduled",
    `A schedule writes report ${id} as PDF, which has room for ${most} columns. Change its format first.`,
    { fields: { columns: `must be at most ${most} while a schedule writes a PDF` } },
  );
export const othersScheduled = (id: number) =>
  new AppError("conflict", "report.others_scheduled", `Others have schedules of report ${id}. Those must go first.`, {
    fields: { visibility: "must be shared while others have schedules of it" },
  });
export const webhookScheduled = (id: number) =>
  new AppError(
    "conflict",
    "report.webhook_scheduled",
    `A schedule delivers report ${id} by webhook, for keys to fetch. Change its delivery first.`,
    { fields: { visibility: "must be shared while a schedule delivers it by webhook" } },
  );
export const hasSchedules = (id: number) =>
  new AppError("conflict", "report.has_schedules", `Report ${id} has schedules. Remove these first.`);

export const runNotDone = (id: number, status: string) =>
  new AppError("conflict", "report_run.not_done", `Run ${id} is ${status}, so it has no file yet, or never will.`, {
    fields: { status: `is ${status}` },
  });
export const fileExpired = () =>
  new AppError("gone", "report_run.expired", "The file of this run was removed after 30 days. Run the report again.");
/** Another worker has made the run of this moment. */
export const runTaken = () => new AppError("conflict", "report_run.taken", "The run of this moment is there already.");

export const recipientUnfit = (id: number, lack: string, field: string) =>
  new AppError("invalid", "report_schedule.recipient_unfit", `User ${id} cannot get this report: they need ${lack}.`, {
    fields: { [field]: `needs ${lack}` },
  });
export const scheduleNot = (id: number, status: string, needed: string) =>
  new AppError("conflict", "report_schedule.wrong_status", `Schedule ${id} is ${status}; it must be ${needed}.`, {
    fields: { status: `is ${status}` },
  });
export const badLink = () =>
  new AppError(
    "not_found",
    "report_run.bad_link",
    "This link opens no report, or you may no longer read it. Ask whoever has sent it.",
  );
