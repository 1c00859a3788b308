const changed = "follow_up.not_found follow_up.version_mismatch follow_up.changed_meanwhile";
const rule = "follow_up_rule.not_found follow_up_rule.version_mismatch follow_up_rule.changed_meanwhile";

/** Reasons of operations about follow-ups, as those in openapi-own-reasons.ts. */
export const followUpReasons = {
  getFollowUp: "follow_up.not_found",
  cancelFollowUp: `${changed} follow_up.not_open`,
  sendFollowUpNow: `${changed} follow_up.not_scheduled`,
  finishFollowUp: `${changed} follow_up.not_to_do`,
  addFollowUpRule: "follow_up_rule.refused follow_up_rule.too_many follow_up_rule.name_taken",
  takeFollowUpPresets:
    "communication_template.too_many communication_template.name_taken follow_up_rule.too_many follow_up_rule.name_taken",
  getFollowUpRule: "follow_up_rule.not_found",
  changeFollowUpRule: `${rule} follow_up_rule.refused follow_up_rule.name_taken`,
  removeFollowUpRule: rule,
  tryFollowUpRule: "follow_up_rule.not_found",
};
