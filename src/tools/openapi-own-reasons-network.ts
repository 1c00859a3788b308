const answered =
  "referral.not_found referral.version_mismatch referral.changed_meanwhile referral.offer_over referral.answered_meanwhile";

/** Reasons of a business' own operations in the referral network, as those in openapi-own-reasons.ts. */
export const networkReasons = {
  getReferral: "referral.not_found",
  acceptReferral: `${answered} referral.erased lead.duplicate_meanwhile customer.contact_taken`,
  declineReferral: answered,
  setReferralSale:
    "referral.not_found referral.version_mismatch referral.changed_meanwhile referral.not_accepted referral.sale_taken sale.not_found",
  setReferralParticipation:
    "referral_participation.no_area referral_participation.no_zone referral_participation.unknown_place",
};
