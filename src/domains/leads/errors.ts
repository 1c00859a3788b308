import { AppError } from "#/kernel/errors.ts";

export const campaignNameTaken = (name: string) =>
  new AppError("conflict", "lead_campaign.name_taken", `Another campaign is called ${name}.`, {
    fields: { name: "is taken" },
  });
export const tooManyCampaigns = (most: number) =>
  new AppError("conflict", "lead_campaign.too_many", `A business has at most ${most} campaigns.`);

/** A hand-over of a referral that was repeated: its lead is there. */
export const referralTaken = (referralId: string) =>
  new AppError("conflict", "lead.referral_taken", `Referral ${referralId} has its lead already.`);
export const phoneRefused = (problem: string) =>
  new AppError("invalid", "lead.phone_refused", `phone: ${problem}.`, { fields: { phone: problem } });
export const contactMissing = () =>
  new AppError("invalid", "lead.contact_missing", "Give the lead a name, a company, a phone or an e-mail.", {
    fields: { phone: "is required where there is no name, company or e-mail" },
  });
/** Another request has made a lead with the same phone at the same moment. */
export const duplicateMeanwhile = () =>
  new AppError(
    "conflict",
    "lead.duplicate_meanwhile",
    "Another request has made a lead with this phone at the same time. Send it again.",
  );
