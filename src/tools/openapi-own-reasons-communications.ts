/** Reasons of operations about communications, as those in openapi-own-reasons.ts. */
const template = "communication_template.not_found";
const saved = "communication_template.unknown_variable communication.subject_missing communication.text_too_long";
const version = "communication_template.version_mismatch communication_template.changed_meanwhile";
const named =
  "customer.not_found customer.changed_meanwhile dispatch_job.not_found invoice.not_found estimate.not_found";
const account = "message_account.version_mismatch message_account.changed_meanwhile message_account.not_found";
const webhook = "message_account.not_found message_webhook.bad_signature message_webhook.too_large";

export const communicationReasons = {
  getCommunication: "communication.not_found",
  logCommunication: `${named} communication.in_future communication.bad_phone communication.foreign_thing`,
  sendMessage: `${named} ${template} communication.repeated communication.wrong_channel communication.wrong_category communication.variables_missing communication.no_address communication.foreign_address communication.foreign_thing communication.no_provider communication.subject_missing communication.text_too_long communication.bad_phone`,
  getThread: "communication_thread.not_found",
  getConsents: "customer.not_found",
  putConsents: "customer.not_found customer.changed_meanwhile",
  suppressPhone: "communication_suppression.exists communication.bad_phone",
  liftPhone:
    "communication_suppression.not_found communication_suppression.by_customer communication_suppression.changed_meanwhile",
  addMessageTemplate: `${saved} communication_template.name_taken communication_template.too_many`,
  getMessageTemplate: template,
  changeMessageTemplate: `${template} ${saved} ${version}`,
  removeMessageTemplate: `${template} ${version}`,
  previewMessageTemplate: `${template} customer.not_found`,
  addMessageAccount: "message_account.exists",
  getMessageAccount: "message_account.not_found",
  changeMessageAccount: account,
  removeMessageAccount: account,
  receiveTwilioMessage: `${webhook} message_webhook.unreadable`,
  receiveTwilioStatus: webhook,
  leaveMarketing: "communication.bad_link",
  leaveMarketingAtOnce: "communication.bad_link",
  showLeavePage: "communication.bad_link",
  listKeptTexts: "request.no_such_path",
  answerText: "request.no_such_path message_account.not_found",
};
