/** The reasons of the operations of dispatch (openapi-own-reasons.ts). */
export const dispatchReasons: Record<string, string> = {
  getDispatchJob: "dispatch_job.not_found",
  createDispatchJob:
    "skill.not_found customer.not_found customer_site.not_found service_zone.not_found customer.changed_meanwhile",
  changeDispatchJob:
    "skill.not_found customer.not_found customer_site.not_found service_zone.not_found customer.changed_meanwhile dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.job_finished dispatch.bad_times",
  rescheduleJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.job_finished dispatch.bad_times",
  addVisit: "dispatch_job.not_found dispatch_job.changed_meanwhile dispatch.job_cancelled customer.changed_meanwhile",
  listJobHistory: "dispatch_job.not_found",
  assignTechnician:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_found dispatch.technician_inactive dispatch.lead_in_crew",
  unassignTechnician:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition",
  holdJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition",
  resumeJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition",
  cancelJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition",
  stepJobBack:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition",
  reopenJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.reopen_too_late",
  addJobNote: "dispatch_job.not_found dispatch.clock_ahead",
  addMyJobNote: "dispatch_job.not_found technician.not_linked dispatch.clock_ahead",
  listJobNotes: "dispatch_job.not_found",
  listMyJobNotes: "dispatch_job.not_found technician.not_linked",
  addJobPhoto: "dispatch_job.not_found dispatch.photo_not_an_image dispatch.too_many_photos",
  addMyJobPhoto: "dispatch_job.not_found technician.not_linked dispatch.photo_not_an_image dispatch.too_many_photos",
  listJobPhotos: "dispatch_job.not_found",
  listMyJobPhotos: "dispatch_job.not_found technician.not_linked",
  getJobPhoto: "dispatch_job.not_found job_photo.not_found",
  getMyJobPhoto: "dispatch_job.not_found job_photo.not_found technician.not_linked",
  removeJobPhoto: "job_photo.not_found",
  listMyJobs: "technician.not_linked",
  getMyJob: "dispatch_job.not_found technician.not_linked",
  acknowledgeJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked dispatch.not_in_charge dispatch.clock_ahead",
  reportJobStatus:
    "dispatch.forms_required dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked dispatch.not_in_charge dispatch.clock_ahead",
  holdMyJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked dispatch.not_in_charge",
  resumeMyJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked dispatch.not_in_charge",
  optimizeRoutes:
    "dispatch.technician_inactive technician.not_found dispatch.day_is_over dispatch.too_many_plans dispatch_job.changed_meanwhile dispatch.too_many_technicians dispatch.too_many_jobs",
  getRoutePlan: "route_plan.not_found",
  undoRoutePlan:
    "route_plan.version_mismatch route_plan.changed_meanwhile dispatch_job.changed_meanwhile dispatch.plan_not_applied dispatch.technician_inactive route_plan.not_found",
  suggestTechnicians: "dispatch_job.not_found dispatch.job_is_over",
  streamDispatch: "dispatch.too_many_streams",
  reportPosition: "dispatch.technician_not_active technician.not_linked dispatch.impossible_speed dispatch.clock_ahead",
  connectDispatch: "dispatch.upgrade_required dispatch.too_many_streams",
  streamMyJobs: "technician.not_linked dispatch.too_many_streams",
  connectMyJobs: "technician.not_linked dispatch.upgrade_required dispatch.too_many_streams",
  reportPositions: "dispatch.technician_not_active technician.not_linked dispatch.clock_ahead",
  getTrail: "dispatch_job.not_found",
};
