import { AppError } from "#/kernel/errors.ts";

export const offerOver = (status: string) =>
  new AppError(
    "conflict",
    "referral.offer_over",
    `This offer is ${status}, so it can no longer be answered. GET /admin/referrals?status=offered lists those that can.`,
  );
export const answeredMeanwhile = () =>
  new AppError(
    "conflict",
    "referral.answered_meanwhile",
    "Somebody else has answered this offer, it has just run out, or the homeowner has cancelled. Read it again.",
  );
export const detailsErased = () =>
  new AppError("conflict", "referral.erased", "The homeowner's data were erased, so the referral cannot be accepted.");
export const notAccepted = (status: string) =>
  new AppError(
    "conflict",
    "referral.not_accepted",
    `This referral is ${status}. A sale belongs to one that the business has accepted.`,
  );
export const saleTaken = () =>
  new AppError("conflict", "referral.sale_taken", "This sale belongs to another referral.", {
    fields: { sale_id: "belongs to another referral" },
  });
export const noPlace = (zip: string) =>
  new AppError("invalid", "referral_participation.unknown_place", `Nobody knows where ZIP code ${zip} is.`, {
    fields: { place_zip: "is not known; name zip_codes instead" },
  });
export const noActiveZone = () =>
  new AppError(
    "conflict",
    "referral_participation.no_zone",
    "The business has no active service zone. Add one with POST /admin/service-zones, or name zip_codes or place_zip.",
    { fields: { use_service_zones: "needs an active service zone" } },
  );
export const noArea = () =>
  new AppError(
    "invalid",
    "referral_participation.no_area",
    "A business that takes referrals names zip_codes, or place_zip with radius_miles, or uses its service zones.",
    { fields: { zip_codes: "is required where there is no circle" } },
  );
