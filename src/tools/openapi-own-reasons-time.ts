const entry = "time_entry.version_mismatch time_entry.changed_meanwhile";
const sheet = "timesheet.changed_meanwhile";
const punch = `technician.not_linked ${entry} time_entry.clock_ahead time_entry.too_late`;
const office = `technician.not_found dispatch_job.not_found ${sheet} time_entry.overlap time_entry.period_locked time_entry.bad_times`;

/** Reasons of operations about working time, as those in openapi-own-reasons.ts. */
export const timeReasons = {
  clockIn: `${punch} technician.not_found dispatch_job.not_found time_entry.technician_inactive time_entry.overlap time_entry.already_clocked_in`,
  clockOut: `${punch} ${sheet} time_entry.bad_times time_entry.overlap time_entry.too_long time_entry.out_of_order time_entry.not_clocked_in`,
  switchJob: `${punch} ${sheet} technician.not_found dispatch_job.not_found time_entry.overlap time_entry.too_long time_entry.out_of_order time_entry.same_job time_entry.not_clocked_in`,
  startBreak: `${punch} time_entry.too_many_breaks time_entry.out_of_order time_entry.not_clocked_in time_entry.already_on_break`,
  endBreak: `${punch} time_entry.out_of_order time_entry.not_clocked_in time_entry.not_on_break`,
  listOwnTimeEntries: "technician.not_linked",
  getOwnTimesheet: "technician.not_linked",
  addTimeEntry: `time_entry.changed_meanwhile time_entry.already_clocked_in ${office}`,
  getTimeEntry: "time_entry.not_found",
  correctTimeEntry: `${entry} time_entry.voided ${office} time_entry.not_found`,
  voidTimeEntry: `${entry} ${sheet} time_entry.period_locked time_entry.not_found`,
  listTimeEntryHistory: "time_entry.not_found",
  getTimesheet: "timesheet.not_found",
  approveTimesheet: `timesheet.version_mismatch ${sheet} timesheet.own_approval timesheet.not_over timesheet.not_ready timesheet.not_found`,
  reopenTimesheet: `timesheet.version_mismatch ${sheet} timesheet.not_found`,
  setTimeRules: "time_rules.version_mismatch time_rules.changed_meanwhile",
};
