const calendar = "sla_calendar.version_mismatch sla_calendar.changed_meanwhile";
const policy = "sla_policy.version_mismatch sla_policy.changed_meanwhile";
const named = "sla_policy.unknown_match sla_policy.bad_targets sla_calendar.not_found";

/** Of service levels. */
export const slaReasons: Record<string, string> = {
  addSlaCalendar: "sla_calendar.too_many sla_calendar.name_taken sla_calendar.bad_hours",
  getSlaCalendar: "sla_calendar.not_found",
  changeSlaCalendar: `${calendar} sla_calendar.name_taken sla_calendar.bad_hours sla_calendar.not_found`,
  removeSlaCalendar: `${calendar} sla_calendar.in_use sla_calendar.not_found`,
  addSlaPolicy: `${named} sla_policy.changed_meanwhile sla_policy.too_many sla_policy.is_default sla_policy.name_taken`,
  getSlaPolicy: "sla_policy.not_found",
  changeSlaPolicy: `${policy} ${named} sla_policy.is_default sla_policy.name_taken sla_policy.not_found`,
  removeSlaPolicy: `${policy} sla_policy.is_default sla_policy.not_found`,
  getSlaClock: "sla_clock.not_found",
  getMyJobServiceLevel: "technician.not_linked dispatch_job.not_found sla_clock.not_found",
  getSlaViolation: "sla_violation.not_found",
  acknowledgeSlaViolation:
    "sla_violation.version_mismatch sla_violation.changed_meanwhile sla_violation.not_open sla_violation.not_found",
};
