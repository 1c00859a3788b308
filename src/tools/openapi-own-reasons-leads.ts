const changed = "lead.not_found lead.version_mismatch lead.changed_meanwhile";
const named = "service_zone.not_found user.not_found lead_campaign.not_found lead.owner_inactive";

/** Reasons of operations about leads, as those in openapi-own-reasons.ts. */
export const leadReasons = {
  listLeads: "lead.phone_refused",
  addLead: `lead.phone_refused lead.contact_missing lead.duplicate_meanwhile lead.changed_meanwhile lead.version_mismatch ${named}`,
  getLead: "lead.not_found",
  changeLead: `${changed} lead.phone_refused lead.contact_missing ${named}`,
  moveLead: `${changed} lead.reason_missing lead.converted`,
  convertLead: `${changed} customer.not_found customer.contact_refused customer.contact_taken customer.changed_meanwhile lead.given_up lead.customer_ambiguous`,
  reopenLead: `${changed} lead.open`,
  listLeadActivities: "lead.not_found",
  addLeadActivity: `${changed} lead_activity.empty lead_activity.in_future`,
  addLeadCampaign: "lead_campaign.days_reversed lead_campaign.too_many lead_campaign.name_taken",
  getLeadCampaign: "lead_campaign.not_found",
  changeLeadCampaign:
    "lead_campaign.not_found lead_campaign.version_mismatch lead_campaign.changed_meanwhile lead_campaign.days_reversed lead_campaign.name_taken",
};
