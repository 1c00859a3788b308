/** Reasons of the referral network's operations, as those in openapi-own-reasons.ts. Referrers are not told them, only the status and the message. */
export const referralReasons = {
  createOpenJob: "referral.idempotency_keys_differ",
  getOpenJob: "referral.not_found",
  cancelOpenJob: "referral.not_found referral.changed_meanwhile referral.not_cancellable",
  setOpenWebhook: "referral_webhook.bad_url",
  getOpenWebhook: "referral_webhook.not_found",
  removeOpenWebhook: "referral_webhook.not_found",
  testOpenWebhook: "referral_webhook.not_found",
  makeReferralKey: "referral_company.not_found",
  getReferralKey: "referral_key.not_found",
  changeReferralKey: "referral_company.not_found referral_key.not_found referral_key.revoked",
  rotateReferralKey: "referral_key.not_found referral_key.revoked",
  revokeReferralKey: "referral_key.not_found referral_key.revoked",
  addReferralCompany: "tenant.not_found referral_company.id_taken",
  getReferralCompany: "referral_company.not_found",
  changeReferralCompany: "tenant.not_found referral_company.not_found referral_company.id_taken",
  removeReferralCompany: "referral_company.not_found referral_company.in_use",
};
