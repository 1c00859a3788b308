export { present } from "./present.ts";
export { isMfaRole, type Organization, organizationOf } from "./repo.ts";
export { businessHoursOf, settingOf, settingsOf } from "./settings.ts";
