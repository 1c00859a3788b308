import { pricingReasons } from "./openapi-own-reasons-documents.ts";

/** Reasons of operations about service agreements, as those in openapi-own-reasons.ts. */
const plan = "agreement_plan.not_found agreement_plan.name_taken";
const late = "document.numbers_taken recurring_invoice.period_billed service_agreement.already_renewed";
const row = "service_agreement.version_mismatch service_agreement.changed_meanwhile service_agreement.not_found";
const acts = `${row} recurring_invoice.changed_meanwhile service_agreement.wrong_status`;
const recurring =
  "recurring_invoice.version_mismatch recurring_invoice.changed_meanwhile recurring_invoice.not_found recurring_invoice.wrong_status";
const who = "customer.not_found customer_site.not_found customer.changed_meanwhile technician.not_found";

export const agreementReasons = {
  addAgreementPlan: "agreement_plan.name_taken",
  getAgreementPlan: "agreement_plan.not_found",
  changeAgreementPlan: `agreement_plan.version_mismatch agreement_plan.changed_meanwhile ${plan} agreement_plan.term_unfit`,
  createServiceAgreement: `agreement_plan.not_found ${who} agreement_plan.archived`,
  readMemberDiscount: "customer.not_found",
  getServiceAgreement: "service_agreement.not_found",
  changeServiceAgreement: `${row} ${who} service_agreement.wrong_status service_agreement.not_draft`,
  activateServiceAgreement: `${row} recurring_invoice.period_billed service_agreement.wrong_status`,
  suspendServiceAgreement: `${acts} ${late} service_agreement.behind`,
  resumeServiceAgreement: `${acts} ${late}`,
  renewServiceAgreement: `${row} agreement_plan.not_found service_agreement.wrong_status service_agreement.ongoing service_agreement.ends_already service_agreement.already_renewed`,
  cancelServiceAgreement: `${acts} ${late} ${pricingReasons} customer.not_found customer_site.not_found customer.changed_meanwhile invoice.changed_meanwhile invoice.source_taken service_agreement.behind service_agreement.ends_already service_agreement.refund_needs_now`,
  listServiceAgreementVisits: "service_agreement.not_found",
  listServiceAgreementPeriods: "service_agreement.not_found",
  getAgreementVisit: "agreement_visit.not_found",
  changeAgreementVisit:
    "agreement_visit.version_mismatch agreement_visit.changed_meanwhile agreement_visit.not_found agreement_visit.has_job agreement_visit.over",
  getRecurringInvoice: "recurring_invoice.not_found",
  previewRecurringInvoice: "recurring_invoice.not_found",
  pauseRecurringInvoice: recurring,
  resumeRecurringInvoice: recurring,
  runRecurringInvoice: `recurring_invoice.not_found document.numbers_taken recurring_invoice.period_billed recurring_invoice.wrong_status`,
};
