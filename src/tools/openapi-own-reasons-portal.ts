/** Reasons of operations of the customer portal, as those in openapi-own-reasons.ts. */
const account = "portal_account.not_found";
const estimate = `${account} estimate.not_found estimate.version_mismatch estimate.changed_meanwhile estimate.not_sent estimate.accepted estimate.declined estimate.expired estimate.archived estimate.revised`;
const pay = `${account} invoice.not_found invoice.nothing_due invoice.not_paid_online payment_provider.key_refused payment_provider.refused payment_provider.unreachable`;
const choice = "estimate.option_missing estimate.option_unknown estimate.line_not_optional";

export const portalReasons = {
  registerCustomer: "auth.weak_password",
  logInCustomer: "portal.wrong_credentials",
  logInCustomerByLink: "auth.invalid_link customer.changed_meanwhile",
  verifyCustomerEmail: "auth.invalid_link customer.changed_meanwhile",
  resetCustomerPassword: "auth.invalid_link auth.weak_password customer.changed_meanwhile",
  refreshCustomer: "auth.invalid_refresh_token auth.token_reused",
  getCustomerMe: account,
  changeCustomerMe: `${account} portal_account.version_mismatch portal_account.changed_meanwhile`,
  requestService: `${account} lead.contact_missing lead.changed_meanwhile`,
  reviewJob: `${account} dispatch_job.not_found review.changed_meanwhile review.job_not_completed review.final review.meanwhile`,
  listEstimatesForMe: account,
  acceptEstimateForMe: `${estimate} ${choice}`,
  declineEstimateForMe: estimate,
  listInvoicesForMe: account,
  getInvoiceForMe: `${account} invoice.not_found`,
  getInvoicePdfForMe: `${account} invoice.not_found`,
  payInvoiceForMe: pay,
  checkOutInvoiceForMe: pay,
  listCreditNotesForMe: account,
  getCreditNotePdfForMe: `${account} credit_note.not_found`,
  listDocumentsForMe: account,
  listAgreementsForMe: account,
  listPortalAccounts: "customer.not_found",
  inviteToPortal:
    "customer.not_found customer.changed_meanwhile portal.address_not_theirs portal.account_of_another portal.too_many_links portal_account.changed_meanwhile",
  closePortalAccount:
    "portal_account.not_found portal_account.version_mismatch portal_account.changed_meanwhile portal.account_closed",
  answerReview: "review.not_found review.version_mismatch review.changed_meanwhile",
};
