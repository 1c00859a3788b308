const report = "report.not_found report.version_mismatch report.changed_meanwhile";
const schedule = "report_schedule.not_found report_schedule.version_mismatch report_schedule.changed_meanwhile";
const readable = "report.not_permitted";
const recipients = "user.not_found report_schedule.recipient_unfit";

/** Reasons of operations about reports, as those in openapi-own-reasons.ts. */
export const reportReasons = {
  listReportValues: `${readable} report.no_such_column`,
  createReport: `${readable} report.unfit report.too_many`,
  getReport: "report.not_found",
  changeReport: `${report} ${readable} report.unfit report.not_yours report.pdf_scheduled report.others_scheduled report.webhook_scheduled`,
  removeReport: `${report} report.has_schedules`,
  previewReport: `report.not_found ${readable}`,
  previewReportDefinition: `${readable} report.unfit`,
  runReport: `report.not_found report.version_mismatch ${readable} report.too_wide report.too_many_runs`,
  getReportRun: "report_run.not_found",
  downloadReportRun: `report_run.not_found ${readable} report_run.not_done report_run.expired`,
  openReportFile: "document_link.unknown report_run.bad_link report_run.not_done report_run.expired",
  createReportSchedule: `${report} ${readable} report.unfit report.too_wide report_schedule.too_many auth.users_only ${recipients}`,
  getReportSchedule: "report_schedule.not_found",
  changeReportSchedule: `${schedule} report.version_mismatch report.changed_meanwhile ${readable} report.unfit report.too_wide ${recipients}`,
  removeReportSchedule: schedule,
  pauseReportSchedule: `${schedule} report_schedule.wrong_status`,
  resumeReportSchedule: `${schedule} report_schedule.wrong_status`,
  testReportSchedule: `report_schedule.not_found report_schedule.version_mismatch ${readable} report.too_many_runs auth.users_only`,
};
