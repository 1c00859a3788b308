/** Reasons of operations about people, places and jobs, as those in openapi-own-reasons.ts. */
export const fieldReasons = {
  runJob: "job.not_found tenant.not_found job.not_of_one_business",
  addTechnician: "user.username_taken auth.weak_password",
  getTechnician: "technician.not_found",
  changeTechnician: "technician.version_mismatch technician.changed_meanwhile technician.not_found",
  addServiceZone:
    "service_zone.too_many service_zone.name_taken service_zone.too_many_vertices service_zone.ring_too_short service_zone.ring_open service_zone.over_antimeridian service_zone.hole_outside service_zone.self_crossing service_zone.wrong_shape",
  importServiceZoneZips:
    "service_zone.version_mismatch service_zone.changed_meanwhile service_zone.too_many service_zone.name_taken service_zone.too_many_zips service_zone.too_many_in_file import.not_utf8 import.no_rows import.too_many_rows import.broken_quotes import.column_twice import.column_missing",
  getServiceZone: "service_zone.not_found",
  changeServiceZone:
    "service_zone.not_found service_zone.version_mismatch service_zone.changed_meanwhile service_zone.name_taken service_zone.too_many_vertices service_zone.ring_too_short service_zone.ring_open service_zone.over_antimeridian service_zone.hole_outside service_zone.self_crossing service_zone.wrong_shape",
  listServiceZoneTechnicians: "service_zone.not_found",
  setServiceZoneTechnicians:
    "service_zone.not_found service_zone.version_mismatch service_zone.changed_meanwhile technician.not_found",
  addSkill: "skill.too_many skill.name_taken",
  getSkill: "skill.not_found",
  changeSkill: "skill.not_found skill.version_mismatch skill.changed_meanwhile skill.name_taken",
  importTechnicianSkills:
    "technician_skill.changed_meanwhile import.not_utf8 import.no_rows import.too_many_rows import.broken_quotes import.column_twice import.column_missing",
  setTechnicianSkill:
    "technician.not_found skill.not_found technician_skill.version_mismatch technician_skill.changed_meanwhile skill.version_mismatch skill.changed_meanwhile skill.not_active",
  removeTechnicianSkill:
    "technician.not_found skill.not_found technician_skill.not_found technician_skill.version_mismatch technician_skill.changed_meanwhile",
  addCustomer:
    "technician.not_found customer.contact_taken customer.external_id_taken customer.name_missing customer.reason_missing customer.contact_refused",
  getCustomer: "customer.not_found",
  changeCustomer:
    "customer.not_found technician.not_found customer.version_mismatch customer.changed_meanwhile customer.merged customer.contact_taken customer.external_id_taken customer.name_missing customer.reason_missing customer.contact_refused",
  archiveCustomer: "customer.not_found customer.version_mismatch customer.changed_meanwhile customer.merged",
  restoreCustomer: "customer.not_found customer.version_mismatch customer.changed_meanwhile customer.merged",
  mergeCustomer:
    "customer.not_found customer.version_mismatch customer.changed_meanwhile customer.merge_into_itself customer.merged",
  listCustomerSites: "customer.not_found",
  addCustomerSite: "customer.not_found customer.merged customer_site.too_many customer.contact_refused",
  getCustomerSite: "customer_site.not_found",
  changeCustomerSite:
    "customer.not_found customer_site.not_found customer_site.version_mismatch customer_site.changed_meanwhile customer.changed_meanwhile customer.merged customer.contact_refused",
  removeCustomerSite:
    "customer.not_found customer_site.not_found customer_site.version_mismatch customer_site.changed_meanwhile customer.changed_meanwhile customer.merged",
  listCustomerNotes: "customer.not_found",
  addCustomerNote: "customer.not_found customer.changed_meanwhile customer.merged",
  listCustomerAttachments: "customer.not_found",
  addCustomerAttachment: "customer.not_found customer.merged customer_attachment.too_many",
  getCustomerAttachment: "customer_attachment.file_missing customer_attachment.not_found",
  removeCustomerAttachment:
    "customer.not_found customer_attachment.not_found customer_attachment.changed_meanwhile customer.merged",
  getTechnicianCategoryCommission: "commission_config.not_found",
  setTechnicianCategoryCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile technician.not_found item_category.not_found",
  removeTechnicianCategoryCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getTechnicianCommission: "commission_config.not_found",
  setTechnicianCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile technician.not_found",
  removeTechnicianCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getShifts: "shift_pattern.not_found",
  setShifts:
    "shift_pattern.version_mismatch shift_pattern.changed_meanwhile technician.not_found availability.shifts_overlap",
  removeShifts: "shift_pattern.version_mismatch shift_pattern.changed_meanwhile shift_pattern.not_found",
  addShiftOverride: "technician.not_found availability.shifts_overlap shift_override.exists",
  changeShiftOverride:
    "shift_override.version_mismatch shift_override.changed_meanwhile shift_override.not_found availability.shifts_overlap",
  removeShiftOverride: "shift_override.version_mismatch shift_override.changed_meanwhile shift_override.not_found",
  addOnCallDuty: "technician.not_found",
  removeOnCallDuty: "on_call_duty.version_mismatch on_call_duty.changed_meanwhile on_call_duty.not_found",
  recordTimeOff: "technician.not_found",
  getTimeOff: "time_off.not_found",
  approveTimeOff: "time_off.version_mismatch time_off.changed_meanwhile time_off.not_found time_off.wrong_status",
  rejectTimeOff: "time_off.version_mismatch time_off.changed_meanwhile time_off.not_found time_off.wrong_status",
  addClosedDay: "closed_day.exists",
  removeClosedDay: "closed_day.version_mismatch closed_day.changed_meanwhile closed_day.not_found",
  getOwnAvailability: "technician.not_linked",
  listOwnTimeOff: "technician.not_linked",
  requestTimeOff: "technician.not_linked",
  withdrawTimeOff:
    "time_off.version_mismatch time_off.changed_meanwhile technician.not_linked time_off.not_found time_off.wrong_status",
  getDispatchCapacity: "technician.not_found",
};
