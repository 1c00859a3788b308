const own = "technician.not_linked";
const form = "form.not_found form.version_mismatch form.changed_meanwhile";
const job = `${own} dispatch_job.not_found`;
const answers =
  "form_submission.version_unknown form_submission.started_in_future form_submission.too_large form_submission.bad_answers form.not_published form_submission.version_outdated form_submission.wrong_status";
const submission =
  "form_submission.not_found form_submission.version_mismatch form_submission.changed_meanwhile form_submission.wrong_status";
const file =
  "form_submission.version_mismatch form_submission.changed_meanwhile form_submission.wrong_status form_file.not_an_image form_file.no_such_field form_file.too_many form_file.changed_meanwhile";
const held = "form_submission.version_mismatch form_submission.changed_meanwhile";
const link = `form.not_found customer.changed_meanwhile ${held} form_submission.exists form.recipient_missing form_submission.wrong_status form.not_published`;
const dead = "document_link.unknown document_link.ended";

/** Reasons of operations about forms, as those in openapi-own-reasons.ts. */
export const formReasons = {
  addForm: "form.too_many form.name_taken",
  getForm: "form.not_found",
  changeForm: `${form} form.archived form.name_taken`,
  deleteForm: `${form} form.was_published`,
  publishForm: `${form} form.nothing_new form.archived form.not_publishable`,
  archiveForm: `${form} form.name_taken`,
  duplicateForm: "form.not_found form.too_many form.name_taken",
  listFormVersions: "form.not_found",
  assignForm:
    "form.not_found agreement_plan.not_found form_assignment.bad_value form.not_published form_assignment.too_many form_assignment.exists",
  unassignForm: "form_assignment.not_found form_assignment.version_mismatch form_assignment.changed_meanwhile",
  listSubmissionsOfForm: "form.not_found",
  exportFormSubmissions: "form.not_found",
  getFormSubmission: "form_submission.not_found",
  getFormSubmissionPdf: "form_submission.not_found",
  getFormFile: "form_submission.not_found form_file.file_missing form_file.not_found",
  reopenFormSubmission: submission,
  voidFormSubmission: submission,
  makeFormLink: `dispatch_job.not_found customer.not_found ${link}`,
  listJobForms: "dispatch_job.not_found",
  listPublishedForms: own,
  getPublishedForm: `${own} form.not_found`,
  listMyJobForms: job,
  saveFormDraft: `${job} form.not_found ${held} form_submission.exists ${answers}`,
  addFormFile: `${job} form_submission.not_found ${file}`,
  submitForm: `${job} form.not_found ${held} form_submission.exists ${answers}`,
  makeJobFormLink: `${job} ${link}`,
  openForm: dead,
  uploadByFormLink: `${dead} ${file}`,
  submitByFormLink: `${dead} ${held} ${answers}`,
};
