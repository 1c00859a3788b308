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

export const ownerInactive = (id: number) =>
  new AppError("conflict", "lead.owner_inactive", `User ${id} cannot sign in, so nobody would follow the lead up.`, {
    fields: { owner_id: "must be a user who can sign in" },
  });
export const reasonMissing = () =>
  new AppError("invalid", "lead.reason_missing", "Say why the lead is given up.", {
    fields: { reason: "is required with lost and disqualified" },
  });
export const leadConvertedAlready = (id: number) =>
  new AppError(
    "conflict",
    "lead.converted",
    `Lead ${id} was converted, so it is won. An administrator can reopen it: POST /admin/leads/${id}/reopen.`,
  );
export const leadGivenUp = (id: number, status: string) =>
  new AppError("conflict", "lead.given_up", `Lead ${id} is ${status}. Move it to another status first.`);
export const leadOpenAlready = (id: number) => new AppError("conflict", "lead.open", `Lead ${id} is open already.`);
export const customerAmbiguous = (by: string, ids: readonly number[]) =>
  new AppError(
    "conflict",
    "lead.customer_ambiguous",
    `Customers ${ids.join(", ")} all have the ${by} of this lead. Say which one it is by customer_id.`,
    { fields: { customer_id: `is one of ${ids.join(", ")}` } },
  );
export const activityInFuture = () =>
  new AppError(
    "invalid",
    "lead_activity.in_future",
    "What has not happened yet is a follow-up: set next_follow_up_at.",
    {
      fields: { occurred_at: "must not be in the future" },
    },
  );
export const activityEmpty = () =>
  new AppError("invalid", "lead_activity.empty", "A note needs a text.", {
    fields: { text: "is required with a note" },
  });
export const campaignDaysReversed = () =>
  new AppError("invalid", "lead_campaign.days_reversed", "The campaign ends before it starts.", {
    fields: { ends_on: "must not be before starts_on" },
  });
